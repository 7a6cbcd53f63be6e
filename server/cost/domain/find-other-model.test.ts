import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MMLU, nameOf, readMmlu } from '#test/builders/recorded-models.ts';
import { savingOf, scaleSaving } from './arithmetic.ts';
import { findSmallerModel, findTieredRouting, type ModelPair, type ModelsCompared } from './find-other-model.ts';

const rules = { margin: 0.02, marginKind: 'absolute', alpha: 0.05 } as const;
const pair = (more: Partial<ModelPair> = {}): ModelPair => ({
  category: 'a',
  tokensIn: 100,
  smallScore: 1,
  largeScore: 1,
  smallPico: 1_000n,
  largePico: 10_000n,
  ...more,
});
const compared = (pairs: ModelPair[], more: Partial<ModelsCompared> = {}): ModelsCompared => ({
  prompt: 'triage',
  version: 3,
  small: 'acme/small',
  large: 'acme/large',
  runs: { candidate: 'c', baseline: 'b' },
  pairs,
  isClustered: false,
  requests: 0,
  ...more,
});
const many = (n: number, more?: Partial<ModelPair>) => Array.from({ length: n }, () => pair(more));

test.for([
  ['a cost is unknown', compared([...many(300), pair({ smallPico: null })]), 'price_unknown'],
  ['items share a context', compared(many(300), { isClustered: true }), 'items_not_independent'],
  ['a score is between right and wrong', compared([...many(300), pair({ smallScore: 0.5 })]), 'scores_not_binary'],
  ['there are few pairs', compared(many(199)), 'too_few_pairs'],
  ['no category is proven', compared(many(300, { smallScore: 0 })), 'no_saving_possible'],
] as const)('a smaller model is refused where %s', ([, of, refused]) => {
  expect(findSmallerModel(of, rules)).toMatchObject({ refused: { refused, reason: expect.stringMatching(/\.$/) } });
});

test('routing is refused where the length of a prompt is unknown', () => {
  expect(
    findTieredRouting(compared([...many(300), pair({ tokensIn: null })]), {
      margin: 0.02,
      marginKind: 'absolute',
      seed: 1,
    }),
  ).toMatchObject({
    refused: { refused: 'nothing_to_compare', needed: 1 },
  });
});

test('amounts are carried over to the requests of the large model', () => {
  const on = (requests: number) => {
    const finding = findSmallerModel(compared(many(300), { requests }), rules);
    if (!('found' in finding)) throw new Error(finding.refused.reason);
    return finding.found;
  };
  expect(on(0).savedUsd).toBeCloseTo(300 * 9e-9, 15);
  expect(on(3_000).savedUsd).toBeCloseTo(3_000 * 9e-9, 15);
  expect(on(3_000).lines[0]).toMatchObject({ quantity: 3_000 });
});

test('a scaled saving is the sum of its scaled lines', () => {
  const saving = savingOf([{ what: 'x', quantity: 3, rate: null, amountPico: 10n }], [5n, 15n], 'unchanged');
  expect(scaleSaving(saving, 3, 10)).toMatchObject({
    savedPico: 33n,
    intervalPico: [17n, 50n],
    lines: [{ quantity: 10, amountPico: 33n }],
  });
});

describe.skipIf(!existsSync(MMLU))(nameOf('mixtral-8x7b for gpt-4-1106-preview, as a card shows it', MMLU), () => {
  test('names the one category, how the other 56 stand, and an interval of the saving', () => {
    const pairs = readMmlu().map(({ category, promptChars, smallRight, largeRight, smallPico, largePico }) => ({
      category,
      tokensIn: Math.ceil(promptChars / 4),
      smallScore: Number(smallRight),
      largeScore: Number(largeRight),
      smallPico,
      largePico,
    }));
    const finding = findSmallerModel(compared(pairs), rules);
    if (!('found' in finding)) throw new Error(finding.refused.reason);
    const { summary, notes, savedUsd, ci95 } = finding.found;
    expect(summary).toContain('in 1 of 57 categories of triage 3: high_school_mathematics.');
    expect(notes[0]).toContain('32 worse, 11 unclear, 13 too thin');
    expect([savedUsd, ci95]).toEqual([0.1241928, [expect.closeTo(0.1076, 4), expect.closeTo(0.1408, 4)]]);
  });
});
