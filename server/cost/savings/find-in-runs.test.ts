import { expect, test } from 'vitest';
import { DEFAULT_MARGIN } from '#server/evals/domain/margin.ts';
import { shorterAnswers } from './find-in-runs.ts';
import type { AnswerPair, MeasuredRun } from './read-run-pairs.ts';
import type { TrafficGroup } from './read-traffic.ts';

const run = (version: number): MeasuredRun => ({
  ...{ id: `run-${version}`, prompt: 'a', version, model: 'acme/m', items: 'golden 1' },
  ...{ datasetId: 'golden', datasetVersion: 1 },
});

/** Only version 3 serves, so that every other version is known by its runs alone. */
const serving: TrafficGroup = {
  ...{ prompt: 'a', version: 3, model: 'acme/m', promptNumber: 1, modelNumber: 1, requests: 1000 },
  ...{ cachedKnown: 0, cachedRequests: 0, tokensIn: 1e6, tokensCached: 0, tokensWritten: 0, days: [] },
  output: { n: 1000, mean: 150, variance: 100 },
};

const OUT: Readonly<Record<number, number>> = { 1: 170, 2: 160, 3: 150, 4: 100 };

const answers = (a: MeasuredRun, b: MeasuredRun): AnswerPair[] =>
  Array.from({ length: 60 }, (_, i) => ({
    ...{ category: 'x', cluster: null, aScore: 1, bScore: 1, aCost: null, bCost: null, aIn: 10, bIn: 10 },
    aOut: (OUT[a.version] ?? 0) + (i % 3),
    bOut: (OUT[b.version] ?? 0) + (i % 3),
  }));

test('of several versions that were evaluated beside what serves, the one with the shortest answers is compared', async () => {
  const rate = (usd: bigint) => ({ amountPico: usd * 10n ** 12n, per: 1_000_000 });
  const rates = { input: rate(1n), read: rate(1n), write: rate(1n), writeHour: rate(2n), output: rate(10n) };
  const [finding] = await shorterAnswers([serving], [1, 2, 3, 4].map(run), {
    ratesOf: () => rates,
    marginOf: () => DEFAULT_MARGIN,
    answersOf: async ({ a, b }) => answers(a, b),
  });
  expect(finding).toMatchObject({
    found: { subject: { version: 3, other: 'a 4' }, basis: 'paired' },
  });
});
