import { describe, expect, test } from 'vitest';
import { INCIDENT_STATES, stateRefusal } from './incident.ts';
import { alike, isSameScope } from './same-scope.ts';
import { severityIntervals } from './severity-intervals.ts';

test('the states follow the table', () => {
  const allowed = INCIDENT_STATES.flatMap((from) =>
    INCIDENT_STATES.filter((to) => stateRefusal(from, to) === null).map((to) => `${from} → ${to}`),
  );
  expect(allowed).toEqual([
    ...['triage → active', 'triage → mitigated', 'triage → declined', 'triage → merged'],
    ...['active → mitigated', 'active → resolved', 'active → declined', 'active → merged'],
    ...['mitigated → active', 'mitigated → resolved', 'mitigated → declined', 'mitigated → merged'],
    ...['resolved → active', 'resolved → closed', 'declined → triage'],
  ]);
  expect(stateRefusal('merged', 'active')).toBe(
    'This incident is merged, so it cannot become active. Nothing follows it.',
  );
});

const scope = (prompt: string | null, model: string | null = null, environment: string | null = 'production') => ({
  ...{ prompt, model, environment },
});

describe('an alert joins an open incident', () => {
  test.each([
    ['of the same prompt', scope('a'), scope('a', 'm'), true],
    ['not of another prompt on the same model', scope('a', 'm'), scope('b', 'm'), false],
    ['of its model', scope('a', 'm'), scope(null, 'm'), true],
    ['not of all traffic', scope('a', 'm'), scope(null), false],
    ['of all traffic, where it is of all traffic too', scope(null), scope(null), true],
    ['not of another environment', scope('a'), scope('a', null, 'staging'), false],
    ['of no certain environment', scope('a'), scope('a', null, null), true],
  ])('%s', (_, incident, alert, joins) => expect(isSameScope(incident, alert)).toBe(joins));
});

test('the same incident before: same kind and traffic first, then the newest', () => {
  const past = (id: string, kind: string, of: ReturnType<typeof scope>, detectedAt: number) => ({
    ...of,
    ...{ id, kind, detectedAt },
  });
  const found = alike({ ...scope('a', 'm'), kind: 'quality', detectedAt: 9 }, [
    past('older', 'quality', scope('a'), 1),
    past('newer', 'quality', scope('a', 'm'), 2),
    past('model', 'quality', scope('b', 'm'), 3),
    past('other kind', 'latency', scope('a'), 4),
  ]);
  expect(found.map(({ id }) => id)).toEqual(['newer', 'older']);
});

test('severity is a list of intervals', () => {
  const steps = [
    { from: 0, severity: 2 },
    { from: 10, severity: 1 },
    { from: 25, severity: 3 },
  ] as const;
  expect(severityIntervals(steps, 60).map(({ severity, from, to }) => [severity, to - from])).toEqual([
    ...[
      [2, 10],
      [1, 15],
    ],
    [3, 35],
  ]);
  expect(severityIntervals(steps, 20).map(({ to }) => to)).toEqual([10, 20]);
});
