import { barsOf, countOf, Fences, markersOf, Paragraph } from './markdown-blocks.ts';

/** Characters of a text. Bytes are fewer than four times as many: far below the limit of a body. */
export const MARKDOWN_CHARS_MAX = 60_000;
const LINES_MAX = 3_000;
const LINE_CHARS_MAX = 5_000;
/** A table is drawn with all its columns in every row, so its cells grow with the product. */
const COLUMNS_MAX = 20;
const NESTED_MAX = 8;
/** A marker that stands further to the right could be nested below as many others. */
const INDENT_MAX = 24;
/** The parser compares the marks of a paragraph with each other, so its time grows with their square. */
const PARAGRAPH_MARKS_MAX = 400;
const MARKS_MAX = 3_000;
/** Paragraphs, headings, levels of items and quotations, and cells of tables: each is an element of the page. */
const PARTS_MAX = 1_000;

const MARKS = /[*_~[\]`<!]/g;
/** What becomes a link by itself costs as much as the four marks of a link that is written. */
const LINKS = /www\.|https?:\/\/|@/gi;
const MARKS_OF_LINK = 4;
const MARK_NAMES = '* _ ~ [ ] ` < ! (a bare link counts as four)';

/** `line` counts from 1; `message` continues a sentence that begins with it. */
type MarkdownFault = { line: number; message: string };

/**
 * The first thing that makes a text too dear to render, from its marks, parts and nesting; null where nothing does. The worst
 * text without a fault is rendered in about half a second. Nothing is parsed: what is not certain counts as the dearer.
 */
export function renderFault(markdown: string): MarkdownFault | null {
  const fences = new Fences();
  const paragraph = new Paragraph();
  let [marks, parts] = [0, 0];
  for (const [i, text] of markdown.split(/\r\n?|\n/).entries()) {
    const fault = (message: string): MarkdownFault => ({ line: i + 1, message });
    if (fences.hides(text, paragraph.isEmpty)) {
      paragraph.end();
      continue;
    }
    const markers = markersOf(text);
    if (markers.count > NESTED_MAX || markers.indent > INDENT_MAX)
      return fault(`is nested more than ${NESTED_MAX} deep.`);
    parts += Math.max(markers.count, paragraph.add(text, i + 1));
    const own = countOf(text, MARKS) + MARKS_OF_LINK * countOf(text, LINKS);
    marks += own;
    paragraph.marks += own;
    if (paragraph.marks > PARAGRAPH_MARKS_MAX)
      return {
        line: paragraph.line,
        message: `begins a paragraph with more than ${PARAGRAPH_MARKS_MAX} of the marks ${MARK_NAMES}. Divide it with a blank line.`,
      };
    if (marks > MARKS_MAX)
      return fault(`is past ${MARKS_MAX} of the marks ${MARK_NAMES}. Put what is shown as written in a block of code.`);
    if (parts > PARTS_MAX)
      return fault(`is past ${PARTS_MAX} paragraphs, items, quotations and cells of tables. Link to what is longer.`);
  }
  return null;
}

/** Why a text cannot be stored, with the first line that is at fault; null where it can. */
export function markdownFault(markdown: string): MarkdownFault | null {
  const lines = markdown.split(/\r\n?|\n/);
  if (lines.length > LINES_MAX)
    return {
      line: LINES_MAX + 1,
      message: `is one too many: a text has at most ${LINES_MAX} lines; this has ${lines.length}.`,
    };
  for (const [i, { length }] of lines.entries()) {
    if (length > LINE_CHARS_MAX)
      return { line: i + 1, message: `has ${length} characters; divide it after ${LINE_CHARS_MAX}.` };
    if (barsOf(lines[i] ?? '') > COLUMNS_MAX + 1)
      return {
        line: i + 1,
        message: `has more than ${COLUMNS_MAX} columns. Attach such a table elsewhere, and link to it.`,
      };
  }
  return renderFault(markdown);
}

/** Why a text cannot be stored, as sentences; null where it can. */
export function textFault(markdown: string): string | null {
  if (markdown.length > MARKDOWN_CHARS_MAX)
    return `A text has at most ${MARKDOWN_CHARS_MAX} characters; this has ${markdown.length}. Link to what is longer.`;
  const fault = markdownFault(markdown);
  return fault && `Line ${fault.line} ${fault.message}`;
}

/** A text as it is stored: Unix line ends, one at the end. */
export const stored = (markdown: string): string => `${markdown.replace(/\r\n?/g, '\n').trimEnd()}\n`;
