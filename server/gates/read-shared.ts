import {
  keyOfPair,
  pairsOf,
  readDatasetRows,
  readOverlaps,
  readReasons,
  readTrainingSets,
  reasonOf,
} from '#server/evals/contamination/read-pairs.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { GateDecision } from './domain/decide-gate.ts';
import type { SharedWithTraining } from './domain/shared-with-training.ts';

/**
 * What the golden sets of a decision, at the versions that were compared, share with training data, and why they measure
 * nevertheless. It is kept beside the decision and changes no verdict. Two reads where no model names a training dataset
 * of the project, else five.
 */
export async function readShared(
  ctx: ReadCtx,
  { datasets }: Pick<GateDecision, 'datasets'>,
): Promise<SharedWithTraining[]> {
  const versions = new Map(
    datasets.flatMap(({ dataset, candidateRun, baselineRun }): [string, number][] => {
      const run = candidateRun ?? baselineRun;
      return run === null ? [] : [[dataset, run.datasetVersion]];
    }),
  );
  if (versions.size === 0) return [];
  const trainingSets = await readTrainingSets(ctx);
  if (trainingSets.every(({ row }) => row === null)) return [];
  const [rows, overlaps, reasons] = [await readDatasetRows(ctx), await readOverlaps(ctx), await readReasons(ctx)];
  const compared = rows.map((row) => ({ ...row, version: versions.get(row.name) ?? row.version }));
  return pairsOf(trainingSets, compared, [...versions.keys()]).flatMap((pair): SharedWithTraining[] => {
    const { golden, training } = pair;
    const overlap = overlaps.get(keyOfPair(pair));
    if (overlap === undefined || overlap.shared.length === 0) return [];
    const reason = reasonOf(pair, overlap, reasons);
    return [
      {
        ...{ dataset: golden.name, datasetVersion: golden.version, items: overlap.goldenItems },
        ...{ training: training.name, trainingVersion: training.version, models: training.models },
        shared: overlap.shared.length,
        reason: reason && { ...reason, at: reason.at.toISOString() },
      },
    ];
  });
}
