/** Part of a text: a sentence, or a clause of one. */
export type Part = { at: number; end: number };

const ABBREVIATION = /\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|e\.g|i\.e|approx|no|vs|incl)\.$/i;

/** Characters of a sentence; a longer one is cut at a blank, as the time to read one grows with the square of its length. */
const SENTENCE_MAX = 2_000;
const CUT = new RegExp(`[^]{1,${SENTENCE_MAX}}(?=\\s|$)|[^]{1,${SENTENCE_MAX}}`, 'g');

/** The sentences of a text, without the white space around them. A line ends one, and so does a mark before a blank. */
export function sentencesOf(text: string): string[] {
  return text.split(/\r?\n+/).flatMap((line) => {
    const found: string[] = [];
    let at = 0;
    for (const mark of line.matchAll(/[.!?](?=\s+["'`(]?[A-Za-z0-9])/g)) {
      const end = mark.index + 1;
      if (ABBREVIATION.test(line.slice(at, end))) continue;
      found.push(line.slice(at, end));
      at = end;
    }
    return [...found, line.slice(at)]
      .flatMap((part) => part.match(CUT) ?? [])
      .map((part) => part.replace(/^\s*[-*•|#>]*\s*/, '').trim())
      .filter((part) => part !== '');
  });
}

/** The clauses of a sentence: what stands between semicolons, colons before a blank, and dashes. */
export function clausesOf(sentence: string): Part[] {
  const cuts = [...sentence.matchAll(/;|:(?=\s)|\s[–—]\s/g)].map(({ index }) => index);
  return [0, ...cuts].map((at, i) => ({ at, end: cuts[i] ?? sentence.length }));
}
