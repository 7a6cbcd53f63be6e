import { expect, test } from 'vitest';
import { fallbackChain, fallbackProblem } from './fallback-chain.ts';
import { findIn } from './lineage.ts';

const NODES = [
  { provider: 'p', modelId: 'a', fallback: 'p/b' },
  { provider: 'p', modelId: 'b', fallback: 'd' },
  { provider: 'p', modelId: 'd', fallback: null },
];

const problemOf = (modelId: string, fallback: string) => {
  const others = NODES.filter((node) => node.modelId !== modelId);
  return fallbackProblem(
    findIn([...others, { provider: 'p', modelId, fallback }]),
    { provider: 'p', modelId },
    fallback,
  );
};

test.each([
  ['a', 'p/a', 'own_fallback'],
  ['d', 'p/a', 'fallback_cycle'],
  ['d', 'b', 'fallback_cycle'],
  ['d', 'p/c', undefined],
  ['c', 'p/a', undefined],
  ['b', 'p/unknown', undefined],
])('%s that falls back to %s: %s', (modelId, fallback, code) => {
  expect(problemOf(modelId, fallback)?.code).toBe(code);
});

test('the circle of fallbacks is named from the model to itself', () => {
  expect(problemOf('d', 'p/a')?.message).toContain('p/d falls back to p/a falls back to p/b falls back to p/d');
});

test('a chain ends with what is not registered, and before it returns to one of its models', () => {
  const texts = (nodes: typeof NODES) => fallbackChain(findIn(nodes), 'p/a').map(({ text }) => text);
  expect(texts(NODES)).toEqual(['p/a', 'p/b', 'd']);
  expect(texts([{ provider: 'p', modelId: 'a', fallback: 'elsewhere' }])).toEqual(['p/a', 'elsewhere']);
  expect(texts([...NODES.slice(0, 2), { provider: 'p', modelId: 'd', fallback: 'p/b' }])).toEqual(['p/a', 'p/b', 'd']);
});

test('a circle of many models is refused, and a list of them is cut', () => {
  const links = Array.from({ length: 40 }, (_, i) => ({ provider: 'p', modelId: `m${i}`, fallback: `p/m${i + 1}` }));
  const finder = findIn([...links.slice(0, -1), { provider: 'p', modelId: 'm39', fallback: 'p/m0' }]);
  expect(fallbackProblem(finder, { provider: 'p', modelId: 'm39' }, 'p/m0')?.code).toBe('fallback_cycle');
  expect(fallbackChain(finder, 'p/m0')).toHaveLength(20);
});
