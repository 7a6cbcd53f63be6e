import type { GraphNode, LineageGraph } from '#server/models/lineage/domain/graph.ts';
import { datasetNodeId } from '#server/models/lineage/domain/graph.ts';
import type { Relation } from '#server/models/lineage/domain/walk.ts';

/** A golden set that shares items with a training dataset, as the figure needs it. */
export type SharedSet = {
  golden: { dataset: string; version: number; items: number };
  training: { dataset: string; version: string | null };
  sharedTotal: number;
  reason: { text: string; by: string } | null;
};

type Model = Extract<GraphNode, { kind: 'registered_model' }>;

/** What is drawn: environments stand on the prompt version that serves there, golden sets beside what they share. */
export type FigureNode =
  | Extract<GraphNode, { kind: 'training_dataset' }>
  | Model
  | (Extract<GraphNode, { kind: 'prompt_version' }> & { environments: string[] })
  | { id: string; kind: 'golden_set'; dataset: string; version: number; items: number; shared: number };

/** `shares`: the golden set `to` has items of the training dataset `from`, with how many of how many. */
export type FigureEdge = { from: string; to: string; relation: Exclude<Relation, 'serves'> | 'shares'; said: string };
export type Figure = { nodes: FigureNode[]; edges: FigureEdge[] };

/** The words of a relation between two nodes, read from left to right. */
const RELATION_WORDS: Record<Exclude<Relation, 'serves'>, string> = {
  next_version: 'continued as',
  trained_on: 'trained',
  finetune: 'fine-tuned into',
  adapter: 'adapted into',
  merge: 'merged into',
  quantized: 'quantised into',
  names_model: 'serves',
};

/** A graph with its environments folded into the versions that serve there, and the golden sets that share items. */
export function figureOf({ nodes, edges }: LineageGraph, shared: readonly SharedSet[]): Figure {
  const places = Map.groupBy(
    nodes.flatMap((node) => (node.kind === 'serving_prompt' ? [node] : [])),
    ({ prompt, version }) => `${prompt}@${version}`,
  );
  const drawn = nodes.flatMap((node): FigureNode[] => {
    if (node.kind === 'serving_prompt') return [];
    if (node.kind !== 'prompt_version') return [node];
    const served = places.get(`${node.prompt}@${node.version}`) ?? [];
    return [{ ...node, environments: served.map(({ environment }) => environment) }];
  });
  const lines = edges.flatMap(({ from, to, relation }): FigureEdge[] =>
    relation === 'serves' ? [] : [{ from, to, relation, said: RELATION_WORDS[relation] }],
  );
  const known = new Set(drawn.map(({ id }) => id));
  for (const { golden, training, sharedTotal } of shared) {
    const from = datasetNodeId(training.dataset, training.version);
    if (!known.has(from)) continue;
    const id = `golden:${golden.dataset}@${golden.version}`;
    if (!known.has(id)) drawn.push({ id, kind: 'golden_set', ...golden, shared: sharedTotal });
    known.add(id);
    lines.push({ from, to: id, relation: 'shares', said: `shares ${sharedTotal} of ${golden.items} items with` });
  }
  return { nodes: drawn, edges: lines };
}

/** A node in words: its name in mono, then a grey line. */
export function nodeWords(node: FigureNode): { name: string; detail: string } {
  switch (node.kind) {
    case 'training_dataset':
      return { name: [node.dataset, node.version ?? ''].join(' ').trim(), detail: 'training data' };
    case 'golden_set':
      return { name: `${node.dataset} ${node.version}`, detail: `golden set, ${node.items} items` };
    case 'prompt_version':
      return { name: `${node.prompt} ${node.version}`, detail: 'prompt version' };
    case 'registered_model':
      return {
        name: node.provider === null ? node.modelId : `${node.provider} / ${node.modelId}`,
        detail: kindOf(node),
      };
  }
}

const KINDS = { finetune: 'fine-tune', adapter: 'adapter', merge: 'merge', quantized: 'quantised' } as const;

function kindOf({ registered, relation, owner }: Model): string {
  if (!registered) return 'base, not registered';
  const kind = relation === null ? 'base' : KINDS[relation];
  return owner === null ? kind : `${kind}, owned by ${owner}`;
}

/** The config and the validation metrics of a training in one line: `epochs 3, loss 0.041`; empty where none is known. */
export function trainingWords(node: FigureNode): string {
  if (node.kind !== 'registered_model' || node.training === null) return '';
  const scalars = Object.entries(node.training.config ?? {}).filter(([, value]) => typeof value !== 'object');
  const facts = [...scalars, ...Object.entries(node.training.metrics ?? {})];
  const ran = (node.training.tests ?? []).filter(({ status }) => status !== 'skip');
  const passed = ran.filter(({ status }) => status === 'pass').length;
  return [
    ...facts.map(([name, value]) => `${name} ${String(value)}`),
    ...(ran.length === 0 ? [] : [`${passed} of ${ran.length} tests passed`]),
  ].join(', ');
}
