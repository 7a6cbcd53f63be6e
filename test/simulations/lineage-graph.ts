/** A layered lineage from datasets over models to what serves, to see how long the walk from a tainted dataset takes. */
import { type Edge, type LineageNode, NODE_KINDS, walkDown } from '#server/models/lineage/domain/walk.ts';
import { seededRandom } from '#server/stats/seeded-random.ts';

const LAYERS = 10;

/** Milliseconds of one walk over so many edges, and what it touched, at a fixed seed. Throws where it is refused. */
export function timeWalk(edgeCount: number): { ms: number; touched: number; serving: number } {
  const random = seededRandom(3);
  const width = Math.ceil(edgeCount / 20);
  const nodes = Array.from({ length: LAYERS * width }, (_, i): LineageNode => {
    const layer = Math.floor(i / width);
    return {
      id: `n${i}`,
      kind: layer === LAYERS - 1 ? 'serving_prompt' : (NODE_KINDS[Math.min(layer, 2)] ?? 'registered_model'),
    };
  });
  const pick = (layer: number): string => `n${layer * width + Math.floor(random() * width)}`;
  const edges = Array.from({ length: edgeCount }, (_, i): Edge => {
    const layer = i % (LAYERS - 1);
    // The first nodes of each layer are popular bases, so that the walk reaches most of what is below.
    const from = random() < 0.1 ? `n${layer * width}` : pick(layer);
    return { from, to: random() < 0.1 ? `n${(layer + 1) * width}` : pick(layer + 1), relation: 'finetune' };
  });
  const startedAt = performance.now();
  const walk = walkDown(nodes, edges, 'n0');
  const ms = performance.now() - startedAt;
  if (walk.refused) throw new Error(walk.refused.message);
  return { ms, touched: walk.touched.length, serving: walk.serving.length };
}

const FOUNDATIONS = 10;

/** An entry of the registry's own export. */
export type LineageEntry = {
  provider: string;
  model_id: string;
  base_model?: string[];
  training: { dataset: string; dataset_version: number; config: { epochs: number }; metrics: { loss: number } };
};

/**
 * The lineage of a large registry at a fixed seed: ten foundation models, and others that were each made from one before
 * them, one in ten from two, and trained on one of the datasets. Half are made from the first model itself, so that
 * `set-0@1`, on which that was trained, has touched most.
 */
export function largeLineage({ models, datasets }: { models: number; datasets: number }): LineageEntry[] {
  const random = seededRandom(8);
  const before = (i: number): string => `sim/m${random() < 0.5 ? 0 : Math.floor(random() * i)}`;
  return Array.from({ length: models }, (_, i): LineageEntry => {
    const bases = i < FOUNDATIONS ? [] : [before(i), ...(random() < 0.1 ? [before(i)] : [])];
    const training = {
      ...{ dataset: `set-${i % datasets}`, dataset_version: 1 + Math.floor(i / datasets) },
      ...{ config: { epochs: 1 + (i % 5) }, metrics: { loss: random() } },
    };
    return { provider: 'sim', model_id: `m${i}`, ...(bases.length > 0 ? { base_model: bases } : {}), training };
  });
}
