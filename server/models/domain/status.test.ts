import { describe, expect, test } from 'vitest';
import { daysLeft, modelStatus } from './status.ts';

const NOW = new Date('2026-11-20T23:59:59.999Z');

describe('the status of a model', () => {
  test.each([
    [null, null, 'active'],
    ['2026-11-21', null, 'active'],
    ['2026-11-20', null, 'deprecated'],
    ['2026-01-01', '2027-12-31', 'deprecated'],
    [null, '2027-12-31', 'deprecated'],
    [null, '2027-02-18', 'retiring'],
    [null, '2027-02-19', 'deprecated'],
    ['2026-01-01', '2026-11-21', 'retiring'],
    ['2026-01-01', '2026-11-20', 'retired'],
  ])('deprecated %s, retired %s: %s', (deprecationDate, retirementDate, expected) => {
    expect(modelStatus({ deprecationDate, retirementDate }, NOW)).toBe(expected);
  });

  test('is preview until the day of its release, unless it is deprecated already', () => {
    const none = { deprecationDate: null, retirementDate: null };
    expect(modelStatus({ ...none, releasedAt: '2026-11-21' }, NOW)).toBe('preview');
    expect(modelStatus({ ...none, releasedAt: '2026-11-20' }, NOW)).toBe('active');
    expect(modelStatus({ ...none, deprecationDate: '2026-11-01', releasedAt: '2026-11-21' }, NOW)).toBe('deprecated');
  });

  test('counts whole UTC days to the retirement, else to the deprecation', () => {
    expect(daysLeft({ deprecationDate: '2026-11-21', retirementDate: '2026-12-11' }, NOW)).toBe(21);
    expect(daysLeft({ deprecationDate: '2026-11-19', retirementDate: null }, NOW)).toBe(-1);
    expect(daysLeft({ deprecationDate: null, retirementDate: null }, NOW)).toBeNull();
  });
});
