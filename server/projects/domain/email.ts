const LENGTH_MAX = 254;
/** The scripts of an address, of which each part may use one; Japanese and Korean mix several. */
const SCRIPTS = [
  ...['Latin', 'Greek', 'Cyrillic', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Devanagari', 'Bengali', 'Gujarati'],
  ...['Gurmukhi', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Thai', 'Lao', 'Khmer', 'Ethiopic'],
].map((script) => new RegExp(`^\\p{Script=${script}}*$`, 'u'));
const ALPHABETS = [
  ...SCRIPTS,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]*$/u,
  /^[\p{Script=Han}\p{Script=Hangul}]*$/u,
];
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u;
const DOMAIN = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*$/u;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Z}]/u;

/** The form in which addresses are stored and compared: no spaces around, composed (NFC), lower case. */
const plain = (given: string): string => given.trim().normalize('NFC').toLowerCase().normalize('NFC');

/**
 * Why `given` is not an accepted e-mail address, as a sentence, or null. Refuses addresses that can look like another
 * one: with invisible characters, full-width or other compatibility forms, or letters of several scripts in one part.
 */
export function emailProblem(given: string): string | null {
  const text = plain(given);
  if (text.length > LENGTH_MAX) return `Write an e-mail address of at most ${LENGTH_MAX} characters.`;
  if (INVISIBLE.test(text)) return 'This address holds a space or an invisible character. Type it anew.';
  if (text !== text.normalize('NFKC') || [...given].some(becomesAscii)) {
    return 'This address holds a full-width or look-alike form of a character. Type it with plain letters.';
  }
  const [local, domain, ...more] = text.split('@');
  if (!local || !domain || more.length > 0 || !LOCAL.test(local) || !DOMAIN.test(domain)) {
    return 'Write an e-mail address, such as ada@example.com.';
  }
  if (![local, ...domain.split('.')].every(isOneScript)) {
    return 'This address mixes letters of several scripts, as look-alikes do. Type it with letters of one.';
  }
  return null;
}

/** The form of an address to store and to look up, or null where it is not accepted. */
export const canonicalEmail = (given: string): string | null => (emailProblem(given) === null ? plain(given) : null);

/** Whether a character becomes ASCII in lower case, such as the Kelvin sign, which becomes a k. */
const becomesAscii = (char: string): boolean =>
  char > '\u007f' && /[\0-\x7f]/.test(char.normalize('NFC').toLowerCase());

function isOneScript(part: string): boolean {
  const letters = part.replaceAll(/\P{L}/gu, '');
  return ALPHABETS.some((alphabet) => alphabet.test(letters));
}
