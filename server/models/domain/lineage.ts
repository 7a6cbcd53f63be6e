import type { BaseRelation } from '#server/models/lineage/domain/walk.ts';

/** The part of a registered model that lineage needs. */
export type Node = {
  provider: string;
  modelId: string;
  baseModel: string | null;
  /** The other bases of a merge; left out: none. */
  moreBases?: readonly string[];
};

export type Name = { provider: string; modelId: string };
export type Problem = { path: string; code: string; message: string };

/** Most ancestors that are listed; the walk down lineage has no such limit. */
const ANCESTORS_MAX = 50;

/** The bases of a model as they were named, in their order. */
export const basesOf = ({ baseModel, moreBases = [] }: Pick<Node, 'baseModel' | 'moreBases'>): string[] =>
  baseModel === null ? [] : [baseModel, ...moreBases];

/** How a model came from its bases: what was said, else a merge of several and a fine-tune of one; null without a base. */
export function relationOf(
  row: Pick<Node, 'baseModel' | 'moreBases'> & { baseModelRelation: BaseRelation | null },
): BaseRelation | null {
  const bases = basesOf(row);
  return bases.length === 0 ? null : (row.baseModelRelation ?? (bases.length > 1 ? 'merge' : 'finetune'));
}

export type Finder<N extends Name> = {
  /** The registered node that a reference names: exactly, or by a bare id that only one provider has. */
  find: (text: string) => N | null;
  /** Whether several providers have this bare id, so that it names none of them. */
  isAmbiguous: (text: string) => boolean;
};

/** Finds nodes by how they are named, in constant time each. */
export function findIn<N extends Name>(nodes: readonly N[]): Finder<N> {
  const exact = new Map(nodes.map((node) => [`${node.provider}/${node.modelId}`, node]));
  const bare = Map.groupBy(nodes, (node) => node.modelId);
  const namesakes = (text: string): N[] => (exact.has(text) ? [] : (bare.get(text) ?? []));
  return {
    find: (text) => exact.get(text) ?? (namesakes(text).length === 1 ? (namesakes(text)[0] ?? null) : null),
    isAmbiguous: (text) => namesakes(text).length > 1,
  };
}

/** One such search. */
export const nodeOf = <N extends Name>(nodes: readonly N[], text: string): N | null => findIn(nodes).find(text);

/**
 * The models that a model was made from: its bases, the bases of those, and so on, nearest first and each once. A base
 * that is not registered ends its line.
 */
export function baseChain<N extends Node>(
  finder: Finder<N>,
  start: Pick<Node, 'baseModel' | 'moreBases'>,
): { text: string; node: N | null }[] {
  const found = new Map<string, { text: string; node: N | null }>();
  const waiting = basesOf(start);
  for (let text = waiting.shift(); text !== undefined && found.size < ANCESTORS_MAX; text = waiting.shift()) {
    const node = finder.find(text);
    const key = node === null ? text : `${node.provider}/${node.modelId}`;
    if (found.has(key)) continue;
    found.set(key, { text, node });
    if (node !== null) waiting.push(...basesOf(node));
  }
  return [...found.values()];
}

/** The problem of several bases whose relation takes one, or of a relation to no base; null where there is none. */
export function relationProblem(bases: readonly string[], relation: BaseRelation | null): Problem | null {
  const path = '/base_model_relation';
  if (relation !== null && bases.length === 0) {
    const message = `${path}: a ${relation} needs a base. Name it in base_model, or leave the relation out.`;
    return { path, code: 'no_base', message };
  }
  if (relation === null || relation === 'merge' || bases.length <= 1) return null;
  const message = `${path}: a ${relation} has one base, and ${bases.length} are named. Name one, or call it a merge.`;
  return { path, code: 'one_base', message };
}

/**
 * The first base that is not registered, that several providers have, or that would make the model its own ancestor, by
 * name, with the cycle; null where there is none. `finder` knows the model itself with these bases.
 */
export function baseProblem<N extends Node>(finder: Finder<N>, self: Name, bases: readonly string[]): Problem | null {
  for (const [i, text] of bases.entries()) {
    const path = bases.length === 1 ? '/base_model' : `/base_model/${i}`;
    if (finder.isAmbiguous(text)) {
      const message = `${path}: several providers have a ${text}. Name the base as provider/model_id.`;
      return { path, code: 'ambiguous_base', message };
    }
    const node = finder.find(text);
    if (node === null) {
      const message = `${path}: there is no model ${text}. Register it first, or correct the name.`;
      return { path, code: 'unknown_base', message };
    }
    const up = wayUp(finder, node, self);
    if (up !== null) {
      const cycle = [...up.reverse(), nameOf(self)].join(' → ');
      const message = `${path}: ${nameOf(node)} is this model, or was itself made from it: ${cycle}.`;
      return { path, code: 'lineage_cycle', message };
    }
  }
  return null;
}

/** How a model is named: `provider/id`. */
export const nameOf = ({ provider, modelId }: Name): string => `${provider}/${modelId}`;

/** The names from a node up to one of its ancestors, or null where `to` is none. */
function wayUp<N extends Node>(finder: Finder<N>, from: N, to: Name): string[] | null {
  const below = new Map<string, string | null>([[nameOf(from), null]]);
  const waiting = [from];
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    const name = nameOf(node);
    if (name === nameOf(to)) {
      const path: string[] = [];
      for (let at: string | null = name; at !== null; at = below.get(at) ?? null) path.push(at);
      return path.reverse();
    }
    for (const base of basesOf(node).flatMap((text) => finder.find(text) ?? [])) {
      if (below.has(nameOf(base))) continue;
      below.set(nameOf(base), name);
      waiting.push(base);
    }
  }
  return null;
}
