import { expect, test } from 'vitest';
import { doneBy, runbookHeadline, runbooksHeadline, type StepEntry, trafficWords } from './runbook-words.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test.for([
  [[0, 0], 0, 'Every step of 2 runbooks could be done now.'],
  [[0, 0], 2, 'No step of 2 runbooks is dead; 4 steps have nothing to act on yet.'],
  [[0, 3], 0, '1 of 2 runbooks has steps that cannot be done.'],
  [[1, 3], 1, '2 of 2 runbooks have steps that cannot be done.'],
] as const)('%j dead steps and %i idle each: %s', ([dead, idleSteps, expected]) => {
  expect(plain(runbooksHeadline(dead.map((deadSteps) => ({ deadSteps, idleSteps }))))).toBe(expected);
});

test('the headline of a runbook counts its dead steps', () => {
  const words = (deadSteps: number, idleSteps: number) =>
    plain(runbookHeadline({ title: 'Outage', deadSteps, idleSteps }));
  expect(words(1, 1)).toBe('Outage: 1 step cannot be done.');
  expect(words(0, 1)).toBe('Outage: no step is dead; 1 step has nothing to act on yet.');
  expect(words(0, 0)).toBe('Outage: every step could be done now.');
});

test.for([
  [{ requestsPerMinute: 41.2, changesTraffic: 'now' }, '41 requests a minute, over the last hour.'],
  [{ requestsPerMinute: 0.2, changesTraffic: 'now' }, 'Fewer than one request a minute, over the last hour.'],
  [{ requestsPerMinute: 0, changesTraffic: 'now' }, 'No request in the last hour.'],
  [{ requestsPerMinute: null, changesTraffic: 'now' }, 'Too many requests in the last hour to count them here.'],
  [{ requestsPerMinute: null, changesTraffic: 'later' }, 'None until another person has approved it.'],
  [{ requestsPerMinute: null, changesTraffic: 'never' }, 'None: no request is served otherwise.'],
] as const)('%j is said as %s', ([preview, expected]) => {
  expect(trafficWords(preview)).toBe(expected);
});

test('a step is done by its last entry, until it is opened again', () => {
  const entry = (position: number, outcome: StepEntry['outcome']): StepEntry => ({
    ...{ id: '', position, outcome, note: '', by: 'Ed', at: new Date(0), sentence: null, path: null, undo: null },
    canUndo: false,
  });
  const done = doneBy([entry(1, 'done'), entry(2, 'done'), entry(1, 'reopened'), entry(2, 'acted')]);
  expect([...done].map(([position, { outcome }]) => [position, outcome])).toEqual([[2, 'acted']]);
});
