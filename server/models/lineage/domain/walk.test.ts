import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type Edge, type LineageNode, type NodeKind, walkDown } from './walk.ts';

const node = (id: string, kind: NodeKind = 'registered_model'): LineageNode => ({ id, kind });
const edge = (from: string, to: string): Edge => ({ from, to, relation: 'finetune' });

const NODES = [
  node('tickets@3', 'training_dataset'),
  node('tickets@4', 'training_dataset'),
  node('acme-base'),
  node('acme-support'),
  node('acme-support-4bit'),
  node('greet@7', 'prompt_version'),
  node('greet/production', 'serving_prompt'),
  node('sum/production', 'serving_prompt'),
];
const EDGES: Edge[] = [
  { from: 'tickets@3', to: 'tickets@4', relation: 'next_version' },
  { from: 'tickets@3', to: 'acme-support', relation: 'trained_on' },
  { from: 'acme-base', to: 'acme-support', relation: 'finetune' },
  { from: 'acme-support', to: 'acme-support-4bit', relation: 'quantized' },
  { from: 'acme-support-4bit', to: 'greet@7', relation: 'names_model' },
  { from: 'acme-support', to: 'greet@7', relation: 'names_model' },
  { from: 'greet@7', to: 'greet/production', relation: 'serves' },
];

describe('the walk from a tainted dataset', () => {
  test('reaches what serves over the fewest edges, and nothing beside', () => {
    const { touched, serving } = walkDown(NODES, EDGES, 'tickets@3');
    expect(serving?.map(({ path }) => path)).toEqual([['tickets@3', 'acme-support', 'greet@7', 'greet/production']]);
    expect(touched?.map(({ node }) => node.id)).toEqual([
      ...['tickets@4', 'acme-support', 'acme-support-4bit', 'greet@7', 'greet/production'],
    ]);
  });

  test('of something that nothing was made from touches nothing', () => {
    expect(walkDown(NODES, EDGES, 'tickets@4')).toEqual({ touched: [], serving: [] });
  });

  test.for([
    ['an unknown start', EDGES, 'tickets@9', 'There is no tickets@9 in this lineage.'],
    [
      'an edge to nowhere',
      [edge('acme-base', 'gone')],
      'acme-base',
      'The edge acme-base → gone names gone, which is not there.',
    ],
    ['its own ancestor', [edge('acme-base', 'acme-base')], 'acme-base', 'acme-base → acme-base is a cycle.'],
    [
      'a cycle further down',
      [...EDGES, edge('acme-support-4bit', 'acme-support')],
      'tickets@3',
      'acme-support → acme-support-4bit → acme-support is a cycle.',
    ],
  ] as const)('is refused with %s, by name', ([, edges, start, sentence]) => {
    expect(walkDown(NODES, edges, start).refused?.message).toContain(sentence);
  });

  test('does not mind a cycle above or beside it', () => {
    const edges = [...EDGES, edge('acme-base', 'acme-base')];
    expect(walkDown(NODES, edges, 'tickets@3').refused).toBeUndefined();
  });

  test('follows a chain of 100,000', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => `m${i}`);
    const nodes = chain.map((id, i) => node(id, i === 99_999 ? 'serving_prompt' : 'registered_model'));
    const edges = chain.slice(1).map((to, i) => edge(`m${i}`, to));
    expect(walkDown(nodes, edges, 'm0').serving?.map(({ path }) => path.length)).toEqual([100_000]);
  });
});

const SIZE = 12;
const ids = Array.from({ length: SIZE }, (_, i) => `n${i}`);
const anyEdges = fc.array(fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1)), { maxLength: 40 });

property.prop([anyEdges])(
  'of edges that all go down, what they reach is touched over one of them, and nothing else',
  (pairs) => {
    const edges = pairs.filter(([a, b]) => a < b).map(([a, b]) => edge(`n${a}`, `n${b}`));
    const { touched } = walkDown(
      ids.map((id) => node(id)),
      edges,
      'n0',
    );
    const reached = new Set(['n0']);
    for (const from of ids)
      if (reached.has(from)) for (const each of edges) if (each.from === from) reached.add(each.to);
    expect(new Set(touched?.map(({ node }) => node.id))).toEqual(new Set([...reached].filter((id) => id !== 'n0')));
    for (const { from, node } of touched ?? []) {
      expect(edges.some((each) => each.from === from && each.to === node.id)).toBe(true);
    }
  },
);

property.prop([anyEdges])('of any edges, it ends, and is refused only with a cycle that is there', (pairs) => {
  const edges = pairs.map(([a, b]) => edge(`n${a}`, `n${b}`));
  const { refused } = walkDown(
    ids.map((id) => node(id)),
    edges,
    'n0',
  );
  const named = refused?.message.split(' is a cycle')[0]?.split(' → ') ?? [];
  expect(named.at(0)).toBe(named.at(-1));
  const steps = named.slice(1).map((to, i) => edges.some((each) => each.from === named[i] && each.to === to));
  expect(steps.every(Boolean)).toBe(true);
});
