import { expect, test } from 'vitest';
import { type Counted, spreadOf, statisticsOf } from './statistics.ts';
import { durationsOf, type IncidentTimes } from './times.ts';

const NO_TIMES: IncidentTimes = {
  ...{ impact_start: null, detected: null, acknowledged: null, mitigated: null, resolved: null },
};
const MINUTE = 60_000;

test('of 4, 6, 7, 9 and 120 the mean is 29.2, the median 7 and P90 75.6', () => {
  const { n, median, mean, p90, interval } = spreadOf([120, 4, 9, 6, 7]);
  expect([n, median, mean]).toEqual([5, 7, 29.2]);
  expect(p90).toBeCloseTo(75.6, 9);
  // The range of five values holds the median with 93.75 % only.
  expect(interval).toBeNull();
});

test.each([
  [
    [1, 2, 3, 4, 5, 6],
    [1, 6],
  ],
  [
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
    [2, 8],
  ],
  [Array.from({ length: 100 }, (_, i) => i + 1), [40, 61]],
])('the interval of the median of %j', (values, interval) => {
  expect(spreadOf(values).interval).toEqual(interval);
});

const incident = (more: Partial<Counted> & { minutes?: number | null } = {}): Counted => {
  const { minutes = 5, ...rest } = more;
  const start = Date.parse('2026-10-05T10:00:00Z');
  const times = { ...NO_TIMES, detected: start, impact_start: minutes === null ? null : start - minutes * MINUTE };
  return {
    ...{ state: 'closed', isDrill: false, at: start, severity: 2, trigger: 'deployment', detector: 'monitor' },
    ...{ isMitigatedByMachine: true, durations: durationsOf(times), peopleMs: 7 },
    ...rest,
  };
};

test('drills, false alarms and duplicates are apart, and an unknown start is counted, not guessed', () => {
  const found = statisticsOf([
    incident({ minutes: 4 }),
    incident({ minutes: 6, at: Date.parse('2026-11-02T10:00:00Z'), severity: 1, trigger: null }),
    incident({ minutes: null, detector: 'person' }),
    incident({ minutes: 500, isDrill: true }),
    incident({ minutes: 500, state: 'declined' }),
    incident({ minutes: 500, state: 'merged' }),
  ]);
  expect(found.all).toMatchObject({ n: 3, unknownStart: 1, peopleMs: 21, detect: { n: 2, median: 5 * MINUTE } });
  expect([found.drills.n, found.declined, found.merged]).toEqual([1, 1, 1]);
  expect(found.groups.month.map(({ key, n, isTrend }) => [key, n, isTrend])).toEqual([
    ['2026-10', 2, false],
    ['2026-11', 1, false],
  ]);
  expect(found.groups.trigger.map(({ key }) => key)).toEqual(['deployment', 'none known']);
  expect(found.groups.detector.map(({ key, n }) => `${key} ${n}`)).toEqual(['monitor 2', 'person 1']);
});
