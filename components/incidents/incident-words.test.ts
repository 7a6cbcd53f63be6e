import { expect, test } from 'vitest';
import {
  type Incident,
  type IncidentLine,
  incidentEvidence,
  incidentHeadline,
  listHeadline,
  scopeWords,
  setBy,
} from './incident-words.ts';

const MINUTE = 60_000;
const incident = (more: object = {}) =>
  ({
    ...{
      title: 'Errors of orders/extract are above 1 %',
      state: 'resolved',
      detector: 'monitor',
      detected_by: 'Errors',
    },
    ...{ merged_into: null, reason: null, mitigated_by_machine: false, times: { mitigated: null } },
    durations: { detect_ms: 7 * MINUTE, mitigate_ms: 17 * MINUTE, proactive: false },
    impact: { requests: 697, failed_requests: 74, outcomes: 600, failed_outcomes: 61 },
    ...more,
  }) as unknown as Incident;

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test.each([
  [{}, 'Errors of orders/extract are above 1 %: 74 of 697 requests failed in 17 min.'],
  [{ impact: null }, 'Errors of orders/extract are above 1 %.'],
  [
    { durations: { detect_ms: null, mitigate_ms: null, proactive: false } },
    'Errors of orders/extract are above 1 %: 74 of 697 requests failed so far.',
  ],
])('the headline of %j', (more, text) => expect(plain(incidentHeadline(incident(more)))).toBe(text));

test.each([
  [{}, 'Detected after 7 min by a monitor, mitigated 17 min after it began. 61 of 600 outcomes failed.'],
  [
    { impact: null, detector: 'person', detected_by: 'Maren', durations: { detect_ms: null, mitigate_ms: null } },
    'Detected by Maren; when it began is not known, not mitigated yet.',
  ],
  [
    { impact: null, durations: { detect_ms: 0, mitigate_ms: null, proactive: true } },
    'Detected before the impact by a monitor, not mitigated yet.',
  ],
  [{ state: 'declined', reason: 'a test' }, 'A false alarm: a test'],
  [{ state: 'merged', merged_into: 'INC-3', reason: 'the same' }, 'A duplicate of INC-3: the same'],
])('the evidence of %j', (more, text) => expect(plain(incidentEvidence(incident(more)))).toBe(text));

test('the list says what is open', () => {
  const line = (number: number, state: string, severity = 2) =>
    ({ number, name: `INC-${number}`, state, severity, title: 'Errors' }) as unknown as IncidentLine;
  expect(listHeadline([])).toBe('No incident so far.');
  expect(listHeadline([line(1, 'closed')])).toBe('No incident is open.');
  expect(listHeadline([line(2, 'triage'), line(1, 'closed')])).toBe('INC-2 is open: Errors.');
  expect(plain(listHeadline([line(3, 'active', 3), line(2, 'triage', 1)]))).toBe(
    '2 incidents are open, the worst of severity 1.',
  );
});

test('the scope names what it has', () => {
  const none = { prompt: null, version: null, environment: null, model: null };
  expect(scopeWords({ ...none, prompt: 'a', version: 3, environment: 'production', model: 'm' })).toBe(
    'a 3 in production',
  );
  expect(scopeWords({ ...none, model: 'm' })).toBe('m');
  expect(scopeWords(none)).toBe('all traffic');
});

const AT = '2026-11-27T09:06:00.000Z';
const machine = (by = 'incidents') => ({ at: AT, source: 'machine', by, reason: null, original_at: AT });
test.each([
  ['detected', { detector: 'person', detected_by: 'Maren' }, machine('Maren'), 'declared by Maren'],
  ['detected', {}, machine(), 'by a monitor: 7.8 % of requests fail'],
  ['detected', { alerts: [] }, machine(), 'by a monitor: Errors'],
  ['detected', { detector: 'outside', alerts: [] }, machine(), 'by an alert from outside: Errors'],
  ['detected', {}, { ...machine('Ed'), source: 'person' }, 'set by Ed'],
  ['impact_start', {}, machine(), 'found by the machine'],
  ['impact_start', {}, { ...machine('Ed'), source: 'person' }, 'set by Ed'],
  ['acknowledged', {}, machine('Ed'), 'first human action, by Ed'],
  ['acknowledged', {}, machine(), 'first human action'],
  ['mitigated', {}, machine(), 'found by the machine'],
  ['resolved', {}, null, ''],
] as const)('%s of %j says who set it', (field, more, time, words) => {
  const alerts = [{ title: '7.8 % of requests fail', opened_at: AT }];
  expect(setBy(incident({ alerts, ...more, times: { [field]: time } }), field)).toBe(words);
});
