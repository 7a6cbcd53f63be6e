import { type DatasetDecision, decideDataset, type GateDataset } from './decide-dataset.ts';
import { GATE_METHOD } from './method.ts';
import { checkRules, type GateRules } from './policy.ts';
import type { GateReason } from './reasons.ts';
import { type Verdict, worstVerdict } from './verdict.ts';

/** All that a verdict depends on. */
export interface GateInput {
  readonly rules: GateRules;
  /** Variant digest of the candidate. */
  readonly candidateDigest: string;
  /** Variant digest of what serves in the target; `null` where nothing was ever deployed there: a first release. */
  readonly servingDigest: string | null;
  /** Whether a baseline run was named: it is then compared, even where the candidate serves already. */
  readonly baselineNamed?: boolean;
  /** Every golden set that the policy names, with the runs that exist. */
  readonly datasets: readonly GateDataset[];
}

/** A verdict with its evidence. The same runs give the same decision, byte for byte. */
export interface GateDecision {
  readonly verdict: Verdict;
  /**
   * `identical`: the candidate already serves. `no_baseline`: a first release, checked against floors and limits only.
   */
  readonly note: 'identical' | 'no_baseline' | null;
  /** Failures first, then what is missing; empty for a pass. */
  readonly reasons: readonly GateReason[];
  /** The golden set that decided: the first of the worst. */
  readonly decidedBy: string | null;
  /**
   * What would let the gate decide without a person: both sides get repeats up to `topUpTo`, then the gate decides
   * again.
   */
  readonly needs: { readonly topUpTo: number } | null;
  /** Whether an approver may override the verdict with a written reason; false for `fail`. */
  readonly overrideAllowed: boolean;
  /** For each inconclusive category, the total number of items that would settle it. */
  readonly neededItems: Readonly<Record<string, number>>;
  readonly datasets: readonly DatasetDecision[];
  readonly method: typeof GATE_METHOD;
  readonly rules: GateRules;
  readonly candidateDigest: string;
  readonly servingDigest: string | null;
}

/**
 * Decides whether a version may advance: no category of any golden set may drop against what serves now, and every
 * floor and limit must be kept. The worst verdict decides. Missing data is never a pass and never a fail.
 *
 * Throws RangeError for rules that are no numbers, and for an item whose weight is negative or no number.
 *
 * Source: non-inferiority by category as an intersection–union test; rows and constants in `decide-category.ts`,
 * `decide-drop.ts` and `method.ts`.
 */
export function decideGate(input: GateInput): GateDecision {
  const { rules, candidateDigest, servingDigest, datasets } = input;
  checkRules(rules);
  const facts = { method: GATE_METHOD, rules: onlyRules(rules), candidateDigest, servingDigest };
  if (candidateDigest === servingDigest && !input.baselineNamed) {
    const nothing = {
      reasons: [],
      decidedBy: null,
      needs: null,
      overrideAllowed: false,
      neededItems: {},
      datasets: [],
    };
    return { verdict: 'pass', note: 'identical', ...nothing, ...facts };
  }
  const firstRelease = servingDigest === null;
  const decided = datasets
    .map((dataset) => decideDataset(dataset, rules, firstRelease))
    .toSorted((a, b) => Number(a.dataset > b.dataset) - Number(a.dataset < b.dataset));
  const besides = datasets.length === 0 ? [noGoldenSet()] : floorsWithoutCategory(rules, decided);
  const verdict = worstVerdict([...decided, ...besides].map((part) => part.verdict));
  const needs = verdict === 'inconclusive' ? topUp(decided) : null;
  return {
    verdict,
    note: firstRelease && decided.some(({ note }) => note === 'no_baseline') ? 'no_baseline' : null,
    reasons: failsFirst([...decided.flatMap(({ reasons }) => reasons), ...besides]),
    decidedBy: decided.find((one) => one.verdict === verdict)?.dataset ?? null,
    needs,
    overrideAllowed: verdict === 'inconclusive' && needs === null,
    neededItems: neededItems(decided),
    datasets: decided,
    ...facts,
  };
}

/** The rules without the other fields of a policy, so that the evidence contains only the rules. */
function onlyRules({ policy, margin, marginKind, floors, limits }: GateRules): GateRules {
  return { policy, margin, marginKind, floors, limits };
}

function noGoldenSet(): GateReason {
  const sentence = 'The prompt has no golden set: add a dataset to its gate policy.';
  return { code: 'no_golden_set', verdict: 'inconclusive', dataset: null, category: null, sentence };
}

/** Without this, a floor for a category that no golden set has would never be checked and never be missed. */
function floorsWithoutCategory(rules: GateRules, decided: readonly DatasetDecision[]): GateReason[] {
  if (decided.some(({ overall }) => overall === null)) return [];
  const known = new Set(decided.flatMap(({ categories }) => categories.map(({ name }) => name)));
  return Object.keys(rules.floors.categories)
    .toSorted()
    .filter((category) => !known.has(category))
    .map((category) => {
      const sentence = `There is a floor for ${category}, but no golden set has this category: add items or drop the floor.`;
      return { code: 'floor_unmeasured', verdict: 'inconclusive', dataset: null, category, sentence };
    });
}

function topUp(decided: readonly DatasetDecision[]): { topUpTo: number } | null {
  const asked = decided.some(({ reasons }) => reasons.some(({ code }) => code === 'repeats_needed'));
  return asked ? { topUpTo: GATE_METHOD.repeatsMax } : null;
}

function neededItems(decided: readonly DatasetDecision[]): Record<string, number> {
  const open = decided.flatMap(({ categories }) => categories).filter(({ verdict }) => verdict === 'inconclusive');
  const needed = new Map<string, number>();
  for (const { name, neededItems: items } of open) {
    if (items !== null) needed.set(name, Math.max(items, needed.get(name) ?? 0));
  }
  return Object.fromEntries(needed);
}

function failsFirst(reasons: readonly GateReason[]): GateReason[] {
  return reasons.toSorted((a, b) => Number(b.verdict === 'fail') - Number(a.verdict === 'fail'));
}
