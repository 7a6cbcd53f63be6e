import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MMLU, nameOf, readMmlu } from '#test/builders/recorded-models.ts';
import { SPLIT_SEED } from './savings.ts';
import { type RoutablePair, tieredRouting } from './tiered-routing.ts';

const rules = { margin: 0.02, seed: 1, routerPico: 10_000_000n, escalatedShare: 0.1 };

/** Both answer short prompts right, and only the strong model answers long ones right. */
const pair = (signal: number): RoutablePair => ({
  signal,
  cheapQuality: signal <= 50 ? 1 : 0,
  strongQuality: 1,
  cheapPico: 1_000_000_000n,
  strongPico: 10_000_000_000n,
});
const pairs = Array.from({ length: 1_000 }, (_, i) => pair((Math.floor(i / 2) * 7) % 100));

test('the threshold keeps quality; escalation and the router are lines of cost', () => {
  const found = tieredRouting(pairs, rules);
  if (found.refused) throw new Error(found.refused);
  expect(found.threshold).toBeLessThanOrEqual(50);
  expect(found.threshold).toBeGreaterThanOrEqual(45);
  expect(found.recommended).toBe(true);
  const n = BigInt(found.routed);
  expect(found.lines.map(({ amountPico }) => amountPico)).toEqual([
    n * 10_000_000_000n,
    n * -1_000_000_000n,
    n * -1_000_000_000n,
    500n * -10_000_000n,
  ]);
  expect(found.savedPico).toBe(n * 8_000_000_000n - 5_000_000_000n);
  expect(found.intervalPico?.[0]).toBeLessThan(found.savedPico);
});

test('the halves are those of the seed, whatever the order of the golden set alternates by', () => {
  // Every second pair is a trap for a split by place: the cheap model is right on even ones alone.
  const alternating = pairs.map((each, i) => ({ ...each, signal: 10, cheapQuality: i % 2 === 0 ? 1 : 0 }));
  const found = [7, 7, 8].map((seed) => tieredRouting(alternating, { ...rules, seed }));
  expect(found[0]).toEqual(found[1]);
  for (const each of found) expect(each).toMatchObject({ refused: 'no_saving_possible' });
  const [a, b] = [7, 8].map((seed) => tieredRouting(pairs, { ...rules, seed }));
  expect(a).not.toEqual(b);
});

test('199 pairs are refused, and a cheap model that saves nothing', () => {
  expect(tieredRouting(pairs.slice(0, 199), rules)).toMatchObject({ refused: 'too_few_pairs', found: 199 });
  const dear = pairs.map((each) => ({ ...each, cheapPico: each.strongPico }));
  expect(tieredRouting(dear, rules)).toMatchObject({ refused: 'no_saving_possible' });
});

describe.skipIf(!existsSync(MMLU))(
  nameOf('routing by prompt length, mixtral-8x7b for gpt-4-1106-preview', MMLU),
  () => {
    const routable = () =>
      readMmlu().map(({ promptChars, smallRight, largeRight, smallPico, largePico }) => ({
        signal: promptChars,
        cheapQuality: smallRight ? 1 : 0,
        strongQuality: largeRight ? 1 : 0,
        cheapPico: smallPico,
        strongPico: largePico,
      }));

    test('on the half that the threshold was not chosen on, prompts of up to 186 characters would save 7.5 %, and it is not recommended', () => {
      const found = tieredRouting(routable(), { margin: 0.02, seed: SPLIT_SEED, routerPico: 0n, escalatedShare: 0 });
      if (found.refused) throw new Error(found.refused);
      expect(found).toMatchObject({ threshold: 186, routed: 1_804, recommended: false, savedPico: 591_288_200_000n });
      if (typeof found.quality === 'string') throw new Error(found.quality);
      expect(found.quality.n).toBe(7_021);
      expect(found.quality.difference).toBeCloseTo(-0.02279, 5);
      // Two points are the margin: the lower end is past it.
      expect(found.quality.low).toBeCloseTo(-0.02809, 5);
    });
  },
);
