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
