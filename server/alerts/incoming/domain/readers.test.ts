import { expect, test } from 'vitest';
import { severityOf } from './incoming-alert.ts';
import { readAlertmanager } from './read-alertmanager.ts';
import { readOpsgenieClose, readOpsgenieCreate } from './read-opsgenie.ts';
import { announcedIncidents } from './read-status-page.ts';
import { readWebhook } from './read-webhook.ts';
import { usOrThem } from './us-or-them.ts';

const ZERO = '0001-01-01T00:00:00Z';

test('a message of Alertmanager is read with the fields of 0.34, the zero endsAt as none', () => {
  const labels = {
    alertname: 'HighErrorRate',
    severity: 'critical',
    prompt: 'search/answer',
    environment: 'production',
  };
  const [firing, resolved, bare] = readAlertmanager({
    ...{ groupKey: '{}:{alertname="HighErrorRate"}', receiver: 'switchyard', externalURL: 'http://am:9093' },
    ...{ truncatedAlerts: 3, notification_reason: 'first notification', routeLabels: { team: 'llm' } },
    alerts: [
      {
        ...{ status: 'firing', labels, annotations: { summary: 'Errors of search/answer\nare at 4.2 %' } },
        ...{ startsAt: '2026-03-02T14:00:00.123456789Z', endsAt: ZERO, fingerprint: '8f2b' },
        generatorURL: 'http://prom/graph',
      },
      {
        ...{ status: 'resolved', labels: { alertname: 'Lag' }, fingerprint: '77aa' },
        ...{ startsAt: '2026-03-02T13:00:00+01:00', endsAt: '2026-03-02T13:30:00Z' },
      },
      { status: 'firing', labels: { b: '2', a: '1' }, startsAt: ZERO },
    ],
  });
  expect(firing).toMatchObject({
    ...{ key: '8f2b', status: 'firing', severity: 'page', title: 'Errors of search/answer are at 4.2 %', labels },
    ...{ startsAt: new Date('2026-03-02T14:00:00.123Z'), endsAt: null },
    evidence: {
      ...{ group_key: '{}:{alertname="HighErrorRate"}', receiver: 'switchyard', alertmanager_url: 'http://am:9093' },
      ...{
        notification_reason: 'first notification',
        route_labels: { team: 'llm' },
        generator_url: 'http://prom/graph',
      },
    },
  });
  expect(resolved).toMatchObject({ severity: 'warning', title: 'Lag', endsAt: new Date('2026-03-02T13:30:00Z') });
  expect(resolved?.startsAt).toEqual(new Date('2026-03-02T12:00:00Z'));
  expect(bare).toMatchObject({ key: '[["a","1"],["b","2"]]', startsAt: null, title: 'An alert without a name' });
});

test('an alert in the form of Opsgenie has the loudness of its priority, and its alias names it', () => {
  const body = { message: 'Queue is full', alias: 'queue', priority: 'P1', details: { queue: 'eu' } } as const;
  expect(readOpsgenieCreate(body)).toMatchObject({
    ...{ key: 'queue', status: 'firing', severity: 'page', title: 'Queue is full', startsAt: null },
    labels: { alias: 'queue', queue: 'eu' },
  });
  expect(readOpsgenieCreate({ message: 'Queue is full' })).toMatchObject({ key: 'Queue is full', severity: 'warning' });
  expect(readOpsgenieClose('queue', { note: 'drained' })).toMatchObject({
    status: 'resolved',
    evidence: { note: 'drained' },
  });
});

test('a plain message fires unless it says that it is resolved', () => {
  expect(readWebhook({ title: 'Disk is full' })).toMatchObject({
    key: 'Disk is full',
    status: 'firing',
    severity: 'warning',
  });
  const over = readWebhook({ title: 'x', dedup_key: 'disk', status: 'resolved', ends_at: '2026-03-02T14:00:00Z' });
  expect(over).toMatchObject({ key: 'disk', status: 'resolved', endsAt: new Date('2026-03-02T14:00:00Z') });
});

