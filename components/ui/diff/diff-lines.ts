import { diffArrays, diffWordsWithSpace } from 'diff';

/** A run of text inside a line; `changed` runs are marked. */
export type DiffPart = { text: string; changed: boolean };

/** One line of a diff. Line numbers count from 1 on each side; null where the side has no such line. */
export type DiffLine = {
  kind: 'same' | 'removed' | 'added';
  before: number | null;
  after: number | null;
  parts: DiffPart[];
};

/** With a smaller share of common text, two lines are not one edited line, and marked words would be noise. */
const ALIKE_MIN = 0.3;

/** The most edits before two texts count as wholly different: the time of the algorithm is quadratic in them. */
const LINE_EDITS_MAX = 1_000;
const WORD_EDITS_MAX = 500;

/**
 * The limit for marking all texts of one view, so that neither the page nor the server that renders it stalls: steps of
 * the algorithm, compared lines, and characters that are compared word by word.
 */
export type DiffBudget = { steps: number; lines: number; wordChars: number };

/** About 50 ms. */
export const newDiffBudget = (): DiffBudget => ({ steps: 1_000_000, lines: 40_000, wordChars: 400_000 });

/** The edits that may still be searched for, at most `max`. */
const editsLeft = (budget: DiffBudget, max: number): number => Math.min(max, Math.floor(Math.sqrt(budget.steps)));

/** Compares line by line, and word by word inside edited lines. */
export function diffTexts(before: string, after: string, budget: DiffBudget = newDiffBudget()): DiffLine[] {
  const lines: DiffLine[] = [];
  let [beforeNo, afterNo] = [1, 1];
  let removed: string[] = [];

  const flushRemoved = (added: string[]) => {
    const edits = removed.map((line, index) => wordDiff(line, added[index], budget));
    removed.forEach((line, index) => {
      lines.push({
        kind: 'removed',
        before: beforeNo++,
        after: null,
        parts: edits[index]?.before ?? [{ text: line, changed: true }],
      });
    });
    added.forEach((line, index) => {
      lines.push({
        kind: 'added',
        before: null,
        after: afterNo++,
        parts: edits[index]?.after ?? [{ text: line, changed: true }],
      });
    });
    removed = [];
  };

  for (const { value: texts, ...change } of changedRuns(linesOf(before), linesOf(after), budget)) {
    if (change.removed) {
      removed = texts;
    } else if (change.added) {
      flushRemoved(texts);
    } else {
      flushRemoved([]);
      for (const text of texts) {
        lines.push({ kind: 'same', before: beforeNo++, after: afterNo++, parts: [{ text, changed: false }] });
      }
    }
  }
  flushRemoved([]);
  return lines;
}

type Run = { value: string[]; added: boolean; removed: boolean };

function changedRuns(before: string[], after: string[], budget: DiffBudget): Run[] {
  const replaced = [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  const size = before.length + after.length;
  if (size > budget.lines) return replaced;
  budget.lines -= size;
  // Numbers in place of lines, so that comparing two long lines takes one step like any other.
  const known = new Map<string, number>();
  const numbers = (lines: string[]) =>
    lines.map((line) => {
      const number = known.get(line) ?? known.size;
      known.set(line, number);
      return number;
    });
  const editsMax = editsLeft(budget, LINE_EDITS_MAX);
  const parts = diffArrays(numbers(before), numbers(after), { maxEditLength: editsMax });
  if (parts === undefined) {
    budget.steps -= editsMax ** 2;
    return replaced;
  }
  const texts = [...known.keys()];
  const edits = parts.reduce((sum, part) => sum + (part.added || part.removed ? part.value.length : 0), 0);
  budget.steps -= Math.min(budget.steps, edits ** 2);
  return parts.map(({ value, added, removed }) => ({ value: value.map((n) => texts[n] ?? ''), added, removed }));
}

/** The lines of a text; the kind of line ending, and whether the last line has one, make no difference. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** Both sides of an edited line or text with their changed words marked; null when they have little in common. */
export function wordDiff(
  before: string,
  after: string | undefined,
  budget: DiffBudget,
): { before: DiffPart[]; after: DiffPart[] } | null {
  if (after === undefined) return null;
  const sides = markWords(before, after, budget);
  const common = sides.before.reduce((sum, part) => sum + (part.changed ? 0 : part.text.trim().length), 0);
  return common < ALIKE_MIN * Math.min(before.trim().length, after.trim().length) ? null : sides;
}

/**
 * Both sides with their changed words marked, however little they share; wholly changed where the budget is used up.
 */
export function markWords(
  before: string,
  after: string,
  budget: DiffBudget = newDiffBudget(),
): { before: DiffPart[]; after: DiffPart[] } {
  const sides: { before: DiffPart[]; after: DiffPart[] } = { before: [], after: [] };
  const changes = changedWords(before, after, budget) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  for (const change of changes) {
    if (!change.added) push(sides.before, { text: change.value, changed: change.removed });
    if (!change.removed) push(sides.after, { text: change.value, changed: change.added });
  }
  return sides;
}

function changedWords(before: string, after: string, budget: DiffBudget) {
  const chars = before.length + after.length;
  if (chars > budget.wordChars) return undefined;
  budget.wordChars -= chars;
  const editsMax = editsLeft(budget, WORD_EDITS_MAX);
  const changes = diffWordsWithSpace(before, after, { maxEditLength: editsMax });
  const edits = changes?.filter(({ added, removed }) => added || removed).reduce((sum, { count }) => sum + count, 0);
  budget.steps -= Math.min(budget.steps, (edits ?? editsMax) ** 2);
  return changes;
}

/** Joins runs of one kind, and includes a lone space between two changed words in the mark. */
function push(parts: DiffPart[], next: DiffPart): void {
  const last = parts.at(-1);
  const beforeLast = parts.at(-2);
  if (last && last.changed === next.changed) {
    last.text += next.text;
  } else if (next.changed && last && beforeLast?.changed && last.text === ' ') {
    beforeLast.text += last.text + next.text;
    parts.pop();
  } else {
    parts.push({ ...next });
  }
}

/** How many lines differ: an edited line counts once. */
export function changedLineCount(lines: DiffLine[]): number {
  let [total, removed, added] = [0, 0, 0];
  for (const { kind } of lines) {
    if (kind === 'removed') removed += 1;
    else if (kind === 'added') added += 1;
    else {
      total += Math.max(removed, added);
      [removed, added] = [0, 0];
    }
  }
  return total + Math.max(removed, added);
}
