import { expect, test } from 'vitest';
import { buildGraph } from '#server/models/lineage/domain/graph.ts';
import { figureOf, nodeWords, trainingWords } from './figure.ts';

const none = { displayName: null, moreBases: [], baseModelRelation: null, training: null };
const graph = buildGraph(
  [
    {
      ...none,
      provider: 'harbour',
      modelId: 'mini',
      owner: 'Paolo',
      baseModel: 'northwind/atlas',
      training: TRAINING(),
    },
    { ...none, provider: 'northwind', modelId: 'atlas', owner: null, baseModel: null },
  ],
  ['staging', 'production'].map((environment) => ({
    model: { provider: 'harbour', modelId: 'mini' },
    ...{ prompt: 'orders/extract', version: 32, environment, since: new Date(0), deploymentId: 'd' },
  })),
);
function TRAINING() {
  return {
    dataset: 'orders-train',
    dataset_version: 4,
    config: { epochs: 3, lr: { max: 1 } },
    metrics: { loss: 0.041 },
  };
}
const shared = {
  golden: { dataset: 'orders-golden', version: 6, items: 120 },
  training: { dataset: 'orders-train', version: '4' },
  ...{ sharedTotal: 7, reason: null },
};
const elsewhere = { ...shared, training: { dataset: 'other', version: null } };

test('a figure folds environments into what serves there and adds the golden sets that share items', () => {
  const { nodes, edges } = figureOf(graph, [shared, elsewhere]);
  expect(nodes.map((node) => [nodeWords(node).name, nodeWords(node).detail, trainingWords(node)])).toEqual([
    ['northwind / atlas', 'base', ''],
    ['orders-train 4', 'training data', ''],
    ['harbour / mini', 'fine-tune, owned by Paolo', 'epochs 3, loss 0.041'],
    ['orders/extract 32', 'prompt version', ''],
    ['orders-golden 6', 'golden set, 120 items', ''],
  ]);
  expect(nodes.find(({ kind }) => kind === 'prompt_version')).toMatchObject({
    environments: ['staging', 'production'],
  });
  expect(edges.map(({ from, said, to }) => `${from} ${said} ${to}`)).toEqual([
    'model:northwind/atlas fine-tuned into model:harbour/mini',
    'dataset:orders-train@4 trained model:harbour/mini',
    'model:harbour/mini serves prompt:orders/extract@32',
    'dataset:orders-train@4 shares 7 of 120 items with golden:orders-golden@6',
  ]);
});
