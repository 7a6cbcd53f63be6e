import { parseModelRef } from '#server/prompts/domain/variant.ts';

/** The part of a registered model that lineage needs. */
export type Node = { provider: string; modelId: string; baseModel: string | null };

/** Longest chain that is followed; longer ones are cut. */
const DEPTH_MAX = 20;

/** The registered node that a reference names: exactly, or by a bare id that only one provider has. */
export function nodeOf<N extends Node>(nodes: readonly N[], text: string): N | null {
  const { provider, model } = parseModelRef(text);
  const exact = nodes.find((node) => node.provider === provider && node.modelId === model);
  if (exact) return exact;
  const bare = nodes.filter((node) => node.modelId === text);
  return bare.length === 1 ? (bare[0] ?? null) : null;
}

/**
 * The models that a model was made from: its base, the base of that, and so on. A base that is not registered ends the
 * chain.
 */
export function baseChain<N extends Node>(
  nodes: readonly N[],
  start: Pick<Node, 'baseModel'>,
): { text: string; node: N | null }[] {
  const chain: { text: string; node: N | null }[] = [];
  let text = start.baseModel;
  while (text !== null && chain.length < DEPTH_MAX) {
    const node = nodeOf(nodes, text);
    chain.push({ text, node });
    text = node?.baseModel ?? null;
  }
  return chain;
}

/**
 * The problem of a fallback that is the model itself, or of a base that would make the model its own ancestor, with the
 * field's path; null where there is none.
 */
export function referenceProblem(
  nodes: readonly Node[],
  self: { provider: string; modelId: string },
  { fallback, baseModel }: { fallback?: string | null; baseModel?: string | null },
): { path: string; code: string; message: string } | null {
  const other = fallback ? parseModelRef(fallback) : null;
  if (other?.model === self.modelId && (other.provider === null || other.provider === self.provider)) {
    const message = '/fallback: a model cannot be its own fallback. Name another.';
    return { path: '/fallback', code: 'own_fallback', message };
  }
  if (baseModel && closesCycle(nodes, self, baseModel)) {
    const message = `/base_model: ${baseModel} is this model, or was itself made from it.`;
    return { path: '/base_model', code: 'lineage_cycle', message };
  }
  return null;
}

/** Whether `self` would be its own ancestor, in any number of steps, if its base were `baseModel`. */
function closesCycle(nodes: readonly Node[], self: { provider: string; modelId: string }, baseModel: string): boolean {
  const isSelf = (node: Omit<Node, 'baseModel'> | null) =>
    node?.provider === self.provider && node.modelId === self.modelId;
  // The nodes after the change: another model may name this one as its base before it is registered.
  const after = [...nodes.filter((node) => !isSelf(node)), { ...self, baseModel }];
  return baseChain(after, { baseModel }).some(({ node }) => isSelf(node));
}
