import type { Comparison } from '#server/evals/domain/compare-category.ts';
import { compareRuns } from '#server/evals/domain/compare-runs.ts';
import type { ScoredItem } from '#server/evals/domain/scored-item.ts';
import { candidateAlone } from './candidate-alone.ts';
import type { CategoryRow } from './category-row.ts';
import { belowFloor, decideCategory } from './decide-category.ts';
import { lacksTooMany } from './enough-data.ts';
import { decideLimits, type LimitRow } from './limits.ts';
import { GATE_METHOD } from './method.ts';
import type { GateRules } from './policy.ts';
import type { GateReason, ReasonCode } from './reasons.ts';
import { type Verdict, worstVerdict } from './verdict.ts';

/** A completed eval run, the input of the gate. */
export interface GateRun {
  readonly run: string;
  readonly datasetVersion: number;
  /** Digest of scorers and judge: only runs with the same one can be compared. */
  readonly scorersDigest: string;
  /** One for every item of the dataset version, answered or not. */
  readonly items: readonly ScoredItem[];
}

/** One golden set with the runs of both sides; `null` where there is none. */
export interface GateDataset {
  readonly dataset: string;
  readonly candidate: GateRun | null;
  readonly baseline: GateRun | null;
  /** Whether both sides can be answered again: false for recorded or imported outputs, and once topped up. */
  readonly canDrawRepeats: boolean;
}

/**
 * All items together: shown, and compared with the overall floor only, so that a good average never hides a category
 * that drops.
 */
export type OverallRow = Comparison & { readonly floor: number | null; readonly verdict: Verdict | null };

/** The decision on one golden set, with everything it was computed from. */
export interface DatasetDecision {
  readonly dataset: string;
  readonly verdict: Verdict;
  readonly note: 'no_baseline' | null;
  readonly reasons: readonly GateReason[];
  readonly candidateRun: Omit<GateRun, 'items'> | null;
  readonly baselineRun: Omit<GateRun, 'items'> | null;
  readonly categories: readonly CategoryRow[];
  readonly overall: OverallRow | null;
  readonly limits: readonly LimitRow[];
  readonly excluded: { readonly unresolved: number; readonly conflicting: number; readonly weightless: number };
}

/**
 * Decides one golden set: its worst category, floor or limit decides. With `firstRelease`, nothing serves in the
 * target: a missing baseline is no reason, but a baseline run that was named is compared.
 */
export function decideDataset(given: GateDataset, rules: GateRules, firstRelease: boolean): DatasetDecision {
  const { dataset, candidate, baseline } = given;
  const missing: GateReason[] = [];
  const lack = (code: ReasonCode, sentence: string) =>
    missing.push({ code, verdict: 'inconclusive', dataset, category: null, sentence });
  if (candidate === null) lack('candidate_missing', `The candidate has no completed run on ${dataset}: run it there.`);
  if (baseline === null && !firstRelease) {
    lack('baseline_missing', `What serves now has no completed run on ${dataset} with these scorers: run it there.`);
  }
  if (candidate !== null && baseline !== null) {
    const difference = whatDiffers(candidate, baseline);
    if (difference !== null)
      lack('not_comparable', `The runs on ${dataset} differ in their ${difference}: run both alike.`);
  }
  if (candidate === null || missing.length > 0) return undecided(given, missing);
  return baseline === null ? decideAlone(given, candidate, rules) : decidePaired(given, candidate, baseline, rules);
}

function decidePaired(given: GateDataset, candidate: GateRun, baseline: GateRun, rules: GateRules): DatasetDecision {
  const { dataset, canDrawRepeats } = given;
  const compared = compareRuns({ baseline: baseline.items, candidate: candidate.items, margin: rules });
  const context = { rules, dataset, categories: compared.categories.length, canDrawRepeats };
  const categories = compared.categories.map((category) => decideCategory(category, context));
  const limits = decideLimits(dataset, rules.limits, candidate.items, baseline.items);
  return summedUp(given, rules, {
    categories,
    limits,
    overall: compared.overall,
    excluded: compared.excluded,
    note: null,
  });
}

function decideAlone(given: GateDataset, candidate: GateRun, rules: GateRules): DatasetDecision {
  const { categories, overall, excluded } = candidateAlone(given.dataset, candidate.items, rules);
  const limits = decideLimits(given.dataset, rules.limits, candidate.items, null);
  return summedUp(given, rules, { categories, limits, overall, excluded, note: 'no_baseline' });
}

function summedUp(
  given: GateDataset,
  rules: GateRules,
  found: Pick<DatasetDecision, 'categories' | 'limits' | 'excluded' | 'note'> & { overall: Comparison },
): DatasetDecision {
  const { dataset } = given;
  const { categories, limits } = found;
  const floor = rules.floors.overall;
  // Where there are too few items overall, some category has too few as well, and gives the reason for `inconclusive`.
  const { n, unresolved, candidate } = found.overall;
  const enough = found.note === 'no_baseline' || n >= GATE_METHOD.itemsMin;
  const sufficient = candidate !== null && enough && !lacksTooMany(unresolved.total, n + unresolved.total);
  const low = sufficient ? belowFloor('The overall score', candidate, floor) : null;
  const overallReasons: GateReason[] = low === null ? [] : [{ ...low, dataset, category: null }];
  const byFloor: Verdict = low !== null ? 'fail' : sufficient ? 'pass' : 'inconclusive';
  const reasons = [
    ...overallReasons,
    ...categories.flatMap((row) => row.reasons),
    ...limits.flatMap((row) => row.reasons),
    ...(categories.length > 0 ? [] : [nothingScored(dataset)]),
  ];
  return {
    dataset,
    // Without a category there are no verdicts, and `worstVerdict` then returns `inconclusive`: no data is never a
    // pass.
    verdict: worstVerdict([...categories, ...limits, ...reasons].map(({ verdict }) => verdict)),
    note: found.note,
    reasons,
    candidateRun: withoutItems(given.candidate),
    baselineRun: withoutItems(given.baseline),
    categories,
    overall: { ...found.overall, floor, verdict: floor === null ? null : byFloor },
    limits,
    excluded: found.excluded,
  };
}

function undecided(given: GateDataset, reasons: readonly GateReason[]): DatasetDecision {
  return {
    dataset: given.dataset,
    verdict: 'inconclusive',
    note: null,
    reasons,
    candidateRun: withoutItems(given.candidate),
    baselineRun: withoutItems(given.baseline),
    categories: [],
    overall: null,
    limits: [],
    excluded: { unresolved: 0, conflicting: 0, weightless: 0 },
  };
}

function nothingScored(dataset: string): GateReason {
  const sentence = `No item of ${dataset} was answered: a run needs a result for every item of its dataset version.`;
  return { code: 'too_few', verdict: 'inconclusive', dataset, category: null, sentence };
}

function whatDiffers(candidate: GateRun, baseline: GateRun): string | null {
  if (candidate.datasetVersion !== baseline.datasetVersion) return 'dataset version';
  return candidate.scorersDigest !== baseline.scorersDigest ? 'scorers' : null;
}

function withoutItems(run: GateRun | null): Omit<GateRun, 'items'> | null {
  if (run === null) return null;
  const { run: id, datasetVersion, scorersDigest } = run;
  return { run: id, datasetVersion, scorersDigest };
}
