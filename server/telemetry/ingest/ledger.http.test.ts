import { afterAll, expect, test } from 'vitest';
import { compareLedgers } from '#test/harness/ledger.ts';
import { startSystem } from '#test/harness/system.ts';

const system = await startSystem({ now: '2026-11-27T09:00:00.000Z' });
afterAll(() => system.dispose());

test('5,000 calls with retries, caches, tiers and cut streams cost what their providers wrote down, to the micro-dollar', async () => {
  const { differences, unknown, simulatorPico } = await compareLedgers(system, {
    calls: 5_000,
    detailEvery: 50,
    seed: 8,
  });
  expect(differences).toEqual([]);
  expect(unknown).toBeGreaterThan(10);
  expect(simulatorPico).toBeGreaterThan(10n ** 12n);
});
