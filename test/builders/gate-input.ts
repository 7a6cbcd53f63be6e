import type { GateDataset, GateRun } from '#server/gates/domain/decide-dataset.ts';
import type { GateInput } from '#server/gates/domain/decide-gate.ts';
import { DEFAULT_GATE_RULES, type GateRules } from '#server/gates/domain/policy.ts';
import type { TwoRuns } from '#test/builders/scored-runs.ts';

/** The facts that a test varies; the rest is the default policy, a serving variant, recorded answers. */
export interface GateFacts {
  readonly rules?: Partial<GateRules>;
  readonly candidateDigest?: string;
  readonly servingDigest?: string | null;
  readonly dataset?: Partial<GateDataset>;
}

/** A gate over one golden set. */
export function gateInput(runs: TwoRuns, facts: GateFacts = {}): GateInput {
  return {
    rules: { ...DEFAULT_GATE_RULES, ...facts.rules },
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
