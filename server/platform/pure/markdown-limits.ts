/** Characters of a post-mortem. Bytes are fewer than four times as many: far below the limit of a body. */
export const MARKDOWN_CHARS_MAX = 60_000;
const LINES_MAX = 3_000;
const LINE_CHARS_MAX = 5_000;
/** A table is drawn with all its columns in every row, so its cells grow with the product. */
const COLUMNS_MAX = 20;
const NESTED_MAX = 8;

const NESTING = new RegExp(`^(?:[ \\t]*(?:>|[-*+]|\\d{1,9}[.)])){${NESTED_MAX + 1},}[ \\t]*[^\\s>*+\\-\\d]`);

/** Why a text cannot be stored, with the first line that is at fault, counted from 1; null where it can. */
export function textFault(markdown: string): string | null {
  if (markdown.length > MARKDOWN_CHARS_MAX)
    return `A post-mortem has at most ${MARKDOWN_CHARS_MAX} characters; this has ${markdown.length}. Link to what is longer.`;
  const lines = markdown.split('\n');
  if (lines.length > LINES_MAX) return `A post-mortem has at most ${LINES_MAX} lines; this has ${lines.length}.`;
  for (const [i, line] of lines.entries()) {
    const at = `Line ${i + 1}`;
    if (line.length > LINE_CHARS_MAX) return `${at} has ${line.length} characters; divide it after ${LINE_CHARS_MAX}.`;
    if ((line.match(/(?<!\\)\|/g)?.length ?? 0) > COLUMNS_MAX + 1)
      return `${at} has more than ${COLUMNS_MAX} columns. Attach such a table elsewhere, and link to it.`;
    if (NESTING.test(line)) return `${at} is nested more than ${NESTED_MAX} deep.`;
  }
  return null;
}

/** A text as it is stored: Unix line ends, one at the end. */
export const stored = (markdown: string): string => `${markdown.replace(/\r\n?/g, '\n').trimEnd()}\n`;
