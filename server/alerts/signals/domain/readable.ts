/** A text as a person reads it, and where each of its characters stands in the text that was sent. */
export type Readable = { text: string; at: number[] };

/** Letters of other scripts, and small capitals, that look like a Latin letter. */
const LOOK_ALIKES = new Map(
  Object.entries({
    ...{ а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ј: 'j', ѕ: 's', ԁ: 'd', һ: 'h' },
    ...{ в: 'b', к: 'k', м: 'm', н: 'h', т: 't', г: 'r', п: 'n', ѵ: 'v', ԝ: 'w', ɡ: 'g', ı: 'i', ո: 'n', ս: 'u' },
    ...{ α: 'a', ε: 'e', ι: 'i', ο: 'o', ρ: 'p', τ: 't', υ: 'u', ν: 'v', κ: 'k', χ: 'x', η: 'n', ς: 's' },
    ...{ ᴀ: 'a', ʙ: 'b', ᴄ: 'c', ᴅ: 'd', ᴇ: 'e', ɢ: 'g', ʜ: 'h', ɪ: 'i', ʟ: 'l', ᴍ: 'm', ɴ: 'n', ᴏ: 'o', ᴘ: 'p' },
    ...{ ʀ: 'r', ꜱ: 's', ᴛ: 't', ᴜ: 'u', ᴠ: 'v', ᴡ: 'w', ʏ: 'y', ᴢ: 'z' },
  }),
);

/** Characters that show nothing: zero width, soft hyphen, bidi controls, variation selectors, tags. */
export const isInvisible = (code: number): boolean =>
  code === 0xad ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x2069) ||
  code === 0xfeff ||
  (code >= 0xfe00 && code <= 0xfe0f) ||
  (code >= 0xe0000 && code <= 0xe01ef);

/** Han, kana and Hangul: written without marks that could be taken away. */
const isEastAsian = (code: number): boolean => (code >= 0x3040 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3);

const MARK = /\p{M}/u;

/**
 * Lower case, without accents and invisible characters, with compatibility forms (full width, mathematical letters) as plain
 * ones. Lone surrogates stay as they are. Linear.
 */
export function readableOf(text: string): Readable {
  const out: string[] = [];
  const at: number[] = [];
  for (let i = 0; i < text.length; ) {
    const code = text.codePointAt(i) ?? 0;
    const width = code > 0xffff ? 2 : 1;
    if (code < 0x80) {
      out.push(code >= 0x41 && code <= 0x5a ? String.fromCharCode(code + 32) : text.charAt(i));
      at.push(i);
    } else if (!isInvisible(code)) {
      const shown = text.slice(i, i + width);
      const plain = isEastAsian(code) ? shown : shown.normalize('NFKD').toLowerCase();
      for (const unit of plain) {
        if (MARK.test(unit)) continue;
        for (let k = 0; k < unit.length; k++) {
          out.push(unit.charAt(k));
          at.push(i);
        }
      }
    }
    i += width;
  }
  at.push(text.length);
  return { text: out.join(''), at };
}

const LATIN = /[a-z]/;

/** A word with its look-alikes as Latin letters, where it mixes scripts or is of small capitals; else null. */
export function latinOf(word: string): string | null {
  let hasLookAlike = false;
  let result = '';
  for (const letter of word) {
    const latin = LOOK_ALIKES.get(letter);
    if (latin !== undefined) hasLookAlike = true;
    result += latin ?? letter;
  }
  return hasLookAlike && (LATIN.test(word) || /^[a-z]+$/.test(result)) ? result : null;
}

const LEET = new Map(Object.entries({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's' }));

/** A word whose digits stand for letters; null where it has no letter or no such digit. */
export function lettersOfLeet(word: string): string | null {
  if (!/[a-z]/.test(word) || !/[013457@$]/.test(word)) return null;
  return [...word].map((letter) => LEET.get(letter) ?? letter).join('');
}

/** Each Latin letter 13 places on. */
export const rot13 = (text: string): string =>
  text.replaceAll(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0);
    const base = code >= 97 ? 97 : 65;
    return String.fromCharCode(((code - base + 13) % 26) + base);
  });
