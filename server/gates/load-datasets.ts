import { digestScorers } from '#server/evals/check-scorers.ts';
import { loadScoredItems } from '#server/evals/runs/load-scored-items.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import type { Variant } from '#server/prompts/variant.ts';
import type { GateDataset, GateRun } from './domain/decide-dataset.ts';
import {
  type DatasetHead,
  datasetsByName,
  datasetsOfVariant,
  findNewestRun,
  findRun,
  type RunRow,
} from './find-runs.ts';
import type { GatePolicy } from './read-policy.ts';

/** The question of a gate: may this variant serve in this environment? */
export type GateQuestion = {
  prompt: { id: string };
  version: { id: string };
  variant: Variant;
  environment: { id: string; name: string };
  /** Replaces the margin of the policy. */
  margin?: number;
  /** Runs that replace the newest ones. */
  run?: string;
  baselineRun?: string;
};

/**
 * Finds and loads the runs of a gate. The golden sets are the policy's; where it names none, those on which the
 * candidate was run, else those of what serves, on which the candidate's run is then missing. Each side takes the
 * newest completed run of its variant on the dataset's latest version, the baseline with the candidate's scorers; an
 * explicit run replaces it.
 */
export async function loadDatasets(
  ctx: Ctx,
  { question, policy, servingDigest }: { question: GateQuestion; policy: GatePolicy; servingDigest: string | null },
): Promise<GateDataset[]> {
  const run = await explicitRun(ctx, question, 'run');
  const baselineRun = await explicitRun(ctx, question, 'baseline_run');
  if (run && run.variantDigest !== question.variant.digest) {
    throw invalid(
      '/run',
      'wrong_variant',
      '/run: this run is of another version or model than the one that is checked.',
    );
  }
  const baselineDigest = baselineRun?.variantDigest ?? servingDigest;
  const datasets: GateDataset[] = [];
  for (const dataset of await datasetsOf(ctx, { policy, question, run, baselineDigest })) {
    const candidate =
      run?.datasetId === dataset.id
        ? run
        : await findNewestRun(ctx, {
            variantDigest: question.variant.digest,
            datasetId: dataset.id,
            datasetVersion: dataset.version,
            scorersDigest: scorersDigestOf(policy),
          });
    const baseline = await baselineOf(ctx, {
      dataset,
      candidate,
      explicit: baselineRun,
      variantDigest: baselineDigest,
      policy,
    });
    datasets.push({
      dataset: dataset.name,
      candidate: candidate && (await loadRun(ctx, candidate)),
      baseline: baseline && (await loadRun(ctx, baseline)),
      // All runs contain imported outputs, so the gate cannot draw further answers.
      canDrawRepeats: false,
    });
  }
  if (baselineRun && !datasets.some(({ baseline }) => baseline?.run === baselineRun.id)) {
    throw invalid(
      '/baseline_run',
      'wrong_dataset',
      '/baseline_run: this run is of a dataset that is not checked here.',
    );
  }
  return datasets;
}

type DatasetsQuestion = {
  policy: GatePolicy;
  question: GateQuestion;
  run: RunRow | null;
  baselineDigest: string | null;
};

async function datasetsOf(
  ctx: Ctx,
  { policy, question: { variant, prompt }, run, baselineDigest }: DatasetsQuestion,
): Promise<DatasetHead[]> {
  const named = await datasetsByName(ctx, policy.datasets);
  if (run) {
    const own = await datasetsByName(ctx, [run.datasetName]);
    return [...named, ...own.filter(({ id }) => !named.some((other) => other.id === id))];
  }
  if (policy.datasets.length > 0) return named;
  const mine = await datasetsOfVariant(ctx, { promptId: prompt.id, variantDigest: variant.digest });
  if (mine.length > 0 || baselineDigest === null) return mine;
  return datasetsOfVariant(ctx, { promptId: prompt.id, variantDigest: baselineDigest });
}

type BaselineQuestion = {
  dataset: DatasetHead;
  candidate: RunRow | null;
  explicit: RunRow | null;
  variantDigest: string | null;
  policy: GatePolicy;
};

async function baselineOf(
  ctx: Ctx,
  { dataset, candidate, explicit, variantDigest, policy }: BaselineQuestion,
): Promise<RunRow | null> {
  if (explicit?.datasetId === dataset.id) return explicit;
  if (variantDigest === null) return null;
  return findNewestRun(ctx, {
    variantDigest,
    datasetId: dataset.id,
    datasetVersion: candidate?.datasetVersion ?? dataset.version,
    scorersDigest: candidate?.scorersDigest ?? scorersDigestOf(policy),
  });
}

async function loadRun(ctx: Ctx, row: RunRow): Promise<GateRun> {
  return {
    run: row.id,
    datasetVersion: row.datasetVersion,
    scorersDigest: row.scorersDigest,
    items: await loadScoredItems(ctx, row),
  };
}

/** A run named in the request; 422 at its field where it does not exist, is of another prompt or is not completed. */
async function explicitRun(ctx: Ctx, question: GateQuestion, field: 'run' | 'baseline_run'): Promise<RunRow | null> {
  const id = field === 'run' ? question.run : question.baselineRun;
  if (id === undefined) return null;
  const row = await findRun(ctx, id);
  if (!row || row.promptId !== question.prompt.id) {
    throw invalid(`/${field}`, 'unknown_run', `/${field}: this prompt has no eval run ${id}.`);
  }
  if (row.status !== 'completed') {
    throw invalid(`/${field}`, 'run_not_completed', `/${field}: this run is ${row.status}. Name a completed one.`);
  }
  return row;
}

/** Digest of the policy's scorers; undefined where it names none. */
const scorersDigestOf = ({ scorers }: GatePolicy): string | undefined =>
  scorers.length === 0 ? undefined : digestScorers(scorers);
