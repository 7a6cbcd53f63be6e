import { expect, test } from 'vitest';
import { hasPoints, type OutcomeLine, type OutcomeLines, seriesOfLines, whyEmpty } from './outcome-lines.ts';

const HOUR = 3_600_000;
const line = (version: number, more: Partial<OutcomeLine> = {}): OutcomeLine => ({
  ...{ key: String(version), group: { prompt: 'search/answer', version, model: 'm1', provider: 'test', arm: null } },
  ...{
    tasks: 10,
    immature: 0,
    succeeded: 8,
    withoutOutcome: 0,
    unknownCostAttempts: 0,
    perOutcome: null,
    missing: null,
  },
  points: [],
  ...more,
});
const read = (more: Partial<OutcomeLines> = {}): OutcomeLines => ({
  ...{ from: 0, to: 4 * HOUR, stepMs: HOUR, matureUntil: 3 * HOUR, more: 0, lines: [line(1)] },
  ...more,
});

test('a line has a place for each mature stretch, a gap where nothing succeeded, and its interval below it', () => {
  const points = [
    { t: 0, cost: 1, low: 0.9, high: 1.1, tasks: 4 },
    { t: 2 * HOUR, cost: 2, low: null, high: null, tasks: 2 },
  ];
  const candidate = line(2, { group: { prompt: 'search/answer', version: 2, arm: 'candidate' } });
  const [band, drawn, , other] = seriesOfLines(read({ lines: [line(1, { points }), candidate] }));
  expect(band).toMatchObject({
    kind: 'band',
    points: [
      [0, 0.9, 1.1],
      [HOUR, null, null],
      [2 * HOUR, null, null],
    ],
  });
  expect(drawn).toMatchObject({
    kind: 'line',
    label: 'search/answer 1 (m1)',
    points: [
      [0, 1],
      [HOUR, null],
      [2 * HOUR, 2],
    ],
  });
  expect(other).toMatchObject({ colour: 'var(--candidate)', strength: 'thick' });
  expect([hasPoints(read()), hasPoints(read({ lines: [line(1, { points })] }))]).toEqual([false, true]);
});

test.for([
  ['nothing started', { lines: [] }, 'no task in this range'],
  ['the range is young', { matureUntil: 0 }, 'no task of this range is a day old yet; choose a longer one'],
  ['its tasks are young', { lines: [line(1, { tasks: 0, immature: 3 })] }, 'no task of this range is a day old'],
  [
    'no outcome was sent',
    { lines: [line(1, { withoutOutcome: 10 })] },
    'no outcome was sent for the tasks of this range',
  ],
  ['all failed', {}, 'no task of this range with a success and a known cost'],
] as const)('an empty chart says that %s', ([, more, words]) => {
  expect(whyEmpty(read(more as Partial<OutcomeLines>))).toBe(words);
});
