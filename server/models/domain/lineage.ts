import { parseModelRef } from '#server/prompts/domain/variant.ts';

/** A registered model as far as lineage is concerned. */
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

/** What a model was made from: its base, the base of that, and so on. A base that is not registered ends the chain. */
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

/** Whether `self` would be made, by however many steps, from itself if its base were `baseModel`. */
export const closesCycle = (
  nodes: readonly Node[],
  self: { provider: string; modelId: string },
  baseModel: string,
): boolean =>
  parseModelRef(baseModel).model === self.modelId && parseModelRef(baseModel).provider === self.provider
    ? true
    : baseChain(nodes, { baseModel }).some(
        ({ node }) => node?.provider === self.provider && node.modelId === self.modelId,
      );
