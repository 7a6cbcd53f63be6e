import { basesOf, findIn, type Node, relationOf } from '#server/models/domain/lineage.ts';
import type { BaseRelation, Edge } from './walk.ts';

/** What a test found: nothing, something, or it did not run. */
export const TEST_STATUSES = ['pass', 'fail', 'skip'] as const;
/** What a failure would have done: stopped the run, or warned. */
export const TEST_SEVERITIES = ['error', 'warn'] as const;

/** A test as OpenLineage's `test` run facet has it. */
export type LineageTest = {
  name: string;
  status: (typeof TEST_STATUSES)[number];
  severity?: (typeof TEST_SEVERITIES)[number];
  expected?: string;
  actual?: string;
};

/** What a model was trained on and with. Every part may be unknown. */
export type Training = {
  dataset?: string;
  dataset_version?: string | number;
  config?: Record<string, unknown>;
  metrics?: Record<string, number>;
  /** Tests of the run that made the model. */
  tests?: LineageTest[];
};

export type LineageModel = Node & {
  moreBases: readonly string[];
  baseModelRelation: BaseRelation | null;
  displayName: string | null;
  owner: string | null;
  training: Training | null;
};

/** What serves, with the registered model that its deployment names. */
export type LineagePlace = {
  model: { provider: string; modelId: string };
  prompt: string;
  version: number;
  environment: string;
  since: Date;
  deploymentId: string;
};

export type GraphNode =
  | { id: string; kind: 'training_dataset'; dataset: string; version: string | null }
  | {
      id: string;
      kind: 'registered_model';
      provider: string | null;
      modelId: string;
      /** False: another model names it as its base, and nobody registered it. */
      registered: boolean;
      displayName: string | null;
      owner: string | null;
      relation: BaseRelation | null;
      training: Training | null;
    }
  | { id: string; kind: 'prompt_version'; prompt: string; version: number }
  | { id: string; kind: 'serving_prompt'; prompt: string; version: number; environment: string; since: Date };

export type LineageGraph = {
  nodes: GraphNode[];
  edges: Edge[];
  /** Nodes beyond the limit, which are not here, and neither are their edges. */
  leftOut: number;
};

/** Most nodes of one graph. */
export const NODES_MAX = 5_000;

/** The node of a registered model; `provider` null: of a base that nobody registered. */
export const modelNodeId = ({ provider, modelId }: { provider: string | null; modelId: string }): string =>
  provider === null ? `model:${modelId}` : `model:${provider}/${modelId}`;
/** The node of one version of a training dataset; `version` null: nobody said which. */
export const datasetNodeId = (dataset: string, version: string | null): string =>
  version === null ? `dataset:${dataset}` : `dataset:${dataset}@${version}`;
const promptNodeId = (prompt: string, version: number): string => `prompt:${prompt}@${version}`;
const servingNodeId = (prompt: string, environment: string): string => `serving:${prompt}@${environment}`;

/** The version of a training dataset as text; null where nobody said which. */
export const versionText = ({ dataset_version: version }: Training): string | null =>
  version === undefined ? null : String(version);

/** The whole lineage of a project, without its nodes beyond {@link NODES_MAX}: what one picture or response may have. */
export const buildGraph = (
  models: readonly LineageModel[],
  places: readonly LineagePlace[],
  of: { provider: string; modelId: string } | null = null,
): LineageGraph => bounded(wholeGraph(models, places, of));

/**
 * The lineage of a project: each model that has a base, is one, or has a training dataset, and what serves of them.
 * Models that only serve are left out, except `of`. Nodes come upstream first, in the order of the models.
 */
