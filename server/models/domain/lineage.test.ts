import { expect, test } from 'vitest';
import { baseChain, baseProblem, basesOf, findIn, relationOf, relationProblem } from './lineage.ts';

const node = (modelId: string, baseModel: string | null = null, moreBases: string[] = [], provider = 'p') => ({
  provider,
  modelId,
  baseModel,
  moreBases,
});
const NODES = [
  node('a'),
  node('b', 'p/a'),
  node('c', 'b', ['p/a']),
  node('d', 'p/c'),
  node('twin'),
  node('twin', null, [], 'q'),
];

const problemOf = (modelId: string, ...bases: string[]) => {
  const self = { provider: 'p', modelId };
  const others = NODES.filter((each) => each.provider !== 'p' || each.modelId !== modelId);
  return baseProblem(findIn([...others, node(modelId, bases[0], bases.slice(1))]), self, bases);
};

test.for([
  ['a', ['p/b'], '/base_model', 'lineage_cycle', 'p/b is this model, or was itself made from it: p/a → p/b → p/a.'],
  ['a', ['p/a'], '/base_model', 'lineage_cycle', 'p/a → p/a.'],
  ['a', ['p/twin', 'p/d'], '/base_model/1', 'lineage_cycle', 'p/a → p/c → p/d → p/a.'],
  ['new', ['p/nowhere'], '/base_model', 'unknown_base', 'there is no model p/nowhere. Register it first'],
  ['new', ['a', 'nowhere'], '/base_model/1', 'unknown_base', 'there is no model nowhere.'],
  ['new', ['twin'], '/base_model', 'ambiguous_base', 'several providers have a twin.'],
] as const)('%s made from %j is refused by name', ([modelId, bases, path, code, message]) => {
  const problem = problemOf(modelId, ...bases);
  expect([problem?.path, problem?.code]).toEqual([path, code]);
  expect(problem?.message).toContain(message);
});

test.for([
  ['new', ['p/b']],
  ['new', ['d', 'q/twin']],
  ['d', ['b']],
] as const)('%s may be made from %j', ([modelId, bases]) => expect(problemOf(modelId, ...bases)).toBeNull());

test('ancestors are listed nearest first, each once, those of a merge side by side', () => {
  expect(baseChain(findIn(NODES), node('new', 'd', ['gone'])).map(({ text, node }) => node?.modelId ?? text)).toEqual([
    ...['d', 'gone', 'c', 'b', 'a'],
  ]);
});

test('several bases are a merge unless said otherwise, one is a fine-tune, none is nothing', () => {
  const of = (...bases: string[]) =>
    relationOf({ baseModel: bases[0] ?? null, moreBases: bases.slice(1), baseModelRelation: null });
  expect([of(), of('a'), of('a', 'b')]).toEqual([null, 'finetune', 'merge']);
  expect(basesOf(node('c', 'b', ['p/a']))).toEqual(['b', 'p/a']);
});

test.for([
  [[], 'adapter', 'no_base'],
  [['a', 'b'], 'quantized', 'one_base'],
  [['a', 'b'], 'merge', undefined],
  [['a'], 'merge', undefined],
  [['a', 'b'], null, undefined],
] as const)('of %j, %s: %s', ([bases, relation, code]) => expect(relationProblem(bases, relation)?.code).toBe(code));
