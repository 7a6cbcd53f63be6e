import { expect, test } from 'vitest';
import { cachesOf } from './find-in-traffic.ts';
import type { TrafficGroup } from './read-traffic.ts';

const group = (more: Partial<TrafficGroup>): TrafficGroup => ({
  ...{ prompt: 'a', version: 1, model: 'acme/m', promptNumber: 1, modelNumber: 1, requests: 10 },
  ...{ cachedKnown: 10, cachedRequests: 5, tokensIn: 1000, tokensCached: 400, tokensWritten: 0, days: [] },
  output: { n: 10, mean: 150, variance: 100 },
  ...more,
});
const rate = (usd: bigint) => ({ amountPico: usd * 10n ** 12n, per: 1_000_000 });
const rates = { input: rate(2n), read: rate(1n), write: rate(2n), writeHour: rate(2n), output: rate(9n) };

test('what caches saved is unknown, not 0, where no request says what it read from one', () => {
  const [known] = cachesOf([group({})], () => rates);
  expect(known).toMatchObject({ unknown: 0, tokensCached: 400, savedUsd: 0.0004 });
  const silent = group({ cachedKnown: 0, cachedRequests: 0, tokensCached: 0 });
  expect(cachesOf([silent], () => rates)).toMatchObject([{ unknown: 10, savedUsd: null }]);
});
