import { describe, expect, it, test } from 'vitest';
import { BACK_OFF_MS, judgeStatus, retryAt, shownResponse } from './delivery.ts';

describe('retries', () => {
  it('pause 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, and then end', () => {
    expect(BACK_OFF_MS.map((_, i) => (retryAt(i + 1, 0, 0.5) ?? 0) / 1000)).toEqual([
      5, 300, 1800, 7200, 18000, 36000, 36000,
    ]);
    expect(retryAt(8, 0, 0.5)).toBeNull();
  });
  it('spread by a fifth either way', () => {
    expect([retryAt(2, 0, 0), retryAt(2, 0, 1)]).toEqual([240_000, 360_000]);
  });
});

test.each([
  ['slack', 200, 'delivered'],
  ['pagerduty', 202, 'delivered'],
  ['pagerduty', 400, 'refused'],
  ['pagerduty', 429, 'retry'],
  ['incident_io', 400, 'refused'],
  ['webhook', 400, 'retry'],
  ['webhook', 404, 'retry'],
  ['webhook', 410, 'gone'],
  ['teams', 500, 'retry'],
] as const)('%s answers %i: %s', (kind, status, verdict) => expect(judgeStatus(kind, status)).toBe(verdict));

test('a response is shown on one line and in 200 characters', () => {
  expect(shownResponse(' no\r\n\u0000such\u202Ehook ')).toBe('no such hook');
  expect(shownResponse('x'.repeat(900))).toHaveLength(200);
});
