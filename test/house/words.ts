import { type Source, withoutComments } from './sources.ts';
import { placeOf, type Zone } from './zones.ts';

/** A closed list of words in a file: an array of texts, or a type that is one of several texts. */
export type WordList = { path: string; words: readonly string[] };

/** At least three words: many lists of two words are equal and mean other things. */
const WORDS_MIN = 3;

/** Zones that cannot import our lists: their own types and tests cover what they write. */
const ON_THEIR_OWN: readonly Zone[] = ['ui', 'client', 'outside', 'test', 'scripts'];

const WORD = String.raw`'[\w-]+'`;
const ARRAY = new RegExp(String.raw`\[\s*${WORD}(?:\s*,\s*${WORD})+\s*,?\s*\]`, 'g');
const UNION = new RegExp(String.raw`${WORD}(?:\s*\|\s*${WORD})+`, 'g');

/** Every list of three words or more in a file that could import it. */
export function wordLists({ path, text }: Source): WordList[] {
  const zone = placeOf(path)?.zone;
  if (zone === undefined || ON_THEIR_OWN.includes(zone)) return [];
  // Names picked from a type are fields, not words of ours.
  const code = withoutComments(text).replaceAll(/\b(?:Pick|Omit)<[^<>]*>/g, '');
  return [ARRAY, UNION].flatMap((pattern) =>
    [...code.matchAll(pattern)].flatMap(([found]) => {
      const words = [...new Set([...found.matchAll(/'([\w-]+)'/g)].map(([, word = '']) => word))].sort();
      return words.length < WORDS_MIN ? [] : [{ path, words }];
    }),
  );
}

/** A sentence for each list that several files declare. */
export function repeatedLists(sources: readonly Source[]): string[] {
  const places = Map.groupBy(sources.flatMap(wordLists), ({ words }) => words.join(', '));
  return [...places].flatMap(([words, lists]) => {
    const paths = [...new Set(lists.map(({ path }) => path))];
    return paths.length < 2 ? [] : [`${words}: in ${paths.join(' and ')}`];
  });
}
