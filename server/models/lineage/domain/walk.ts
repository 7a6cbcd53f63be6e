/** The kinds of nodes, upstream to downstream. */
export const NODE_KINDS = ['training_dataset', 'registered_model', 'prompt_version', 'serving_prompt'] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** How a model came from its bases, as Hugging Face names it (`base_model_relation`). */
export const BASE_RELATIONS = ['finetune', 'adapter', 'merge', 'quantized'] as const;
export type BaseRelation = (typeof BASE_RELATIONS)[number];

/**
 * How one thing came from another: from the datasets a model was trained on, from another model as the Hugging Face
 * relations name it, then to the prompt versions that name it and where those serve.
 */
export const RELATIONS = ['next_version', 'trained_on', ...BASE_RELATIONS, 'names_model', 'serves'] as const;
export type Relation = (typeof RELATIONS)[number];

export type LineageNode = { id: string; kind: NodeKind };
/** `to` was made from `from`. */
export type Edge = { from: string; to: string; relation: Relation };

/** A node that something upstream has touched; `from` is the node before it on a shortest way down. */
export type Touched = { node: LineageNode; from: string };
/** What serves and was touched; `path` begins at the start and ends at it. */
export type Serving = Touched & { path: readonly string[] };

export type Walk =
  | { touched: readonly Touched[]; serving: readonly Serving[]; refused?: undefined }
  | { touched?: undefined; serving?: undefined; refused: { code: 'unknown_node' | 'lineage_cycle'; message: string } };

const refused = (code: 'unknown_node' | 'lineage_cycle', message: string): Walk => ({ refused: { code, message } });

/**
 * All that a tainted node has touched, nearest first, and of it what serves, with the way there. An edge to or from a node that is not there
 * is refused by name, and so is a cycle below the start, with its nodes: what is its own ancestor has no lineage. Time in
 * the number of nodes and edges, and of the steps to what serves.
 */
export function walkDown(nodes: readonly LineageNode[], edges: readonly Edge[], start: string): Walk {
  const known = new Map(nodes.map((node) => [node.id, node]));
  if (!known.has(start)) return refused('unknown_node', `There is no ${start} in this lineage.`);
  const below = new Map<string, string[]>();
  for (const { from, to } of edges) {
    if (!known.has(from) || !known.has(to)) {
      const missing = known.has(from) ? to : from;
      return refused('unknown_node', `The edge ${from} → ${to} names ${missing}, which is not there.`);
    }
    const made = below.get(from);
    if (made === undefined) below.set(from, [to]);
    else made.push(to);
  }
  const cycle = cycleBelow(below, start);
  if (cycle !== null) return refused('lineage_cycle', `${cycle.join(' → ')} is a cycle. Remove one of its edges.`);

  const parents = new Map<string, string | null>([[start, null]]);
  // A Map iterates over entries that are added meanwhile, in the order of adding: this is a breadth-first walk.
  for (const id of parents.keys()) {
    for (const next of below.get(id) ?? []) if (!parents.has(next)) parents.set(next, id);
  }
  const touched = [...parents].flatMap(([id, from]): Touched[] => {
    const node = known.get(id);
    return node === undefined || from === null ? [] : [{ node, from }];
  });
  const serving = touched
    .filter(({ node }) => node.kind === 'serving_prompt')
    .map((each): Serving => ({ ...each, path: pathTo(parents, each.node.id) }));
  return { touched, serving };
}

function pathTo(parents: ReadonlyMap<string, string | null>, id: string): string[] {
  const path: string[] = [];
  for (let at: string | null | undefined = id; at != null; at = parents.get(at)) path.push(at);
  return path.reverse();
}

/** A cycle that can be reached from `start`, its first node again at the end, or null. No recursion: chains may be long. */
function cycleBelow(below: ReadonlyMap<string, readonly string[]>, start: string): string[] | null {
  const done = new Set<string>();
  const onPath = new Set([start]);
  const stack = [{ id: start, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = below.get(top.id)?.[top.next];
    top.next += 1;
    if (child === undefined) {
      onPath.delete(top.id);
      done.add(top.id);
      stack.pop();
    } else if (onPath.has(child)) {
      const path = stack.map(({ id }) => id);
      return [...path.slice(path.indexOf(child)), child];
    } else if (!done.has(child)) {
      onPath.add(child);
      stack.push({ id: child, next: 0 });
    }
  }
  return null;
}
