import { diffArrays } from 'diff';

/** Lines of a merge, in order. `conflict`: both sides changed the same lines, differently. */
export type MergePart =
  | { kind: 'same'; lines: string[] }
  | { kind: 'conflict'; base: string[]; mine: string[]; theirs: string[] };

/** A change of one side: lines `from` up to, and without, `to` of the base become `lines`. */
type Hunk = { from: number; to: number; lines: string[] };

/** Edits of a line beyond which a text is compared as a whole: the time of a comparison grows with their square. */
const EDITS_MAX = 1_000;

/**
 * Merges two texts that were made from `base`, by lines (diff3). What one side alone changed is taken, also right beside a
 * change of the other; what both changed alike is taken once; what both changed differently, or inserted at one place, is a
 * conflict that keeps both. No line of either side is lost.
 */
export function mergeTexts(base: string, mine: string, theirs: string): MergePart[] {
  const lines = base.split('\n');
  const [ours, others] = [hunksOf(lines, mine.split('\n')), hunksOf(lines, theirs.split('\n'))];
  const parts: MergePart[] = [];
  const add = (some: readonly string[]) => {
    const last = parts.at(-1);
    if (some.length === 0) return;
    if (last?.kind === 'same') last.lines.push(...some);
    else parts.push({ kind: 'same', lines: [...some] });
  };
  let at = 0;
  for (let group = nextGroup(ours, others); group !== null; group = nextGroup(ours, others)) {
    add(lines.slice(at, group.from));
    const [a, b] = [applied(lines, group, group.mine), applied(lines, group, group.theirs)];
    if (group.theirs.length === 0 || isSame(a, b)) add(a);
    else if (group.mine.length === 0) add(b);
    else parts.push({ kind: 'conflict', base: lines.slice(group.from, group.to), mine: a, theirs: b });
    at = group.to;
  }
  add(lines.slice(at));
  return parts;
}

/** The merged text; null where a conflict is left. */
export const mergedText = (parts: readonly MergePart[]): string | null =>
  parts.some(({ kind }) => kind === 'conflict')
    ? null
    : parts.flatMap((part) => (part.kind === 'same' ? part.lines : [])).join('\n');

/** The merged text in which, where both sides changed the same lines, ours stand before theirs. */
export const withBoth = (parts: readonly MergePart[]): string =>
  parts.flatMap((part) => (part.kind === 'same' ? part.lines : [...part.mine, ...part.theirs])).join('\n');

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, i) => line === b[i]);

function hunksOf(base: readonly string[], other: readonly string[]): Hunk[] {
  const changes = diffArrays([...base], [...other], { maxEditLength: EDITS_MAX });
  if (changes === undefined) return [{ from: 0, to: base.length, lines: [...other] }];
  const hunks: Hunk[] = [];
  let at = 0;
  let open: Hunk | null = null;
  for (const { added, removed, value } of changes) {
    if (!added && !removed) {
      at += value.length;
      open = null;
      continue;
    }
    if (open === null) {
      open = { from: at, to: at, lines: [] };
      hunks.push(open);
    }
    if (added) open.lines.push(...value);
    else {
      at += value.length;
      open.to = at;
    }
  }
  return hunks;
}

type Group = { from: number; to: number; mine: Hunk[]; theirs: Hunk[] };

/** Takes the next changes of both sides that concern the same lines; null where none is left. */
function nextGroup(mine: Hunk[], theirs: Hunk[]): Group | null {
  const [a, b] = [mine[0], theirs[0]];
  const first = a === undefined ? b : b === undefined || a.from <= b.from ? a : b;
  if (first === undefined) return null;
  const group: Group = { from: first.from, to: first.to, mine: [], theirs: [] };
  const take = (from: Hunk[], into: Hunk[]): boolean => {
    const next = from[0];
    if (next === undefined || (next !== first && !meets(next, group))) return false;
    from.shift();
    into.push(next);
    group.to = Math.max(group.to, next.to);
    return true;
  };
  while (take(mine, group.mine) || take(theirs, group.theirs));
  return group;
}

/** Whether a change concerns lines of the group, or inserts where the group inserts. */
const meets = ({ from, to }: Hunk, group: Group): boolean =>
  from < group.to || (from === group.to && (from === to || group.from === group.to));

function applied(base: readonly string[], { from, to }: Group, hunks: readonly Hunk[]): string[] {
  const lines: string[] = [];
  let at = from;
  for (const hunk of hunks) {
    lines.push(...base.slice(at, hunk.from), ...hunk.lines);
    at = hunk.to;
  }
  return [...lines, ...base.slice(at, to)];
}
