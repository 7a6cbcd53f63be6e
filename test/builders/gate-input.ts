import type { GateDataset, GateRun } from '#server/gates/domain/decide-dataset.ts';
import type { GateInput } from '#server/gates/domain/decide-gate.ts';
import { type GateRules, NO_LIMITS } from '#server/gates/domain/policy.ts';
import type { TwoRuns } from '#test/builders/scored-runs.ts';

/**
 * The rules that the tests of decisions begin with, with figures of their own: their expected verdicts do not follow a
 * change of `DEFAULT_GATE_RULES`.
 */
export const EXAMPLE_RULES: GateRules = {
  policy: 'evidence',
  margin: 0.02,
  marginKind: 'relative',
  floors: { overall: null, categories: {} },
  limits: NO_LIMITS,
};

/** The facts that a test varies; the rest is `EXAMPLE_RULES`, something serving, recorded answers. */
export interface GateFacts {
  readonly rules?: Partial<GateRules>;
  readonly candidateDigest?: string;
  readonly servingDigest?: string | null;
  readonly dataset?: Partial<GateDataset>;
}

/** A gate over one golden set. */
export function gateInput(runs: TwoRuns, facts: GateFacts = {}): GateInput {
  return {
    rules: { ...EXAMPLE_RULES, ...facts.rules },
    candidateDigest: facts.candidateDigest ?? 'sha256:candidate',
    servingDigest: facts.servingDigest === undefined ? 'sha256:serving' : facts.servingDigest,
    datasets: [gateDataset(runs, facts.dataset)],
  };
}

/** One golden set with both runs, version 1, same scorers, no repeats to be drawn. */
export function gateDataset(runs: TwoRuns, facts: Partial<GateDataset> = {}): GateDataset {
  return {
    dataset: 'golden',
    candidate: gateRun('run-candidate', runs.candidate),
    baseline: gateRun('run-baseline', runs.baseline),
    canDrawRepeats: false,
    ...facts,
  };
}

/** A run of dataset version 1. */
export function gateRun(run: string, items: GateRun['items'], facts: Partial<GateRun> = {}): GateRun {
  return { run, datasetVersion: 1, scorersDigest: 'sha256:scorers', items, ...facts };
}
