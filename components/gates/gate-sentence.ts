import { percent, plural } from '#components/ui/format.ts';
import type { CategoryRow } from '#server/gates/domain/category-row.ts';
import type { DatasetDecision } from '#server/gates/domain/decide-dataset.ts';
import type { GateReason } from '#server/gates/domain/reasons.ts';
import type { Verdict } from '#server/gates/domain/verdict.ts';
import { isProven } from './pass-strength.ts';

/** The input of the sentences: a whole verdict, or that on one golden set. */
export type Decided = {
  verdict: Verdict;
  reasons: readonly GateReason[];
  datasets: readonly Pick<DatasetDecision, 'categories' | 'overall'>[];
};

export const rowsOf = ({ datasets }: Pick<Decided, 'datasets'>): CategoryRow[] =>
  datasets.flatMap(({ categories }) => categories);

const because = (row: CategoryRow, code: GateReason['code']) => row.reasons.some((reason) => reason.code === code);

/** Categories with a confirmed drop, the deepest first. */
export function fallenOf(decided: Pick<Decided, 'datasets'>): CategoryRow[] {
  const fallen = rowsOf(decided).filter((row) => row.verdict === 'fail' && because(row, 'drop'));
  return fallen.toSorted((a, b) => (a.delta ?? 0) - (b.delta ?? 0));
}

/** `prime falls from 97.6 % to 2.4 %` */
export const fall = ({ name, baseline, candidate }: CategoryRow): string =>
  `${name} falls from ${percent(baseline)} to ${percent(candidate)}`;

/** A sentence on what rises beside what falls: readers look for it, and it does not change the verdict. */
function notOutvoted(decided: Decided): string {
  const risen = rowsOf(decided)
    .filter((row) => row.verdict === 'pass' && (row.delta ?? 0) > 0)
    .toSorted((a, b) => (b.delta ?? 0) - (a.delta ?? 0))[0];
  if (risen) return ` That ${risen.name} rises to ${percent(risen.candidate)} does not outvote it.`;
  const overall = decided.datasets[0]?.overall;
  if (overall && (overall.delta ?? 0) > 0) return ` That the average rises does not outvote it.`;
  return '';
}

/** Why the gate failed, with its deepest drop: "The gate failed: prime falls from 97.6 % to 2.4 %. …" */
export function failSentence(decided: Decided): string {
  const fallen = fallenOf(decided);
  const [worst] = fallen;
  if (worst) {
    const where =
      fallen.length === 1
        ? 'The gate failed: '
        : `The gate failed in ${fallen.length} of ${rowsOf(decided).length} categories. The worst: `;
    return `${where}${fall(worst)}.${notOutvoted(decided)}`;
  }
  const reason = decided.reasons.find(({ verdict }) => verdict === 'fail');
  return reason ? `The gate failed: ${reason.sentence}` : 'The gate failed.';
}

/** After a colon where the reason begins with a small letter, else as a sentence of its own. */
const undecided = (why: string): string => `The gate could not decide${/^\p{Lu}/u.test(why) ? '.' : ':'} ${why}`;

/** Why the gate could not decide, and what would let it: "refunds falls from 88.0 % to 84.2 % on 46 items, …" */
export function undecidedSentence(decided: Decided): string {
  const open = rowsOf(decided).filter(({ verdict }) => verdict === 'inconclusive');
  const [row] = open;
  if (!row || open.length > 1) {
    const [reason] = decided.reasons;
    const others = decided.reasons.length - 1;
    if (!reason) return 'The gate could not decide.';
    return `${undecided(reason.sentence)}${others > 0 ? ` ${plural(others, 'further reason')} below.` : ''}`;
  }
  if (!because(row, 'drop_unconfirmed')) {
    return undecided(row.reasons[0]?.sentence ?? `${row.name} is open.`);
  }
  const more = row.neededItems === null ? null : row.neededItems - row.n;
  const remedy = more === null || more <= 0 ? '' : `; ${plural(more, 'more item')} would settle it`;
  return `The gate could not decide: ${fall(row)}, which chance could explain with ${plural(row.n, 'item')}${remedy}.`;
}

/** What a pass shows: proven, or only that no drop was found. */
export function passSentence(decided: Decided): string {
  const rows = rowsOf(decided);
  const proven = rows.filter(isProven).length;
  const [only] = rows;
  if (rows.length === 0 || !only) return 'The gate passed.';
  const where = rows.length === 1 ? only.name : rows.length === 2 ? 'both categories' : `all ${rows.length} categories`;
  if (proven === rows.length) return `It holds in ${where}, proven.`;
  if (proven === 0) return `No drop beyond the margin in ${where}; a small one cannot be ruled out.`;
  return `No drop beyond the margin in ${where}, proven in ${proven} of them.`;
}
