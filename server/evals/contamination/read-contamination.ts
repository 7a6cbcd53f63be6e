import { datasetNodeId, type LineageGraph, reach } from '#server/models/lineage/domain/graph.ts';
import type { SharedItem } from '#server/models/lineage/domain/shared-items.ts';
import { readWholeLineage } from '#server/models/lineage/read-lineage.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import {
  keyOfPair,
  pairsOf,
  readDatasetRows,
  readOverlaps,
  readReasons,
  readTrainingSets,
  reasonOf,
} from './read-pairs.ts';

/** A golden set that shares items with a training dataset. */
export type Contamination = {
  golden: { dataset: string; version: number; items: number };
  training: { dataset: string; version: string | null };
  /** The models that were trained on it, as `provider/model_id`. */
  models: string[];
  /** These and all that was made from them. */
  reached: string[];
  sharedTotal: number;
  /** The first 100 of them. */
  shared: SharedItem[];
  /** Why it measures nevertheless, and who said so; null where nobody did, or where the reason is of fewer items. */
  reason: { text: string; by: string; at: Date } | null;
};

export type Contaminations = {
  rows: Contamination[];
  /** Training datasets whose items are not in this project: nobody knows what they share. */
  elsewhere: { dataset: string; version: string | null }[];
  /** Pairs that were not compared yet, or are too large to be. */
  waiting: number;
};

const NAMED_MAX = 100;

/**
 * Which golden sets share items with what the project's models were trained on, as far as it was compared. Seven reads.
 * `golden`: that set only, also where something was trained on it itself.
 */
export async function readContaminations(ctx: ReadCtx, golden?: string): Promise<Contaminations> {
  const [trainingSets, rows, overlaps, reasons, graph] = await Promise.all([
    readTrainingSets(ctx),
    readDatasetRows(ctx),
    readOverlaps(ctx),
    readReasons(ctx),
    readWholeLineage(ctx),
  ]);
  const pairs = pairsOf(trainingSets, rows, golden === undefined ? undefined : [golden]);
  return {
    rows: pairs.flatMap((pair): Contamination[] => {
      const { golden, training } = pair;
      const overlap = overlaps.get(keyOfPair(pair));
      if (overlap === undefined || overlap.shared.length === 0) return [];
      return [
        {
          golden: { dataset: golden.name, version: golden.version, items: overlap.goldenItems },
          training: { dataset: training.name, version: training.version },
          models: training.models,
          reached: modelsBelow(graph, datasetNodeId(training.name, training.version)),
          sharedTotal: overlap.shared.length,
          shared: overlap.shared.slice(0, NAMED_MAX),
          reason: reasonOf(pair, overlap, reasons),
        },
      ];
    }),
    elsewhere: trainingSets.filter(({ row }) => row === null).map(({ name, version }) => ({ dataset: name, version })),
    waiting: pairs.filter((pair) => !overlaps.has(keyOfPair(pair))).length,
  };
}

/** The models below a node of the lineage, as `provider/model_id`. */
export function modelsBelow({ nodes, edges }: Pick<LineageGraph, 'nodes' | 'edges'>, id: string): string[] {
  const below = reach(edges, id, 'down');
  return nodes.flatMap((node) =>
    node.kind === 'registered_model' && below.has(node.id) ? [`${node.provider}/${node.modelId}`] : [],
  );
}
