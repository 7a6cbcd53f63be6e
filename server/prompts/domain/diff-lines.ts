import { diffArrays } from 'diff';

/** One line of a comparison; the number is null on the side that lacks it. Lines count from 1. */
export type DiffLine = {
  op: 'same' | 'added' | 'removed';
  from_line: number | null;
  to_line: number | null;
  text: string;
};

/** What comparing two versions may cost in all, whatever the number of their texts. Each text takes its share away. */
export type DiffBudget = {
  /** Lines that are looked at one by one, of both sides. */
  lines: number;
  /** Steps of the algorithm, which takes the square of the edits. */
  steps: number;
};

/** About 10 ms. Two versions of a long prompt take a hundredth of it. */
export const newDiffBudget = (): DiffBudget => ({ lines: 10_000, steps: 100_000 });

/** Edits after which two texts count as different in everything. */
const EDITS_MAX = 1_500;

export type LinesDiff = { lines: DiffLine[]; added: number; removed: number; compared: boolean };

/**
 * Two texts line by line. Where that would cost more than is left of the budget, `compared` is false, and the one text
 * is removed and the other added as a whole: one entry a side, with all of its lines in it.
 */
export function diffText(from: string, to: string, budget: DiffBudget): LinesDiff {
  const count = [countLines(from), countLines(to)] as const;
  const size = count[0] + count[1];
  if (size > budget.lines) return replaced(from, to, count);
  budget.lines -= size;
  const before = linesOf(from);
  const after = linesOf(to);
  const known = new Map<string, number>();
  // Numbers in place of lines: comparing two long lines is one step then, like any other.
  const numbers = [numbersOf(before, known), numbersOf(after, known)] as const;
  const editsMax = Math.min(EDITS_MAX, Math.floor(Math.sqrt(budget.steps)));
  const parts = oneSided(...numbers) ?? diffArrays(...numbers, { maxEditLength: editsMax });
  if (parts === undefined) {
    budget.steps -= editsMax ** 2;
    return replaced(from, to, count);
  }
  const result: LinesDiff = { lines: [], added: 0, removed: 0, compared: true };
  let [fromLine, toLine] = [0, 0];
  for (const { value, added, removed } of parts) {
    for (let n = 0; n < value.length; n++) {
      const text = withoutEnd((added ? after[toLine] : before[fromLine]) ?? '');
      if (!added) fromLine += 1;
      if (!removed) toLine += 1;
      const op = added ? 'added' : removed ? 'removed' : 'same';
      result.lines.push({ op, from_line: added ? null : fromLine, to_line: removed ? null : toLine, text });
    }
    if (added) result.added += value.length;
    if (removed) result.removed += value.length;
  }
  if (count[0] > 0 && count[1] > 0) budget.steps -= Math.min(budget.steps, (result.added + result.removed) ** 2);
  return result;
}

/** A text that is new or gone is nothing to compare. */
function oneSided(before: number[], after: number[]) {
  if (before.length > 0 && after.length > 0) return null;
  return [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
}

function replaced(from: string, to: string, [removed, added]: readonly [number, number]): LinesDiff {
  const whole = (op: 'same' | 'added' | 'removed', text: string): DiffLine => ({
    op,
    from_line: op === 'added' ? null : 1,
    to_line: op === 'removed' ? null : 1,
    text: withoutEnd(text),
  });
  if (from === to) return { lines: [whole('same', from)], added: 0, removed: 0, compared: true };
  const lines = [...(removed > 0 ? [whole('removed', from)] : []), ...(added > 0 ? [whole('added', to)] : [])];
  return { lines, added, removed, compared: removed === 0 || added === 0 };
}

/** Lines with what ends them: a last line with an end and one without are different lines. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const withoutEnd = (line: string): string => (line.endsWith('\n') ? line.slice(0, -1) : line);

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines + (text === '' || text.endsWith('\n') ? 0 : 1);
}

function numbersOf(lines: readonly string[], known: Map<string, number>): number[] {
  return lines.map((line) => {
    const number = known.get(line) ?? known.size;
    known.set(line, number);
    return number;
  });
}
