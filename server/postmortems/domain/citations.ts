import { proseLines, type SectionKey } from './sections.ts';

/**
 * A citation is a footnote of Markdown whose name is a row of the incident's timeline: `[^t123]`. In an export its
 * definition stands at the end, so that the text is complete by itself.
 */
const CITATION = /(?<!\\)\[\^t(\d{1,15})\]/g;

/** The citation of the row of the timeline with this id. */
export const cite = (id: number): string => `[^t${id}]`;

/** The rows that a text cites, each once, in their order. */
export const citedIn = (text: string): number[] => [
  ...new Set([...text.matchAll(CITATION)].map(([, id]) => Number(id))),
];

/** `text` with every citation replaced. */
export const replaceCitations = (text: string, by: (id: number) => string): string =>
  text.replace(CITATION, (_, id: string) => by(Number(id)));

export type Unsupported = {
  /** The sentence without its citations. */
  sentence: string;
  /** `no_source`: it has a number and cites nothing. `source_gone`: the timeline has no such row (any more). */
  why: 'no_source' | 'source_gone';
  /** The rows that are gone. */
  gone: number[];
  section: SectionKey | null;
};

/**
 * A number in digits. Digits that belong to a name are none: `INC-41`, `v32`, `P99`, `gpt-4o`. Numbers in words are not
 * recognised.
 */
const NUMBER = /(?<![\p{L}\p{N}_/#.])(?<![\p{L}\p{N}]-)\p{N}/u;

/** What is shown as written or is an address, and therefore states nothing. Each is bounded, so that the time is too. */
const withoutCode = (text: string): string =>
  text
    .replace(/(?<!`)(`{1,3})(?!`).{1,500}?(?<!`)\1(?!`)/g, ' ')
    .replace(/\]\([^)]{0,1000}\)/g, ']')
    .replace(/<?https?:\/\/\S+/g, ' ');

/**
 * The sentences that block publishing: one that cites a row which is not among `rows`, and one with a number in digits
 * that cites no row. Action items are exempt, as they are about what comes.
 */
export function unsupportedSentences(markdown: string, rows: ReadonlySet<number>): Unsupported[] {
  return blocksOf(markdown).flatMap(({ text: block, section }) =>
    sentencesOf(withoutCode(block)).flatMap((text): Unsupported[] => {
      const cited = citedIn(text);
      const gone = cited.filter((id) => !rows.has(id));
      const sentence = replaceCitations(text, () => '')
        .replace(/\s+/g, ' ')
        .trim();
      if (gone.length > 0) return [{ sentence, why: 'source_gone', gone, section }];
      return cited.length === 0 && NUMBER.test(sentence) ? [{ sentence, why: 'no_source', gone, section }] : [];
    }),
  );
}

const BEGINS_ITEM = /^[\s>]*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/;

type Block = { text: string; section: SectionKey | null };

/** The paragraphs, list items and rows of tables of a text, each on one line, without those of action items. */
function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let block: Block | null = null;
  for (const { text, section } of proseLines(markdown)) {
    const isDefinition = /^\s{0,3}\[[^\]]+\]:/.test(text);
    if (text.trim() === '' || section === 'actions' || isDefinition) {
      block = null;
      continue;
    }
    const isRow = text.trimStart().startsWith('|');
    const plain = text.replace(BEGINS_ITEM, '').replace(/^[\s>]+/, '');
    if (block === null || isRow || BEGINS_ITEM.test(text)) {
      block = { text: plain, section };
      blocks.push(block);
    } else block.text += ` ${plain}`;
    if (isRow) block = null;
  }
  return blocks;
}

/** The end of a sentence: its stop, what closes with it, its citations, and a space before what may begin another one. */
const END = /[.!?](?:["”’)\]*_]|\[\^t\d+\])*\s+(?=[^\p{Ll}\s])/gu;

/** The sentences of a paragraph. A quotation in “ ” is not divided: it is what the timeline says. */
function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  const lastClosed = text.lastIndexOf('”');
  let [from, seen, isQuoted] = [0, 0, false];
  for (const found of text.matchAll(END)) {
    for (; seen < found.index; seen++) {
      if (text[seen] === '“') isQuoted = true;
      else if (text[seen] === '”') isQuoted = false;
    }
    if (isQuoted && found.index < lastClosed) continue;
    const to = found.index + found[0].length;
    sentences.push(text.slice(from, to));
    from = to;
  }
  return [...sentences, text.slice(from)].map((one) => one.trim()).filter((one) => one !== '');
}
