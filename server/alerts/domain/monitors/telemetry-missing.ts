import type { Reading } from '#server/alerts/domain/reading.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';

/**
 * No request at all in the window, where the same hour of each of the last three weeks had at least `limit`. Here missing
 * data is the finding; a series that was quiet in one of those weeks is not expected.
 */
export function judgeTelemetryMissing(rule: Rule, n: number, sameHour: readonly number[]): Reading {
  const expected = sameHour.length < 3 ? 0 : Math.min(...sameHour);
  const evidence = {
    ...{ method: 'no requests where the last three weeks had them', value: n, limit: rule.limit, n: expected },
    ...{ needed: rule.limit, windowMin: rule.windowMin, baseline: expected, baselineFrom: 'same_hours' as const },
  };
  if (n > 0) return { is: 'measured', breaches: false, isClear: true, evidence };
  if (expected < rule.limit) return { is: 'too_few', evidence };
  return { is: 'measured', breaches: true, isClear: false, evidence };
}
