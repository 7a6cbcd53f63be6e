import { expect, test } from 'vitest';
import { doneBy, runbookHeadline, runbooksHeadline, type StepEntry, trafficWords } from './runbook-words.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test.for([
  [[0, 0], 'Every step of 2 runbooks could be done now.'],
  [[0, 3], '1 of 2 runbooks has steps that cannot be done.'],
  [[1, 3], '2 of 2 runbooks have steps that cannot be done.'],
] as const)('%j dead steps: %s', ([dead, expected]) => {
  expect(plain(runbooksHeadline(dead.map((deadSteps) => ({ deadSteps }))))).toBe(expected);
});

test('the headline of a runbook counts its dead steps', () => {
  expect(plain(runbookHeadline({ title: 'Outage', deadSteps: 1 }))).toBe('Outage: 1 step cannot be done.');
  expect(runbookHeadline({ title: 'Outage', deadSteps: 0 })).toBe('Outage: every step could be done now.');
});

test.for([
  [{ requestsPerMinute: 41.2, changesTraffic: true }, '41 requests a minute, over the last hour.'],
  [{ requestsPerMinute: 0.2, changesTraffic: true }, 'Fewer than one request a minute, over the last hour.'],
  [{ requestsPerMinute: 0, changesTraffic: true }, 'No request in the last hour.'],
  [{ requestsPerMinute: null, changesTraffic: true }, 'Too many requests in the last hour to count them here.'],
  [{ requestsPerMinute: null, changesTraffic: false }, 'None until another person has approved it.'],
] as const)('%j is said as %s', ([preview, expected]) => {
  expect(trafficWords(preview)).toBe(expected);
});

test('a step is done by its last entry, until it is opened again', () => {
  const entry = (position: number, outcome: StepEntry['outcome']): StepEntry => ({
    ...{ id: '', position, outcome, note: '', by: 'Ed', at: new Date(0), sentence: null, path: null, undo: null },
  });
  const done = doneBy([entry(1, 'done'), entry(2, 'done'), entry(1, 'reopened'), entry(2, 'acted')]);
  expect([...done].map(([position, { outcome }]) => [position, outcome])).toEqual([[2, 'acted']]);
});