test.each([
  ['critical', 'page'],
  ['P2', 'page'],
  [' Page ', 'page'],
  ['warning', 'warning'],
  ['error', 'warning'],
  ['a word of their own', 'warning'],
  [undefined, 'warning'],
  ['info', 'ticket'],
  ['P5', 'ticket'],
])('severity %j is %s', (word, severity) => {
  expect(severityOf(word)).toBe(severity);
});

const at = (time: string): Date => new Date(`2026-03-02T${time}:00Z`);

test('the incidents of a status page are read, times to come cut to now, unreadable ones left out', () => {
  const one = { id: 'a', name: 'Elevated error rates', status: 'investigating', impact: 'major' };
  const read = announcedIncidents(
    {
      status: { indicator: 'major', description: 'Partial outage' },
      incidents: [
        { ...one, created_at: '2026-03-02T14:23:00Z', shortlink: 'https://stspg.io/x' },
        { ...one, id: 'b', created_at: '2026-03-02T18:00:00Z', shortlink: 'javascript:alert(1)' },
        { ...one, id: 'c', created_at: 'yesterday' },
        {
          ...one,
          id: 'd',
          status: 'resolved',
          created_at: '2026-03-02T10:00:00Z',
          resolved_at: '2026-03-02T11:00:00Z',
        },
      ],
    },
    at('15:00'),
  );
  expect(read.map(({ id, announcedAt, url }) => [id, announcedAt, url])).toEqual([
    ['b', at('15:00'), null],
    ['a', at('14:23'), 'https://stspg.io/x'],
    ['d', at('10:00'), null],
  ]);
  expect(read.map(({ resolvedAt }) => resolvedAt)).toEqual([null, null, at('11:00')]);
});

const announced = (time: string, resolved: string | null = null) => ({
  ...{ name: 'Elevated error rates', url: null, announcedAt: at(time) },
  resolvedAt: resolved === null ? null : at(resolved),
});

test.each([
  ['announced 23 minutes after us', [announced('14:23')], '14:59', null, { verdict: 'them', leadMin: 23 }],
  ['announced before us and running', [announced('13:50')], '14:59', null, { verdict: 'them', leadMin: -10 }],
  ['the nearest of two', [announced('13:00'), announced('14:05')], '14:59', null, { verdict: 'them', leadMin: 5 }],
  ['over before us', [announced('12:00', '13:30')], '14:59', null, { verdict: 'not_announced' }],
  ['announced after our alert was over', [announced('14:50')], '14:59', '14:30', { verdict: 'not_announced' }],
  ['announced four hours later', [announced('18:00')], '18:00', null, { verdict: 'not_announced' }],
  ['nothing, read just now', [], '14:59', null, { verdict: 'not_announced', readAt: at('14:59') }],
  ['nothing, read too long ago', [], '14:10', null, { verdict: 'unknown' }],
  ['nothing, never read', [], null, null, { verdict: 'unknown' }],
] as const)('us or them: %s', (_, incidents, readAt, resolved, expected) => {
  const alert = { openedAt: at('14:00'), resolvedAt: resolved === null ? null : at(resolved) };
  const page = { readAt: readAt === null ? null : at(readAt) };
  expect(usOrThem(alert, { page, incidents, now: at('15:00') })).toMatchObject(expected);
});

test('without a status page nothing is known', () => {
  const alert = { openedAt: at('14:00'), resolvedAt: null };
  expect(usOrThem(alert, { page: null, incidents: [], now: at('14:01') })).toEqual({ verdict: 'unknown' });
});

test('a title that nobody can see gives way to the next name of the alert', () => {
  const blank = '\u200b \u2800';
  const annotations = { summary: blank, description: '\n' };
  const [named, bare] = readAlertmanager({
    groupKey: 'g',
    alerts: [
      { status: 'firing', labels: { alertname: 'Lag' }, annotations },
      { status: 'firing', labels: { alertname: blank }, annotations },
    ],
  });
  expect([named?.title, bare?.title]).toEqual(['Lag', 'An alert without a name']);
  expect(readOpsgenieCreate({ message: blank, alias: 'queue' }).title).toBe('queue');
  expect(readWebhook({ title: blank, labels: { alertname: 'Disk' } }).title).toBe('Disk');
  expect(readWebhook({ title: blank }).title).toBe('An alert without a name');
});
