import { expect, test } from 'vitest';
import { durationsOf, type IncidentTimes, stateTimesFault, timesFault } from './times.ts';

const NO_TIMES: IncidentTimes = {
  ...{ impact_start: null, detected: null, acknowledged: null, mitigated: null, resolved: null },
};
const MINUTE = 60_000;
const at = (clock: string): number => Date.parse(`2026-11-22T${clock}:00Z`);
const times = (some: Partial<IncidentTimes>): IncidentTimes => ({ ...NO_TIMES, ...some });
const minutes = (ms: number | null) => (ms === null ? null : ms / MINUTE);

// methods.md §10(d): start 10:00, pending 10:04, fired 10:06, acknowledged 10:09, rollback 10:10, good from 10:12, resolved 14:00.
const EXAMPLE = times({
  ...{ impact_start: at('10:00'), detected: at('10:06'), acknowledged: at('10:09') },
  ...{ mitigated: at('10:12'), resolved: at('14:00') },
});

test('6 min to detect from the fire, not from pending; 3 to acknowledge, 12 to mitigate, 240 to resolve', () => {
  const { detectMs, acknowledgeMs, mitigateMs, resolveMs, proactive, unknownStart } = durationsOf(EXAMPLE);
  expect([detectMs, acknowledgeMs, mitigateMs, resolveMs].map(minutes)).toEqual([6, 3, 12, 240]);
  expect([proactive, unknownStart]).toEqual([false, false]);
});

test('detected before the impact takes no time, and says proactive', () => {
  const found = durationsOf(times({ impact_start: at('10:00'), detected: at('09:58') }));
  expect([found.detectMs, found.proactive]).toEqual([0, true]);
});

test('an unknown start leaves only the time to acknowledge', () => {
  const found = durationsOf({ ...EXAMPLE, impact_start: null });
  expect([found.detectMs, found.mitigateMs, found.resolveMs, found.unknownStart]).toEqual([null, null, null, true]);
  expect(minutes(found.acknowledgeMs)).toBe(3);
});

test.each([
  ['the example', {}, null],
  ['detection before the impact', { detected: at('09:58') }, null],
  ['acknowledged before it was detected', { acknowledged: at('10:05') }, 'acknowledged'],
  ['mitigated before it began', { mitigated: at('09:59') }, 'mitigated'],
  ['resolved before it was mitigated', { resolved: at('10:11') }, 'resolved'],
  ['acknowledged after it was resolved', { acknowledged: at('14:01') }, 'resolved'],
  ['mitigated before it was detected', { mitigated: at('10:05') }, 'mitigated'],
  ['resolved before it was detected', { mitigated: null, acknowledged: null, resolved: at('10:05') }, 'resolved'],
  ['acknowledged after it was mitigated', { acknowledged: at('13:00') }, null],
  ['a start 91 days before', { impact_start: at('10:06') - 91 * 1440 * MINUTE }, 'impact_start'],
  ['a start 90 days before', { impact_start: at('10:06') - 90 * 1440 * MINUTE }, null],
  ['a time that lies ahead', { resolved: at('15:01') }, 'resolved'],
])('%s: %j', (_, some, field) => {
  expect(timesFault({ ...EXAMPLE, ...some }, at('15:00'))?.field ?? null).toBe(field);
});

test('only what was given is judged, and the sentence names both times', () => {
  const late = { ...EXAMPLE, acknowledged: at('14:01') };
  expect(timesFault(late, at('15:00'), ['impact_start', 'mitigated'])).toBe(null);
  expect(timesFault(late, at('15:00'), ['acknowledged'])).toEqual({
    field: 'acknowledged',
    sentence:
      'The time of resolution (resolved, 2026-11-22T14:00:00.000Z) is before acknowledgement (acknowledged, 2026-11-22T14:01:00.000Z). Correct one of the two.',
  });
});

test.each([
  [{ resolved: 1 }, 'triage', 'resolved'],
  [{ resolved: 1 }, 'mitigated', 'resolved'],
  [{ resolved: null }, 'closed', 'resolved'],
  [{ mitigated: 1 }, 'active', 'mitigated'],
  [{ detected: null }, 'active', 'detected'],
  [{ mitigated: 1 }, 'mitigated', null],
  [{ mitigated: null, resolved: 1 }, 'resolved', null],
  [{ mitigated: null, resolved: null, impact_start: null }, 'triage', null],
] as const)('%j of an incident that is %s: %s', (given, state, field) => {
  expect(stateTimesFault(given, state)?.field ?? null).toBe(field);
});
