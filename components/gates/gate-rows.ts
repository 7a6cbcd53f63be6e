import type { IntervalRow } from '#components/charts/intervals/interval-plot.tsx';
import { count, percent, plural, points, sampleSize } from '#components/ui/format.ts';
import type { CategoryRow } from '#server/gates/domain/category-row.ts';
import { hiddenDrop, isProven } from './pass-strength.ts';

/** The figures that a row of the plot needs, on any page. */
type Figures = Pick<CategoryRow, 'n' | 'baseline' | 'candidate' | 'delta' | 'ci95' | 'worse' | 'better'>;

const toPoints = (share: number | null | undefined): number | null => (share == null ? null : share * 100);

/** The parts of a row that every plot has, in points. */
export function figuresOf(row: Figures): Pick<IntervalRow, 'sub' | 'value' | 'low' | 'high'> & {
  before: string;
  after: string;
  pairSub: string;
} {
  return {
    sub: sampleSize(row.n),
    value: toPoints(row.delta),
    low: toPoints(row.ci95?.[0]),
    high: toPoints(row.ci95?.[1]),
    // The unit is written once, after the second figure.
    before: percent(row.baseline).replace(/\s?%$/, ''),
    after: percent(row.candidate),
    pairSub: `${count(row.worse)} worse, ${count(row.better)} better`,
  };
}

/** The margin in the plot: a difference below 0, in points; null where the category has no figures. */
export const marginOf = (row: Pick<CategoryRow, 'marginPoints'>): number | null =>
  row.marginPoints === null ? null : -row.marginPoints * 100;

/** Smaller differences are written as 0.0. */
const SHOWN_MIN = 0.0005;

/** The short reason under a verdict: `proven`, `may hide −2.7`, `margin −1.95`, `floor 80 %`, `+120 items`. */
export function proofOf(row: CategoryRow): string {
  const hidden = hiddenDrop(row);
  const codes = new Set(row.reasons.map(({ code }) => code));
  switch (row.verdict) {
    case 'pass':
      if (isProven(row)) return 'proven';
      if (hidden !== null && hidden >= SHOWN_MIN) return `may hide ${points(-hidden)}`;
      return row.marginPoints === null ? 'no baseline' : 'not proven';
    case 'fail':
      if (!codes.has('drop') && codes.has('below_floor')) return `floor ${percent(row.floor)}`;
      return row.marginPoints === null ? '' : `margin ${points(-row.marginPoints, 2)}`;
    case 'inconclusive':
      if (row.neededItems !== null && row.neededItems > row.n) return `+${plural(row.neededItems - row.n, 'item')}`;
      if (codes.has('too_few')) return 'too few items';
      if (codes.has('unresolved')) return `${count(row.unresolved.total)} unresolved`;
      if (codes.has('repeats_needed')) return 'more repeats';
      return row.mayHide === null ? 'could be chance' : `may hide ${points(-row.mayHide)}`;
  }
}

const SEVERITY: Record<CategoryRow['verdict'], number> = { fail: 0, inconclusive: 1, pass: 2 };

/** Sorts failing categories first, then undecided ones, each by the size of the drop. */
export const worstFirst = (rows: readonly CategoryRow[]): CategoryRow[] =>
  rows.toSorted((a, b) => SEVERITY[a.verdict] - SEVERITY[b.verdict] || (a.delta ?? 0) - (b.delta ?? 0));
