import { expect, test } from 'vitest';
import { type Alert, alertSentence, hasChart, inOrder } from './alert-words.ts';

test.each([
  [null, ['p', 'w1', 'w2', 't'], 'the loudest first'],
  ['t', ['t', 'p', 'w1', 'w2'], 'what a notification linked to before all else'],
  ['gone', ['p', 'w1', 'w2', 't'], 'an alert that is over changes nothing'],
])('with %s in the address the order is %s: %s', (named, order, _why) => {
  const firing = [
    { id: 'w1', severity: 'warning' },
    { id: 't', severity: 'ticket' },
    { id: 'p', severity: 'page' },
    { id: 'w2', severity: 'warning' },
  ] as const;
  expect(inOrder(firing, named).map(({ id }) => id)).toEqual(order);
});

const said = (kind: string, evidence: Alert['evidence'], more: Partial<Alert> = {}): string =>
  alertSentence({
    ...{ kind, evidence, source: 'monitor', labels: {}, openedAt: new Date('2026-11-27T09:00:00Z') },
    ...more,
  }).replaceAll('\u00a0', ' ');
const found = (figures: Alert['evidence']): Alert['evidence'] => ({
  ...{ method: 'a method', n: 1, needed: 1, windowMin: 0 },
  ...figures,
});

test.each([
  [
    'budget',
    found({ value: 312, limit: 300, about: { name: 'the project', day: '2026-11' } }),
    '$312 of $300 were spent of the budget of the project in Nov 2026, $12.00 more than it allows. It ends when the budget is raised, or with the month.',
  ],
  [
    'spend_jump',
    found({
      ...{ value: 12.1, limit: 12.6, baseline: 4.2, n: 1204 },
      about: { name: 'batch', day: '2026-11-26', jump: 'key', daysBefore: 14 },
    }),
    'The key batch: $12.10 on 26 Nov against $4.20 on a usual one of the 14 days before: 2.9 times, limit 3 times, n 1,204.',
  ],
  [
    'spend_jump',
    found({
      ...{ value: 4100, limit: 1500, baseline: 1000, n: 80 },
      about: { name: 'search/answer', day: '2026-11-26', jump: 'input', daysBefore: 9 },
    }),
    'Input of search/answer: 4,100 tokens a request on 26 Nov against 1,000 tokens a request on a usual one of the 9 days before: 4.1 times, limit 1.5 times, n 80.',
  ],
  [
    'spend_jump',
    found({
      value: 40,
      limit: 0,
      baseline: 0,
      n: 9,
      about: { name: 'new', day: '2026-11-26', jump: 'user', daysBefore: 7 },
    }),
    'The user new: $40.00 on 26 Nov against $0 on a usual one of the 7 days before, n 9.',
  ],
  [
    'retirement',
    found({
      ...{ value: 15, limit: 30, n: 7 },
      about: {
        name: 'a/b',
        day: '2026-12-12',
        replacement: 'a/c',
        places: ['x in production', 'y in staging'],
        more: 5,
      },
    }),
    'It retires on 12 Dec, 15 days after this fired (told from 30 days on), and serves x in production, y in staging and 5 more. Recommended instead: a/c.',
  ],
  [
    'fallback',
    found({ value: 1, limit: 0, n: 3, about: { name: 'a/c', places: ['x (failed)'], more: 0 } }),
    'a/c is proven as the fallback on 2 of 3 prompts. Not on x (failed). It ends when a gate passes on each.',
  ],
  ['rollout', found({ value: null, limit: 0, about: { by: 'Paolo' } }), 'Rolled back by Paolo. It ends an hour later.'],
  [
    'gate',
    found({ value: null, limit: 0, about: { reason: 'refunds fell 8.2 %, limit 2 %.' } }),
    'refunds fell 8.2 %, limit 2 %. It ends an hour later.',
  ],
  [
    'budget',
    found({ method: 'spend of the month', value: 12, limit: 0 }),
    'Decided from: spend of the month. It ends when it is no longer the case.',
  ],
])('%s says its figures', (kind, evidence, sentence) => expect(said(kind, evidence)).toBe(sentence));

test('what came from outside says what its sender said', () => {
  const labels = { job: 'api', severity: 'critical' };
  const evidence = { annotations: { description: 'p99 above 2 s for 10 min' } } as Alert['evidence'];
  expect(said('incoming', evidence, { source: 'alertmanager', labels })).toBe(
    'Alertmanager says: p99 above 2 s for 10 min. Labels: job api, severity critical.',
  );
  expect(said('incoming', {}, { source: 'webhook' })).toBe('A webhook gives no description.');
});

test.each([
  ['latency', 'id', true],
  ['latency', null, false],
  ['budget', 'id', false],
])('%s of the monitor %s: a chart %s', (kind, monitorId, expected) =>
  expect(hasChart({ kind, monitorId })).toBe(expected),
);
