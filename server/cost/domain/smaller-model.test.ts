import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MMLU, nameOf, readMmlu } from '#test/builders/recorded-models.ts';
import { type AnsweredTwice, pairsNeededAtBest, smallerModelForSubset } from './smaller-model.ts';

const rules = { margin: 0.02, marginKind: 'absolute', alpha: 0.05 } as const;

/**
 * `n` pairs of which `won` only the small model, `lost` only the large one got right; a cent and ten cents an answer.
 */
const pairs = (category: string, n: number, won: number, lost: number): AnsweredTwice[] =>
  Array.from({ length: n }, (_, i) => ({
    category,
    smallRight: i >= won + lost || i < won,
    largeRight: i >= won,
    smallPico: 10_000_000_000n,
    largePico: 100_000_000_000n,
  }));

test('at least 133 pairs are needed to prove two points, and 19 prove nothing', () => {
  expect(pairsNeededAtBest(rules)).toBe(133);
  const found = smallerModelForSubset([...pairs('thin', 19, 0, 0), ...pairs('even', 500, 0, 0)], rules);
  if (found.refused) throw new Error(found.refused);
  expect(found.categories.map(({ category, verdict }) => [category, verdict])).toEqual([
    ['thin', 'too_thin'],
    ['even', 'not_worse'],
  ]);
  expect(found).toMatchObject({ move: ['even'], savedPico: 45_000_000_000_000n, largePico: 51_900_000_000_000n });
});

test('a relative margin is of what the large model gets right in each category: half of it needs twice the pairs', () => {
  // The large model is right in half of the pairs, and the small one in the same.
  const half = (n: number) =>
    pairs('half', n, 0, 0).map((each, i) => ({ ...each, smallRight: i % 2 > 0, largeRight: i % 2 > 0 }));
  const verdict = (n: number, marginKind: 'absolute' | 'relative') => {
    const found = smallerModelForSubset(half(n), { ...rules, marginKind });
    return found.refused ?? found.categories[0]?.verdict;
  };
  expect([verdict(200, 'absolute'), verdict(200, 'relative')]).toEqual(['not_worse', 'too_thin']);
  expect(verdict(400, 'relative')).toBe('not_worse');
});

test('a small model that is worse, unclear or costs more is not chosen', () => {
  const dear = pairs('dear', 500, 0, 0).map((each) => ({ ...each, smallPico: each.largePico + 1n }));
  const found = smallerModelForSubset(
    [...pairs('worse', 400, 5, 60), ...pairs('unclear', 400, 20, 22), ...dear],
    rules,
  );
  if (found.refused) throw new Error(found.refused);
  expect(found.categories.map(({ verdict }) => verdict)).toEqual(['worse', 'unclear', 'not_worse']);
  expect(found).toMatchObject({ move: [], savedPico: 0n });
});

test('fewer than 200 pairs are refused', () => {
  const refused = { refused: 'too_few_pairs', pairs: 199, pairsMin: 200 };
  expect(smallerModelForSubset(pairs('even', 199, 0, 0), rules)).toEqual(refused);
});

describe.skipIf(!existsSync(MMLU))(nameOf('57 categories, mixtral-8x7b for gpt-4-1106-preview', MMLU), () => {
  const at = (margin: number) => {
    const found = smallerModelForSubset(readMmlu(), { margin, marginKind: 'absolute', alpha: 0.05 });
    if (found.refused) throw new Error(found.refused);
    const count = (verdict: string) => found.categories.filter((each) => each.verdict === verdict).length;
    return { ...found, count };
  };

  test('within 2 points only high school mathematics is proven: 32 categories are worse, 11 unclear, 13 too thin', () => {
    const found = at(0.02);
    expect(found.move).toEqual(['high_school_mathematics']);
    expect(['worse', 'unclear', 'too_thin'].map(found.count)).toEqual([32, 11, 13]);
    // 0.12 of 16.42 dollars: 0.8 % of the bill, not the 94 % that the prices alone promise.
    expect([found.savedPico, found.largePico]).toEqual([124_192_800_000n, 16_416_060_000_000n]);
  });

  test('within 10 points three more are, and the saving is 2.9 %', () => {
    const found = at(0.1);
    expect(found.move).toEqual([
      'high_school_government_and_politics',
      'high_school_mathematics',
      'marketing',
      'world_religions',
    ]);
    expect(found.savedPico).toBe(477_670_400_000n);
  });
});
