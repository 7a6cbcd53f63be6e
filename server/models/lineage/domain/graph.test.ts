import { expect, test } from 'vitest';
import { buildGraph, graphAround, type LineageModel, type LineagePlace, NODES_MAX } from './graph.ts';
import { walkDown } from './walk.ts';

const model = (modelId: string, more: Partial<LineageModel> = {}): LineageModel => ({
  ...{ provider: 'acme', modelId, baseModel: null, moreBases: [], baseModelRelation: null },
  ...{ displayName: null, owner: null, training: null },
  ...more,
});
const place = (modelId: string, prompt: string, version: number, environment: string): LineagePlace => ({
  model: { provider: 'acme', modelId },
  ...{ prompt, version, environment, since: new Date(0), deploymentId: 'd' },
});

const MODELS = [
  model('base'),
  model('code', { baseModel: 'acme/base', training: { dataset: 'tickets', dataset_version: 4 } }),
  model('mix', { baseModel: 'acme/tuned', moreBases: ['code'] }),
  model('small', { baseModel: 'mix', baseModelRelation: 'quantized' }),
  model('tuned', { baseModel: 'base', training: { dataset: 'tickets', dataset_version: 3 } }),
  model('aside', { baseModel: 'elsewhere/unknown' }),
  model('only-serves'),
];
const PLACES = [
  place('small', 'greet', 7, 'staging'),
  place('small', 'greet', 7, 'production'),
  place('base', 'triage', 2, 'production'),
  place('only-serves', 'sum', 1, 'production'),
];
const graph = buildGraph(MODELS, PLACES);
const lines = graph.edges.map(({ from, to, relation }) => `${from} ${relation} ${to}`);

test('a graph holds bases with their relation, training datasets with their versions, and what serves', () => {
  expect(lines.toSorted()).toEqual([
    'dataset:tickets@3 next_version dataset:tickets@4',
    'dataset:tickets@3 trained_on model:acme/tuned',
    'dataset:tickets@4 trained_on model:acme/code',
    'model:acme/base finetune model:acme/code',
    'model:acme/base finetune model:acme/tuned',
    'model:acme/base names_model prompt:triage@2',
    'model:acme/code merge model:acme/mix',
    'model:acme/mix quantized model:acme/small',
    'model:acme/small names_model prompt:greet@7',
    'model:acme/tuned merge model:acme/mix',
    'model:elsewhere/unknown finetune model:acme/aside',
    'prompt:greet@7 serves serving:greet@production',
    'prompt:greet@7 serves serving:greet@staging',
    'prompt:triage@2 serves serving:triage@production',
  ]);
  const bare = graph.nodes.find(({ id }) => id === 'model:elsewhere/unknown');
  expect(bare).toMatchObject({ registered: false, provider: null });
});

test('a walk from the first version of the tickets reaches both places of greet, and not triage', () => {
  const { serving } = walkDown(graph.nodes, graph.edges, 'dataset:tickets@3');
  expect(serving?.map(({ node }) => node.id)).toEqual(['serving:greet@staging', 'serving:greet@production']);
});

test('around a model are its ancestors with what they serve themselves, and what was made of it', () => {
  const around = graphAround(graph, 'model:acme/tuned').nodes.map(({ id }) => id);
  expect(around.toSorted()).toEqual([
    ...['dataset:tickets@3', 'model:acme/base', 'model:acme/mix', 'model:acme/small', 'model:acme/tuned'],
    ...['prompt:greet@7', 'prompt:triage@2'],
    ...['serving:greet@production', 'serving:greet@staging', 'serving:triage@production'],
  ]);
});

test('a model without lineage stands alone with what it serves, where it is asked for', () => {
  const of = { provider: 'acme', modelId: 'only-serves' };
  const around = graphAround(buildGraph(MODELS, PLACES, of), 'model:acme/only-serves');
  expect(around.nodes.map(({ kind }) => kind)).toEqual(['registered_model', 'prompt_version', 'serving_prompt']);
});

test('a graph of more nodes than the limit says how many it leaves out, and names none of them in an edge', () => {
  const many = Array.from({ length: NODES_MAX + 10 }, (_, i) => model(`m${i}`, { baseModel: 'base' }));
  const { nodes, edges, leftOut } = buildGraph([model('base'), ...many], []);
  expect([nodes.length, edges.length, leftOut]).toEqual([NODES_MAX, NODES_MAX - 1, 11]);
});
