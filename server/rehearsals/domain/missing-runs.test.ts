import { expect, test } from 'vitest';
import { missingRuns } from './missing-runs.ts';

const scorers = (value: string) => [{ type: 'contains', value }];
const run = (id: string) => ({ run: id, datasetVersion: 1, scorersDigest: id });
const candidate = { version: 2, model: 'acme/next' };
const serving = { version: 1, model: null };
const missing = (
  datasets: readonly [name: string, candidate: string | null, baseline: string | null][],
  ofPolicy: ReturnType<typeof scorers> = [],
) =>
  missingRuns(
    datasets.map(([dataset, a, b]) => ({
      dataset,
      candidateRun: a === null ? null : run(a),
      baselineRun: b === null ? null : run(b),
    })),
    { candidate, serving, ofPolicy, scorersOf: scorers },
  );

test('the side without a run is asked for, with the scorers of the other', () => {
  expect(missing([['golden', null, 'b']])).toEqual([
    { of: 'candidate', version: 2, model: 'acme/next', dataset: 'golden', scorers: scorers('b') },
  ]);
  expect(missing([['golden', 'a', null]])).toEqual([
    { of: 'serving', version: 1, model: null, dataset: 'golden', scorers: scorers('a') },
  ]);
  expect(missing([['golden', 'a', 'b']])).toEqual([]);
});

test('both sides are asked for where neither has a run, the golden sets of a policy by name', () => {
  expect(missing([]).map(({ of, dataset, scorers: own }) => [of, dataset, own])).toEqual([
    ['candidate', null, null],
    ['serving', null, null],
  ]);
  const named = missing(
    [
      ['easy', null, null],
      ['hard', 'a', null],
    ],
    scorers('policy'),
  );
  expect(named.map(({ of, dataset }) => [of, dataset])).toEqual([
    ['candidate', 'easy'],
    ['serving', 'easy'],
    ['serving', 'hard'],
  ]);
  expect(new Set(named.map(({ scorers: own }) => JSON.stringify(own)))).toEqual(
    new Set([JSON.stringify(scorers('policy'))]),
  );
});
