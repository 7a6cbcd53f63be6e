const MARKER = /[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)|\[\^(?:\\.|[^\]\\])+\]:)/y;
const RULE = /^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const HEADING = /^#{1,6}[ \t]/;
/** Nothing, or nothing in a quotation. */
const BLANK = /^[ \t>]*$/;
/** The second line of a table. */
const DELIMITERS = /^\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$/;
const ITEM = /^( *)((?:\d{1,9}(?=[.)]))?([-*+.)]))( +)(?=[^ \t])/;
const BARS = /(?<!\\)\|/g;

/** How often a pattern with the flag `g` matches. */
export const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** The bars of a line that divide cells. */
export const barsOf = (text: string): number => countOf(text, BARS);

/** How many containers a line begins or continues, and how far to the right the first of them stands. */
export function markersOf(text: string): { count: number; indent: number } {
  if (RULE.test(text)) return { count: 0, indent: 0 };
  let count = 0;
  MARKER.lastIndex = 0;
  while (MARKER.test(text)) count++;
  const spaces = text.slice(0, text.search(/[^ \t]|$/));
  return { count, indent: count === 0 ? 0 : spaces.replaceAll('\t', '    ').length };
}

/**
 * The blocks of code that are certain to be such: they begin at the margin below a blank line. Their marks are shown as
 * written and cost nothing. After a line that another reader could take for a fence, or for HTML that would hide one,
 * nothing is certain any more.
 */
export class Fences {
  private mark: string | null = null;
  private isCertain = true;

  hides(text: string, isBelowBlank: boolean): boolean {
    if (!this.isCertain) return false;
    if (this.mark !== null) {
      const [, closing] = /^(`{3,}|~{3,})[ \t]*$/.exec(text) ?? [];
      if (closing?.startsWith(this.mark)) this.mark = null;
      else if (text.includes(this.mark.slice(0, 3))) this.isCertain = false;
      return this.isCertain;
    }
    const [, mark] = /^(`{3,}(?=[^`]*$)|~{3,}(?=[^~]*$))/.exec(text) ?? [];
    if (mark !== undefined && isBelowBlank) this.mark = mark;
    else if (/```|~~~|<[!?]|<(?:script|pre|style|textarea)/i.test(text)) this.isCertain = false;
    return this.mark !== null;
  }
}

type Item = { indent: number; content: number; delimiter: string };

/**
 * The paragraph, list item or row of a table that the lines so far end with. Only what certainly divides does: items at the
 * margin, beside the item above or within its text, and rows of a table at the margin.
 */
export class Paragraph {
  marks = 0;
  /** On which it begins, from 1. */
  line = 1;
  isEmpty = true;
  private first: string | null = null;
  private inTable = false;
  private columns = 0;
  private item: Item | null = null;

  end(): void {
    this.isEmpty = true;
    this.marks = 0;
    this.first = null;
    this.inTable = false;
    this.columns = 0;
    this.item = null;
  }

  /** Takes the next line, and returns how many parts of the page it begins at most. */
  add(text: string, line: number): number {
    if (BLANK.test(text) || HEADING.test(text)) this.end();
    if (BLANK.test(text)) return 0;
    const wasEmpty = this.isEmpty;
    this.inTable &&= text.startsWith('|');
    if (this.takesItem(text) || wasEmpty || this.inTable) {
      this.marks = 0;
      this.line = line;
    }
    const cells = this.columns;
    if (/^[ \t>|:-]+$/.test(text) && text.includes('-')) {
      this.inTable ||= this.first !== null && DELIMITERS.test(text) && barsOf(this.first) === barsOf(text);
      this.columns = Math.max(this.columns, countOf(text, /-+/g));
    }
    this.first = wasEmpty && /^\|[^\\]*\|[ \t]*$/.test(text) ? text : null;
    this.isEmpty = HEADING.test(text);
    if (cells > 0) return cells;
    // A definition is kept in a list that every later one is looked for in.
    if (/^[ \t>]*\[/.test(text)) return 2;
    return Number(wasEmpty || !/^[ \t]*[\p{L}\p{N}]/u.test(text));
  }

  private takesItem(text: string): boolean {
    const [all, spaces = '', mark = '', delimiter = '', gap = ''] = ITEM.exec(text) ?? [];
    const indent = spaces.length;
    const above = this.item;
    if (all === undefined) {
      if (above !== null && text.search(/[^ ]/) < above.content) this.item = null;
      return false;
    }
    const isBeside = above !== null && above.indent === indent && above.delimiter === delimiter;
    const isWithin = above !== null && indent >= above.content && indent <= above.content + 3;
    // In the middle of a paragraph no other number than 1 begins a list.
    const begins = this.isEmpty || mark === delimiter || Number.parseInt(mark, 10) === 1;
    if (!isBeside && !(begins && (indent <= 3 || isWithin))) {
      this.item = null;
      return false;
    }
    this.item = { indent, content: indent + mark.length + (gap.length > 4 ? 1 : gap.length), delimiter };
    return true;
  }
}
