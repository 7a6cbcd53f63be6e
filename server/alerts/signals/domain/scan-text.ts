import { decodedIn } from './encoded.ts';
import { findHidden } from './hidden-characters.ts';
import { type Hit, QUOTE_MAX, type SignalPlace } from './hit.ts';
import { findLiterals } from './literals.ts';
import { type Found, findPhrases, talksAboutAttacks } from './phrases.ts';
import { type Readable, readableOf } from './readable.ts';
import { marksOf } from './words.ts';

/** How deep encodings within encodings are followed, and how many decoded characters of one text are looked at. */
export const DEPTH_MAX = 3;
const DECODED_MAX = 65_536;

/** A quoted phrase in a text about attacks keeps this share of its weight. */
const QUOTED_SHARE = 0.3;
const QUOTES: readonly (readonly [open: string, close: string])[] = [
  ...([
    ['"', '"'],
    ['“', '”'],
    ['«', '»'],
    ['„', '“'],
    ['`', '`'],
    ['「', '」'],
    ['‘', '’'],
    ["'", "'"],
    ['“', '“'],
  ] as const),
];
/** A phrase further than this from its quotation mark is not taken for quoted. */
const QUOTE_WITHIN = 120;

/** The words that tell of attacks stand before the phrase, or at most so many characters after it. */
const TALK_WITHIN = 400;
/** So much of its weight keeps what tells of such words rather than commands: "to override the rules", "a system prompt". */
const PROSE_SHARE = 0.6;

type Where = { place: SignalPlace; part: string };

/** What a stretch of text says, as hits of the text that it stands in. */
export function scanText(text: string, where: Where): Hit[] {
  const budget = { left: DECODED_MAX };
  return scanDecoded(text, { ...where, encoding: [], outer: null, budget });
}

type Given = Where & {
  encoding: readonly string[];
  /** The stretch of the outermost text that this was decoded from. */
  outer: { start: number; end: number } | null;
  budget: { left: number };
};

function scanDecoded(text: string, given: Given): Hit[] {
  const { encoding, outer, budget } = given;
  const readable = readableOf(text);
  const marks = marksOf(readable);
  const hits: Hit[] = [];
  const add = (one: Pick<Found, 'rule' | 'weight' | 'start' | 'end'>, how: readonly string[], quote: string) => {
    const span = outer ?? { start: readable.at[one.start] ?? 0, end: readable.at[one.end] ?? text.length };
    const all = [...encoding, ...how];
    const kept = { place: given.place, part: given.part, encoding: all.join(' > '), quote: quote.slice(0, QUOTE_MAX) };
    hits.push({ rule: one.rule, weight: one.weight, ...span, ...kept });
    // Who encodes an instruction hides it.
    if (all.length > 0) hits.push({ rule: 'encoded_instruction', weight: 0.6, ...span, ...kept });
  };
  for (const one of [...findPhrases(marks.plain), ...findLiterals(readable)]) {
    const isExample = isQuoted(readable, one) && talksAboutAttacks(marks.plain, one.end + TALK_WITHIN);
    const share = isExample ? QUOTED_SHARE : isProse(readable, one) ? PROSE_SHARE : 1;
    add({ ...one, weight: one.weight * share }, [], quoteOf(readable, one));
  }
  for (const one of findPhrases(marks.turned)) if (one.weight >= 0.6) add(one, ['rot13'], quoteOf(readable, one));
  for (const one of findPhrases(marks.reversed)) if (one.weight >= 0.6) add(one, ['reversed'], quoteOf(readable, one));
  hits.push(...hiddenHits(text, given));
  if (encoding.length < DEPTH_MAX) {
    for (const { start, end, encoding: how, text: inner } of decodedIn(text)) {
      if (budget.left <= 0) break;
      const read = inner.slice(0, budget.left);
      budget.left -= read.length;
      hits.push(...scanDecoded(read, { ...given, encoding: [...encoding, how], outer: outer ?? { start, end } }));
    }
  }
  return disguised(hits, readable, text);
}

/** What characters that nobody sees spell, and the characters themselves. */
function hiddenHits(text: string, given: Given): Hit[] {
  return findHidden(text).flatMap(({ start, end, text: spelled, weight, kind }) => {
    const span = given.outer ?? { start, end };
    const kept = { place: given.place, part: given.part, encoding: [...given.encoding, kind].join(' > ') };
    const hit: Hit = { rule: 'hidden_characters', weight, ...span, ...kept, quote: spelled.slice(0, QUOTE_MAX) };
    if (spelled.length < 6 || given.encoding.length >= DEPTH_MAX) return [hit];
    const inner = { ...given, encoding: [...given.encoding, kind], outer: span };
    return [hit, ...scanDecoded(spelled.slice(0, DECODED_MAX), inner)];
  });
}

const quoteOf = ({ text }: Readable, { start, end }: Found): string => text.slice(Math.max(0, start), end);

/** An infinitive, or a prompt that is not this one. */
function isProse({ text }: Readable, { rule, start, end }: Found): boolean {
  if (rule === 'override_instructions' || rule === 'forget_told')
    return text.slice(Math.max(0, start - 3), start) === 'to ';
  return rule === 'reveal_prompt' && /\b(?:an?|good|this) (?:system|hidden|secret)\b/.test(text.slice(start, end));
}

/** Whether a phrase stands within quotation marks. */
function isQuoted({ text }: Readable, { start, end }: Found): boolean {
  return QUOTES.some(([open, close]) => {
    const from = text.lastIndexOf(open, start);
    const to = text.indexOf(close, Math.max(end - 1, 0));
    return from >= 0 && to >= 0 && start - from <= QUOTE_WITHIN && to - end <= QUOTE_WITHIN;
  });
}

const OTHER_SCRIPT = /[\u0370-\u052f\u0560-\u058f\u1d00-\u1d7f\uff01-\uff5e\u{1d400}-\u{1d7ff}]/u;
const LATIN = /[a-z]/i;

/** A phrase that is written with letters that only look like Latin ones was hidden on purpose. */
function disguised(hits: readonly Hit[], { at }: Readable, text: string): Hit[] {
  if (at.length > text.length * 4 + 8) return [...hits];
  return hits.flatMap((hit) => {
    if (hit.encoding !== '' || hit.rule === 'hidden_characters') return [hit];
    const written = text.slice(hit.start, hit.end);
    const isMixed =
      OTHER_SCRIPT.test(written) &&
      LATIN.test(hit.quote) &&
      !/\p{Script=Cyrillic}{4}|\p{Script=Greek}{4}/u.test(written);
    return isMixed ? [hit, { ...hit, rule: 'disguised_letters' as const, weight: 0.5 }] : [hit];
  });
}