export function wholeGraph(
  models: readonly LineageModel[],
  places: readonly LineagePlace[],
  of: { provider: string; modelId: string } | null = null,
): Omit<LineageGraph, 'leftOut'> {
  const finder = findIn(models);
  const nodes = new Map<string, GraphNode>();
  const edges: Edge[] = [];
  const add = (id: string, make: () => GraphNode): string => {
    if (!nodes.has(id)) nodes.set(id, make());
    return id;
  };
  const addModel = (text: string, row: LineageModel | null): string =>
    add(modelNodeId(row ?? { provider: null, modelId: text }), () =>
      row === null ? unregistered(text) : modelNode(row),
    );

  for (const row of models) {
    const isAsked = of?.provider === row.provider && of.modelId === row.modelId;
    const { dataset } = row.training ?? {};
    if (row.baseModel === null && dataset === undefined && !isAsked) continue;
    const to = modelNodeId(row);
    const relation = relationOf(row);
    for (const text of basesOf(row)) {
      edges.push({ from: addModel(text, finder.find(text)), to, relation: relation ?? 'finetune' });
    }
    if (dataset !== undefined && row.training !== null) {
      const version = versionText(row.training);
      const id = datasetNodeId(dataset, version);
      add(id, () => ({ id, kind: 'training_dataset', dataset, version }));
      edges.push({ from: id, to, relation: 'trained_on' });
    }
    add(to, () => modelNode(row));
  }
  edges.push(...nextVersions([...nodes.values()]));
  const linked = new Set<string>();
  for (const { model, prompt, version, environment, since } of places) {
    const from = modelNodeId(model);
    if (!nodes.has(from)) continue;
    const named = promptNodeId(prompt, version);
    add(named, () => ({ id: named, kind: 'prompt_version', prompt, version }));
    if (!linked.has(`${from} ${named}`)) edges.push({ from, to: named, relation: 'names_model' });
    linked.add(`${from} ${named}`);
    const serving = servingNodeId(prompt, environment);
    add(serving, () => ({ id: serving, kind: 'serving_prompt', prompt, version, environment, since }));
    edges.push({ from: named, to: serving, relation: 'serves' });
  }
  return { nodes: [...nodes.values()], edges };
}

const modelNode = (row: LineageModel): GraphNode => ({
  id: modelNodeId(row),
  kind: 'registered_model',
  provider: row.provider,
  modelId: row.modelId,
  registered: true,
  displayName: row.displayName,
  owner: row.owner,
  relation: relationOf(row),
  training: row.training,
});

const unregistered = (text: string): GraphNode => ({
  id: modelNodeId({ provider: null, modelId: text }),
  kind: 'registered_model',
  provider: null,
  modelId: text,
  registered: false,
  displayName: null,
  owner: null,
  relation: null,
  training: null,
});

/** From each numbered version of a training dataset to the next one that is there: it began as a copy of it. */
function nextVersions(nodes: readonly GraphNode[]): Edge[] {
  const datasets = nodes.flatMap((node) =>
    node.kind === 'training_dataset' && node.version !== null && /^\d{1,9}$/.test(node.version)
      ? [{ id: node.id, dataset: node.dataset, number: Number(node.version) }]
      : [],
  );
  return [...Map.groupBy(datasets, ({ dataset }) => dataset).values()].flatMap((versions) => {
    const sorted = versions.toSorted((a, b) => a.number - b.number);
    return sorted.slice(1).map(({ id }, i): Edge => ({ from: sorted[i]?.id ?? id, to: id, relation: 'next_version' }));
  });
}

function bounded({ nodes, edges }: Omit<LineageGraph, 'leftOut'>): LineageGraph {
  const kept = nodes.slice(0, NODES_MAX);
  if (kept.length === nodes.length) return { nodes, edges, leftOut: 0 };
  const ids = new Set(kept.map(({ id }) => id));
  return {
    nodes: kept,
    edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
    leftOut: nodes.length - kept.length,
  };
}

/** The part of a graph that a node was made from or that was made from it, and what its ancestors serve themselves. */
export function graphAround({ nodes, edges, leftOut }: LineageGraph, id: string): LineageGraph {
  const kinds = new Map(nodes.map((node) => [node.id, node.kind]));
  const above = reach(edges, id, 'up');
  const kept = new Set([...above, ...reach(edges, id, 'down')]);
  for (const { from, to } of edges) {
    const serves = kinds.get(to) === 'prompt_version' && above.has(from);
    if (serves) for (const each of reach(edges, to, 'down')) kept.add(each);
  }
  return {
    nodes: nodes.filter((node) => kept.has(node.id)),
    edges: edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
    leftOut,
  };
}

/** A node and all that its edges lead to in one direction. */
export function reach(edges: readonly Edge[], start: string, direction: 'up' | 'down'): Set<string> {
  const [near, far] = direction === 'down' ? (['from', 'to'] as const) : (['to', 'from'] as const);
  const next = Map.groupBy(edges, (edge) => edge[near]);
  const found = new Set([start]);
  // A Set hands out what is added while it is walked.
  for (const id of found) for (const edge of next.get(id) ?? []) found.add(edge[far]);
  return found;
}
