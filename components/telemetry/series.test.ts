import { describe, expect, it } from 'vitest';
import { endLabelOf, marksOf, ratePoints } from './series.ts';

const MINUTE = 60_000;

describe('a rate', () => {
  const of = { stepMs: 10 * MINUTE, unitMs: MINUTE };
  it('divides a full bucket by its length', () => {
    expect(ratePoints([0], [50], { ...of, now: 60 * MINUTE })).toEqual([[0, 5]]);
  });
  it('divides the running bucket by what has passed of it', () => {
    expect(ratePoints([0], [20], { ...of, now: 4 * MINUTE })).toEqual([[0, 5]]);
  });
  it('does not scale one request of the first second up to a high rate', () => {
    expect(ratePoints([0], [1], { ...of, now: 1000 })).toEqual([[0, 0.5]]);
  });
  it('returns null for an unknown value', () => {
    expect(ratePoints([0], [null], { ...of, now: 60 * MINUTE })).toEqual([[0, null]]);
  });
});

describe('the end of a line', () => {
  it('keeps short names', () => expect(endLabelOf('atlas-2-mini')).toBe('atlas-2-mini'));
  it('keeps the end of long ones', () => {
    expect(endLabelOf('gpt-3.5-turbo-0301')).toBe('gpt-3.…o-0301');
    expect(endLabelOf('x'.repeat(80))).toHaveLength(13);
  });
});

it('draws deployments and roll-backs, not gates', () => {
  const mark = { t: 1, title: 'x', path: '/promotions/1', imported: false };
  const drawn = marksOf('p', [
    { ...mark, kind: 'deployment', imported: true },
    { ...mark, kind: 'gate' },
    { ...mark, kind: 'rollback' },
  ]);
  expect(drawn.map(({ kind, title }) => [kind, title])).toEqual([
    ['deployment', 'x (imported)'],
    ['roll-back', 'x'],
  ]);
});
