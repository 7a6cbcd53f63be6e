import { expect, test } from 'vitest';
import { lengthsOf, outputCompression, promptDiet } from './prompt-diet.ts';

const perMillion = (dollars: number) => ({ amountPico: BigInt(dollars * 1e12), per: 1_000_000 });
const days = (requests: number, cachedRequests: number) =>
  Array.from({ length: 10 }, (_, i) => ({ requests: requests + i, cachedRequests }));

test('640 tokens in 61,045 requests at 2.50 a million; cached tokens save only the price of cached input', () => {
  const found = promptDiet(640, days(6_100, 1_000), { input: perMillion(2.5), read: perMillion(0.25) });
  if (found.refused) throw new Error(found.refused);
  // 51,045 × 640 × 2.50 and 10,000 × 640 × 0.25 a million.
  expect(found.lines.map(({ amountPico }) => amountPico)).toEqual([81_672_000_000_000n, 1_600_000_000_000n]);
  expect(found.savedPico).toBe(83_272_000_000_000n);
  expect(found.quality).toBe('not_measured');
  expect(found.intervalPico?.[0]).toBeLessThan(found.savedPico);
});

test('199 requests are refused; so are cached ones without a price for cached input', () => {
  const input = perMillion(2.5);
  expect(promptDiet(640, [{ requests: 199, cachedRequests: 0 }], { input, read: null })).toMatchObject({
    refused: 'too_few_requests',
  });
  expect(promptDiet(640, days(100, 5), { input, read: null })).toMatchObject({ refused: 'price_unknown', found: 50 });
});

test('answers of 92 instead of 170 tokens in 2.4 million requests save 1,872 dollars at 10 a million', () => {
  // 50 answers of 5 tokens more and 50 of 5 fewer.
  const around = (mean: number, n = 100) => lengthsOf(n, n * mean, n * (mean * mean + 25));
  const found = outputCompression(around(170), around(92), 2_400_000, perMillion(10));
  if (found.refused) throw new Error(found.refused);
  expect(found.savedPico).toBe(1_872_000_000_000_000n);
  const [low = 0n, high = 0n] = found.intervalPico ?? [];
  expect(low + high).toBe(2n * found.savedPico);
  expect(outputCompression(around(170), around(92, 29), 1_000, perMillion(10))).toMatchObject({
    refused: 'too_few_answers',
  });
});
