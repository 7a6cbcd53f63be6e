import { parseModelRef } from '#server/prompts/domain/variant.ts';

/** The part of a registered model that lineage needs. */
export type Node = { provider: string; modelId: string; baseModel: string | null };
/** A registered model with the model that serves after it retires. */
export type NodeWithFallback = Node & { fallback: string | null };

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
 * The models that would serve one after another as each retires, beginning with `fallback`; a chain that returns to one
 * of its models ends there. One that is not registered ends it.
 */
export function fallbackChain<N extends NodeWithFallback>(
  nodes: readonly N[],
  fallback: string,
): { text: string; node: N | null }[] {
  const chain: { text: string; node: N | null }[] = [];
  let text: string | null = fallback;
  while (text !== null && chain.length < DEPTH_MAX) {
    const node: N | null = nodeOf(nodes, text);
    if (node !== null && chain.some((link) => link.node === node)) break;
    chain.push({ text, node });
    text = node?.fallback ?? null;
  }
  return chain;
}

/**
 * Why a model cannot have this fallback or base, at its field: 422 for one that stands in for itself, through however many
 * others, or would be its own ancestor. Null when it can.
 */
export function referenceProblem(
  nodes: readonly NodeWithFallback[],
  self: { provider: string; modelId: string },
  { fallback, baseModel }: { fallback?: string | null; baseModel?: string | null },
): { path: string; code: string; message: string } | null {
  const other = fallback ? parseModelRef(fallback) : null;
  if (other?.model === self.modelId && (other.provider === null || other.provider === self.provider)) {
    const message = '/fallback: a model cannot be its own fallback. Name another.';
    return { path: '/fallback', code: 'own_fallback', message };
  }
  const ring = fallback ? fallbackRing(nodes, self, fallback) : null;
  if (ring !== null) {
    const message = `/fallback: ${ring.join(' falls back to ')}: that is a circle, in which nothing serves at last. Name another.`;
    return { path: '/fallback', code: 'fallback_cycle', message };
  }
  if (baseModel && closesCycle(nodes, self, baseModel)) {
    const message = `/base_model: ${baseModel} is this model, or was itself made from it.`;
    return { path: '/base_model', code: 'lineage_cycle', message };
  }
  return null;
}

/** The names of the cycle that `self` would close if it fell back to `fallback`, from itself to itself; null without one. */
function fallbackRing(
  nodes: readonly NodeWithFallback[],
  self: { provider: string; modelId: string },
  fallback: string,
): string[] | null {
  const isSelf = (node: { provider: string; modelId: string } | null) =>
    node?.provider === self.provider && node.modelId === self.modelId;
  const after = [...nodes.filter((node) => !isSelf(node)), { ...self, baseModel: null, fallback }];
  const names: string[] = [];
  for (const { text, node } of fallbackChain(after, fallback)) {
    const name = `${self.provider}/${self.modelId}`;
    if (isSelf(node)) return [name, ...names, name];
    names.push(node === null ? text : `${node.provider}/${node.modelId}`);
  }
  return null;
}

/** Whether `self` would be made, by however many steps, from itself if its base were `baseModel`. */
function closesCycle(nodes: readonly Node[], self: { provider: string; modelId: string }, baseModel: string): boolean {
  const isSelf = (node: Omit<Node, 'baseModel'> | null) =>
    node?.provider === self.provider && node.modelId === self.modelId;
  // The graph with `self` in it: another model may name it before it is registered.
  const after: Node[] = [...nodes.filter((node) => !isSelf(node)), { ...self, baseModel }];
  return baseChain(after, { baseModel }).some(({ node }) => isSelf(node));
}
