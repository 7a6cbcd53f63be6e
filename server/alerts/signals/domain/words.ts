import { classesOf, INNER_MAX, innerClassesOf } from './lexicon.ts';
import { latinOf, lettersOfLeet, type Readable, rot13 } from './readable.ts';

/** A word that means something, by its place among all words and by its span in the readable text. */
export type Mark = { index: number; start: number; end: number; classes: number; clause: number; comma: number };

/** The words of a text by class, and the same for the text turned by rot13 and read from its end. */
export type Marks = { plain: Mark[]; turned: Mark[]; reversed: Mark[] };

const TOKEN = /[\p{L}\p{N}_@$][\p{L}\p{N}_@$'’-]*|[.!?;\n。！？…]|[,:，：、]/gu;
const EAST_RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const LATIN_WORD = /^[a-z]+$/;
/** Single letters in a row that are read as one word. */
const SPELLED_MIN = 5;

const reverseOf = (word: string): string => [...word].reverse().join('');

/** Finds the words that mean something. Linear: each character is looked at a bounded number of times. */
export function marksOf({ text }: Readable): Marks {
  const marks: Marks = { plain: [], turned: [], reversed: [] };
  const known = new Map<string, readonly [number, number, number]>();
  let [index, clause, comma] = [0, 0, 0];
  let spelled: { letter: string; start: number; end: number }[] = [];
  const add = (into: Mark[], classes: number, start: number, end: number) => {
    if (classes !== 0) into.push({ index, start, end, classes, clause, comma });
  };
  const endSpelling = () => {
    if (spelled.length >= SPELLED_MIN) {
      const word = spelled.map(({ letter }) => letter).join('');
      for (const [from, to] of segmentsOf(word)) {
        index += 1;
        add(marks.plain, classesOf(word.slice(from, to)), spelled[from]?.start ?? 0, spelled[to - 1]?.end ?? 0);
      }
    }
    spelled = [];
  };
  for (const { 0: token, index: start } of text.matchAll(TOKEN)) {
    const isLetter = token.length === 1 && /\p{L}/u.test(token);
    if (isLetter && !EAST_RUN.test(token)) spelled.push({ letter: token, start, end: start + 1 });
    else if (!/^[.\-_ ]$/.test(token)) endSpelling();
    if (/^[.!?;\n。！？…]$/.test(token)) {
      clause += 1;
      comma += 1;
      continue;
    }
    if (/^[,:，：、]$/.test(token)) {
      comma += 1;
      continue;
    }
    if (EAST_RUN.test(token)) {
      for (let i = 0; i < token.length; ) {
        const length = innerLength(token, i);
        index += 1;
        add(marks.plain, innerClassesOf(token.slice(i, i + length)), start + i, start + i + length);
        i += length;
      }
      continue;
    }
    index += 1;
    let classes = known.get(token);
    if (classes === undefined) {
      classes = lookUp(token);
      known.set(token, classes);
    }
    add(marks.plain, classes[0], start, start + token.length);
    add(marks.turned, classes[1], start, start + token.length);
    add(marks.reversed, classes[2], start, start + token.length);
  }
  endSpelling();
  // Read from the end, the last word is the first.
  const last = index;
  marks.reversed = marks.reversed.reverse().map((mark) => ({ ...mark, index: last - mark.index }));
  return marks;
}

function lookUp(token: string): readonly [number, number, number] {
  const word = token.replaceAll(/^[@$_'’-]+(?=\p{L})|['’-]+$/gu, '');
  const latin = latinOf(word);
  const letters = lettersOfLeet(latin ?? word);
  let plain = classesOf(word) | (latin === null ? 0 : classesOf(latin)) | (letters === null ? 0 : classesOf(letters));
  if (plain === 0 && word.includes('-')) for (const part of word.split('-')) plain |= classesOf(part);
  if (!LATIN_WORD.test(word) || word.length < 3) return [plain, 0, 0];
  return [plain, classesOf(rot13(word)), classesOf(reverseOf(word))];
}

/** The length of the longest known word at `from`, else 1. */
function innerLength(run: string, from: number): number {
  for (let length = Math.min(INNER_MAX, run.length - from); length > 1; length--)
    if (innerClassesOf(run.slice(from, from + length)) !== 0) return length;
  return 1;
}

const SPELLED_WORD_MAX = 14;

/** Cuts letters without spaces into the longest known words; what is unknown is left out. */
function segmentsOf(word: string): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < word.length; ) {
    let length = Math.min(SPELLED_WORD_MAX, word.length - i);
    while (length > 2 && classesOf(word.slice(i, i + length)) === 0) length -= 1;
    if (length > 2) found.push([i, i + length]);
    i += length > 2 ? length : 1;
  }
  return found;
}
