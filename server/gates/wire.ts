import type { CategoryRow } from './domain/category-row.ts';
import type { DatasetDecision } from './domain/decide-dataset.ts';
import type { LimitRow } from './domain/limits.ts';
import type { GateReason } from './domain/reasons.ts';
import type { SharedWithTraining } from './domain/shared-with-training.ts';
import type { GateView } from './read-verdict.ts';

/** Rows of a verdict as the edge sends them. */
export const reasonsWire = (reasons: readonly GateReason[]) => ({
  reasons: [...new Set(reasons.map(({ code }) => code))],
  /** The reasons for people: what each is about, and the remedy where there is one. */
  findings: reasons.map(({ sentence, ...reason }) => ({ ...reason, message: sentence })),
});

/** One category of a decision: scores and their difference 0..1, `ci95` as [low, high]. */
export const categoryWire = (row: CategoryRow) => ({
  name: row.name,
  dataset: row.dataset,
  n: row.n,
  baseline: row.baseline,
  candidate: row.candidate,
  delta: row.delta,
  ci95: row.ci95,
  ci95_method: row.ci95Method,
  p_adjusted: row.pAdjusted,
  verdict: row.verdict,
  reasons: row.reasons.map((reason) => reason.code),
  strength: row.strength,
  margin: row.marginPoints,
  bound: row.bound && {
    side: row.bound.side,
    value: row.bound.value,
    against: row.bound.against,
    level: row.bound.level,
    standard_error: row.bound.standardError,
  },
  may_hide: row.mayHide,
  hidden_by_no_flips: row.hiddenByNoFlips,
  needed_items: row.neededItems,
  one_item_flips: row.oneItemFlips,
  floor: row.floor,
  unresolved: row.unresolved,
  repeats: row.repeats,
  worse: row.worse,
  better: row.better,
});

const LIMITS: Record<LimitRow['limit'], string> = {
  costUsdPerItemMax: 'cost_usd_per_item_max',
  latencyMsP50Max: 'latency_ms_p50_max',
  latencyMsP95Max: 'latency_ms_p95_max',
  latencyMsP99Max: 'latency_ms_p99_max',
};

const limitWire = (dataset: string, row: LimitRow) => ({
  limit: LIMITS[row.limit],
  dataset,
  max: row.max,
  candidate: row.candidate,
  baseline: row.baseline,
  n: row.n,
  missing: row.missing,
  verdict: row.verdict,
});

/** All categories of a dataset together; null where nothing was compared. */
export const overallWire = ({ overall }: DatasetDecision) =>
  overall && {
    n: overall.n,
    baseline: overall.baseline,
    candidate: overall.candidate,
    delta: overall.delta,
    ci95: overall.ci95,
    ci95_method: overall.ci95Method,
    unresolved: overall.unresolved,
    floor: overall.floor,
    verdict: overall.verdict,
  };

const sharedWire = ({ shared, items, training, trainingVersion, models, reason }: SharedWithTraining) => ({
  training: { dataset: training, version: trainingVersion },
  ...{ models, shared, items, reason },
});

/** A verdict as the edge sends it, with what it was computed from. */
export const gateWire = (gate: GateView) => ({
  id: gate.id,
  verdict: gate.verdict,
  note: gate.note,
  ...reasonsWire(gate.reasons),
  categories: gate.datasets.flatMap((dataset) => dataset.categories.map(categoryWire)),
  needed_items: gate.neededItems,
  limits: gate.datasets.flatMap(({ dataset, limits }) => limits.map((row) => limitWire(dataset, row))),
  runs: gate.datasets.map((dataset) => ({
    dataset: dataset.dataset,
    verdict: dataset.verdict,
    dataset_version: dataset.candidateRun?.datasetVersion ?? null,
    run: dataset.candidateRun?.run ?? null,
    baseline_run: dataset.baselineRun?.run ?? null,
    overall: overallWire(dataset),
    excluded: dataset.excluded,
    shared_with_training: gate.shared?.filter((each) => each.dataset === dataset.dataset).map(sharedWire) ?? null,
  })),
  policy: gate.rules.policy,
  margin: gate.rules.margin,
  margin_kind: gate.rules.marginKind,
  policy_revision: gate.policyRevision,
  override_allowed: gate.overrideAllowed,
  method: gate.method,
  candidate_digest: gate.candidateDigest,
  baseline_digest: gate.servingDigest,
  at: gate.at.toISOString(),
});
