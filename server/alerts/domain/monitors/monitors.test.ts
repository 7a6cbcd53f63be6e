import { describe, expect, test } from 'vitest';
import { judgeFeedback } from '#server/alerts/domain/judge-feedback.ts';
import { ruleWith } from '#server/alerts/domain/rule.ts';
import { binomialTail } from '#server/stats/binomial-tail.ts';
import { emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import { budgetSpent, burnThreshold, judgeBurnRate, minutesToFire } from './burn-rate.ts';
import { judgeErrorRate } from './error-rate.ts';
import { judgeLatency } from './latency.ts';
import { judgeOutcome, shareLimit } from './outcome.ts';
import { judgeQuality } from './quality.ts';
import { judgeTelemetryMissing } from './telemetry-missing.ts';

const least = (n: number, share: number, p: number): number => {
  let k = 0;
  while (!(k / n > share && binomialTail({ successes: k, n }, share) < p)) k++;
  return k;
};

const ERRORS = ruleWith({ limit: 1, clear: 0.8, minSamples: 20, p: 0.01, windowMin: 5 });
const LATENCY = ruleWith({ limit: 2, clear: 1.6, minSamples: 100, p: 0.001, windowMin: 10 });
const QUALITY = ruleWith({ limit: 5, clear: 3, minSamples: 100, p: 0.01, windowMin: 10 });
const breaches = (reading: { is: string }) => reading.is === 'measured' && 'breaches' in reading && reading.breaches;

const errorsOf = (rule: typeof ERRORS, counts: { n: number; errors: number }) =>
  judgeErrorRate(rule, [{ minutes: 5, ...counts }]);

describe('errors above 1 %', () => {
  test('too few in 5 minutes: 15 minutes decide', () => {
    const windows = [
      { minutes: 5, n: 19, errors: 19 },
      { minutes: 15, n: 40, errors: 19 },
    ];
    expect(judgeErrorRate(ERRORS, windows)).toMatchObject({ breaches: true, evidence: { n: 40, windowMin: 15 } });
  });

  test.for([
    [20, 3],
    [50, 4],
    [100, 5],
    [200, 7],
    [500, 12],
    [1000, 19],
    [5000, 68],
  ] as const)('of %s requests %s errors are the fewest that fire', ([n, errors]) => {
    expect(least(n, 0.01, 0.01)).toBe(errors);
    expect(breaches(errorsOf(ERRORS, { n, errors }))).toBe(true);
    expect(breaches(errorsOf(ERRORS, { n, errors: errors - 1 }))).toBe(false);
  });

  test('fewer requests than the minimum decide nothing, however many fail', () => {
    expect(errorsOf(ERRORS, { n: 19, errors: 19 }).is).toBe('too_few');
    expect(errorsOf(ERRORS, { n: 0, errors: 0 }).is).toBe('nothing');
  });

  test('literally, one error of 50 is above 1 %, and exactly 1 % is not', () => {
    const literal = { ...ERRORS, literal: true };
    expect(breaches(errorsOf(literal, { n: 50, errors: 1 }))).toBe(true);
    expect(breaches(errorsOf(literal, { n: 100, errors: 1 }))).toBe(false);
  });

  test('it is good again below the clear level only', () => {
    expect(errorsOf(ERRORS, { n: 1000, errors: 9 })).toMatchObject({ breaches: false, isClear: false });
    expect(errorsOf(ERRORS, { n: 1000, errors: 7 })).toMatchObject({ breaches: false, isClear: true });
  });
});

describe('P99 twice its baseline', () => {
  const look = (n: number, over: number, p99 = 2500) =>
    judgeLatency(LATENCY, { n, p99, slowerThan: () => ({ n, over }) }, { value: 1000, n: 9000, from: 'same_hours' });

  test.for([
    [100, 6],
    [200, 9],
    [500, 14],
    [1000, 22],
    [5000, 74],
  ] as const)('of %s requests %s slower ones are the fewest that fire', ([n, over]) => {
    expect(least(n, 0.01, 0.001)).toBe(over);
    expect(breaches(look(n, over))).toBe(true);
    expect(breaches(look(n, over - 1))).toBe(false);
  });

  test('50 requests would need 5, and are too few', () => {
    expect(least(50, 0.01, 0.001)).toBe(5);
    expect(look(50, 50).is).toBe('too_few');
  });

  test('it is good again below 1.6 times, and without a past it is not judged', () => {
    expect(look(1000, 0, 1599)).toMatchObject({ isClear: true });
    expect(look(1000, 0, 1600)).toMatchObject({ isClear: false });
    const none = judgeLatency(LATENCY, { n: 500, p99: 9000, slowerThan: () => ({ n: 500, over: 500 }) }, null);
    expect(none.is).toBe('baseline_missing');
  });
});

describe('burn rates', () => {
  test.for([
    [99, 14.4, 60, 0.144, 0.02, 8.64],
    [99, 6, 360, 0.06, 0.05, 21.6],
    [99, 3, 1440, 0.03, 0.1, 43.2],
    [99, 1, 4320, 0.01, 0.1, 43.2],
    [99.9, 14.4, 60, 0.0144, 0.02, 0.864],
  ] as const)('of a target of %s %%, %s times over %s minutes', ([target, factor, longMin, share, spent, minutes]) => {
    const pair = { factor, longMin, shortMin: longMin / 12 };
    expect(burnThreshold(target, factor)).toBeCloseTo(share, 10);
    expect(budgetSpent(pair)).toBeCloseTo(spent, 10);
    expect(minutesToFire(pair, target, 1)).toBeCloseTo(minutes, 10);
  });

  test('a tenth of errors is found by 6 times over 6 hours after 216 minutes', () => {
    expect(minutesToFire({ factor: 6, longMin: 360, shortMin: 30 }, 99, 0.1)).toBeCloseTo(216, 10);
  });

  const pair = { factor: 14.4, longMin: 60, shortMin: 5 };
  const rule = ruleWith({ limit: 99, minSamples: 100, p: 0.01, pairs: [pair] });
  const hot = { n: 1000, errors: 200 };
  test('both windows must burn; the short one alone makes it good again', () => {
    expect(judgeBurnRate(rule, [{ pair, long: hot, short: hot }])).toMatchObject({ breaches: true, isClear: false });
    const short = { n: 80, errors: 2 };
    expect(judgeBurnRate(rule, [{ pair, long: hot, short }])).toMatchObject({ breaches: false, isClear: true });
    const one = { n: 4, errors: 1 };
    expect(judgeBurnRate(rule, [{ pair, long: one, short: one }]).is, 'one of four').toBe('too_few');
  });
});

describe('quality 5 % below its baseline', () => {
  const window = (minutes: number, mean: number, n = 200, standardError = 0.01) => ({
    minutes,
    figures: { quality: { mean, n, standardError, clusters: 80 } },
  });
  const before = { value: 0.9, n: 4000, from: 'same_hours' } as const;
  test.for([
    ['a drop of exactly 5 % is none', [window(10, 0.855)], false, false],
    ['a drop of 6 % that may as well be one of 5 %', [window(10, 0.846)], false, false],
    ['a drop of 10 %', [window(10, 0.81)], true, false],
    ['too few scores in ten minutes: the hour decides', [window(10, 0.5, 40), window(60, 0.8)], true, false],
    ['bad hours before, good again now', [window(10, 0.899), window(60, 0.8)], false, true],
  ] as const)('%s', ([, windows, fires, isClear]) => {
    expect(judgeQuality(QUALITY, windows, before)).toMatchObject({ breaches: fires, isClear });
  });

  test('twenty scores decide ten times as strictly', () => {
    expect(judgeQuality(QUALITY, [window(360, 0.8, 20)], before)).toMatchObject({ breaches: true });
    const p = judgeQuality(QUALITY, [window(360, 0.828, 200)], before).evidence.p ?? 1;
    expect(p).toBeGreaterThan(0.001);
    expect(judgeQuality(QUALITY, [window(360, 0.828, 200)], before)).toMatchObject({ breaches: true });
    expect(judgeQuality(QUALITY, [window(360, 0.828, 20)], before)).toMatchObject({ breaches: false });
  });

  test('too few scores anywhere, no score, no past', () => {
    expect(judgeQuality(QUALITY, [window(10, 0.1, 19)], before).is).toBe('too_few');
    expect(judgeQuality(QUALITY, [{ minutes: 10, figures: { quality: null } }], before).is).toBe('nothing');
    expect(judgeQuality(QUALITY, [window(10, 0.1)], null).is).toBe('baseline_missing');
  });
});

test.for([
  ['silent where each week had 100', 0, [100, 240, 180], true],
  ['one request is enough', 1, [100, 240, 180], false],
] as const)('telemetry: %s', ([, n, weeks, fires]) => {
  const rule = ruleWith({ limit: 100, windowMin: 15 });
  expect(judgeTelemetryMissing(rule, n, weeks)).toMatchObject({ breaches: fires, isClear: n > 0 });
});

test('telemetry: a series that was quiet in one of the weeks is not expected', () => {
  const rule = ruleWith({ limit: 100, windowMin: 15 });
  expect(judgeTelemetryMissing(rule, 0, [100, 99, 180]).is).toBe('too_few');
  expect(judgeTelemetryMissing(rule, 0, [500, 500]).is).toBe('too_few');
});

describe('failed outcomes 1.5 times their usual share', () => {
  const rule = ruleWith({ limit: 1.5, clear: 1.25, minSamples: 100, p: 0.001, windowMin: 60 });
  const window = (minutes: number, outcomeN: number, failed: number) => ({
    minutes,
    figures: { cell: { ...emptyCell(), outcomeN, outcomeOk: outcomeN - failed } },
  });
  const usual = { value: 0.1, n: 4000, from: 'same_hours' } as const;
  test.for([
    ['15 of 100 are within the limit', [window(60, 100, 15)], false, false],
    ['25 of 100 may be luck', [window(60, 100, 25)], false, false],
    ['32 of 100 are not', [window(60, 100, 32)], true, false],
    ['99 in the hour are too few: six hours decide', [window(60, 99, 99), window(360, 200, 60)], true, false],
    ['below 1.25 times it is good again', [window(60, 200, 24)], false, true],
  ] as const)('%s', ([, windows, fires, isClear]) => {
    expect(judgeOutcome(rule, windows, usual)).toMatchObject({ breaches: fires, isClear });
  });

  test('too few anywhere, none at all, no past', () => {
    expect(judgeOutcome(rule, [window(60, 99, 99)], usual).is).toBe('too_few');
    expect(judgeOutcome(rule, [window(60, 0, 0)], usual).is).toBe('nothing');
    expect(judgeOutcome(rule, [window(60, 100, 50)], null).is).toBe('baseline_missing');
  });

  test('where four of five fail, nine of ten are the limit', () => {
    expect(shareLimit(0.8, 1.5)).toBeCloseTo(0.9, 10);
    expect(shareLimit(0.1, 1.5)).toBeCloseTo(0.15, 10);
  });
});

test.for([
  ['three times the usual share', 2000, 200, 200, 60, true],
  ['twice the usual share, which 1.5 times may give', 2000, 200, 200, 40, false],
  ['twice the usual share of 20, which may be luck', 2000, 200, 20, 4, false],
  ['all of 20', 2000, 200, 20, 20, true],
  ['19 are too few, however bad', 2000, 200, 19, 19, false],
  ['a week of 49 answers says nothing', 49, 0, 200, 200, false],
  ['the usual share', 2000, 200, 200, 20, false],
] as const)('feedback: %s', ([, n, negative, nNow, bad, fires]) => {
  const hour = 3_600_000;
  const now = 1000 * 24 * hour + 1800_000;
  const counts = [
    { hour: now - 1800_000 - 48 * hour, n, negative },
    { hour: now - 1800_000, n: nNow, negative: bad },
  ];
  expect(judgeFeedback(counts, now) !== null).toBe(fires);
});
