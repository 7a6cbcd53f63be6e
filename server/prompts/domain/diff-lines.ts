import { diffArrays } from 'diff';

/** One line of a comparison; the number is null on the side that lacks it. Lines count from 1. */
export type DiffLine = {
  op: 'same' | 'added' | 'removed';
  from_line: number | null;
  to_line: number | null;
  text: string;
};

/**
 * What comparing two versions may cost, over all of their texts. The comparison of each text subtracts what it cost.
 */
export type DiffBudget = {
  /** Lines that may be compared one by one, of both sides. */
  lines: number;
  /** Steps of the algorithm, which needs the square of the number of edits. */
  steps: number;
};

/** A budget of about 10 ms. Comparing two versions of a long prompt uses a hundredth of it. */
export const newDiffBudget = (): DiffBudget => ({ lines: 10_000, steps: 100_000 });

/** With more edits than this, two texts are shown as replaced. */
const EDITS_MAX = 1_500;

export type LinesDiff = { lines: DiffLine[]; added: number; removed: number; compared: boolean };

/**
 * Compares two texts line by line and subtracts the cost from `budget`. Where that would cost more than is left,
 * `compared` is false, and the result has one entry a side, which holds all of its lines: one text removed, the other
 * added.
 */
export function diffText(from: string, to: string, budget: DiffBudget): LinesDiff {
  const count = [countLines(from), countLines(to)] as const;
  const size = count[0] + count[1];
  if (size > budget.lines) return replaced(from, to, count);
  budget.lines -= size;
  const before = linesOf(from);
  const after = linesOf(to);
  const known = new Map<string, number>();
  // Lines are compared as numbers, so that two long lines take one step like any others.
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

/** The parts of a text that only one side has, which needs no comparison; null where both have one. */
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

/** Lines with their line ends: a last line with a line end differs from the same one without. */
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
