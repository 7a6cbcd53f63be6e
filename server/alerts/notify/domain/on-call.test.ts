import { describe, expect, it, test } from 'vitest';
import { dueSteps, isTimeZone, type Override, onCallAt, type Rotation } from './on-call.ts';

const at = (text: string) => Date.parse(text);
/** Hand-over on Mondays at 09:00 in Berlin; the week of 23 Nov 2026 is Kenji's. */
const rotation: Rotation = {
  people: ['kenji', 'ruta', 'maren'],
  timeZone: 'Europe/Berlin',
  handOverDay: 1,
  handOverMinute: 9 * 60,
  startsOn: '2026-11-23',
};
const who = (text: string, overrides: Override[] = []) => onCallAt(rotation, overrides, at(text));

describe('the rotation', () => {
  test.each([
    ['in the week', '2026-11-24T12:00:00Z', 'kenji', '2026-11-30T08:00:00Z', 'ruta'],
    ['a minute before the hand-over', '2026-11-30T07:59:00Z', 'kenji', '2026-11-30T08:00:00Z', 'ruta'],
    ['at the hand-over', '2026-11-30T08:00:00Z', 'ruta', '2026-12-07T08:00:00Z', 'maren'],
    ['after all had their week', '2026-12-14T08:00:00Z', 'kenji', '2026-12-21T08:00:00Z', 'ruta'],
    ['before it began', '2026-11-22T12:00:00Z', 'maren', '2026-11-23T08:00:00Z', 'kenji'],
    ['over the change to summer time', '2027-03-26T12:00:00Z', 'maren', '2027-03-29T07:00:00Z', 'kenji'],
  ])('%s', (_, now, person, until, next) => {
    expect(who(now)).toEqual({ person, until: at(until), next, isOverride: false });
  });

  it('of nobody has nobody', () =>
    expect(onCallAt({ ...rotation, people: [] }, [], at('2026-11-24T12:00:00Z'))).toBeNull());
  it('of one is always the same person', () => {
    expect(onCallAt({ ...rotation, people: ['idris'] }, [], at('2027-11-24T12:00:00Z'))).toMatchObject({
      person: 'idris',
      next: 'idris',
    });
  });
  it('knows its time zones', () =>
    expect([isTimeZone('Europe/Berlin'), isTimeZone('Mars/Olympus')]).toEqual([true, false]));
});

describe('an override', () => {
  const evening: Override = {
    person: 'maren',
    from: at('2026-11-24T18:00:00Z'),
    to: at('2026-11-24T22:00:00Z'),
    createdAt: 1,
  };
  it('wins over the rotation, and is announced before it begins', () => {
    expect(who('2026-11-24T17:59:59Z', [evening])).toEqual({
      person: 'kenji',
      until: evening.from,
      next: 'maren',
      isOverride: false,
    });
    expect(who('2026-11-24T18:00:00Z', [evening])).toEqual({
      person: 'maren',
      until: evening.to,
      next: 'kenji',
      isOverride: true,
    });
    expect(who('2026-11-24T22:00:00Z', [evening])?.person).toBe('kenji');
  });
  it('that was made later wins', () => {
    const later = { ...evening, person: 'idris', createdAt: 2 };
    expect(who('2026-11-24T19:00:00Z', [evening, later])?.person).toBe('idris');
  });
  it('over a hand-over is followed by the next week', () => {
    const weekend = { ...evening, from: at('2026-11-28T00:00:00Z'), to: at('2026-11-30T12:00:00Z') };
    expect(who('2026-11-29T00:00:00Z', [weekend])?.next).toBe('ruta');
  });
});

describe('escalation', () => {
  const steps = [0, 10, 25].map((afterMinutes, i) => ({ step: i + 1, afterMinutes }));
  const opened = at('2026-11-24T14:13:00Z');
  const alert = {
    severity: 'page',
    openedAt: opened,
    isAcknowledged: false,
    isResolved: false,
    isMuted: false,
    taken: [],
  };
  const due = (minutes: number, given: Partial<Parameters<typeof dueSteps>[1]> = {}) =>
    dueSteps(steps, { ...alert, ...given }, opened + minutes * 60_000).map((one) => one.step);
  test.each<[string, number[], number[]]>([
    ['at once', due(0), [1]],
    ['just before the second', due(9.99), [1]],
    ['after ten minutes', due(10, { taken: [1] }), [2]],
    ['after a pause of the worker', due(30, { taken: [1] }), [2, 3]],
    ['all taken', due(60, { taken: [1, 2, 3] }), []],
    ['acknowledged', due(30, { isAcknowledged: true }), []],
    ['over', due(30, { isResolved: true }), []],
    ['silenced', due(30, { isMuted: true }), []],
    ['a warning', due(30, { severity: 'warning' }), []],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
});
