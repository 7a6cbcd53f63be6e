import { expect, test } from 'vitest';
import { cacheAwareOrder } from './cache-order.ts';

const prices = {
  input: { amountPico: 3n * 10n ** 12n, per: 1_000_000 },
  read: { amountPico: 3n * 10n ** 11n, per: 1_000_000 },
};

test('with a timestamp at the top, no prefix is shared; moved to the end, 3,000 tokens can be read from the cache', () => {
  const sections = [
    { name: 'time', tokens: 20, changedShare: 1 },
    { name: 'rules', tokens: 2_000, changedShare: 0 },
    { name: 'examples', tokens: 1_000, changedShare: 0 },
  ];
  const found = cacheAwareOrder(sections, prices);
  expect(found).toMatchObject({ breaksAt: 'time', order: ['rules', 'examples', 'time'] });
  expect(found.cacheableTokens).toEqual({ now: 0, reordered: 3_000 });
  // 3,000 tokens at 3.00 − 0.30 dollars a million.
  expect(found.savedPicoPerRequest).toBe(8_100_000_000n);
  expect(cacheAwareOrder(sections.slice(1), prices)).toMatchObject({ breaksAt: null, savedPicoPerRequest: 0n });
});
