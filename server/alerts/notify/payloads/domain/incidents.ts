import type { Severity } from '#server/alerts/domain/alert.ts';
import {
  changeLine,
  cut,
  isOver,
  type Notice,
  type NoticeAlert,
  noticeLine,
} from '#server/alerts/notify/domain/notice.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { alertLines, contextLine } from './chat.ts';

const SUMMARY_MAX = 1_024;
const PAGERDUTY_SEVERITY: Record<Severity, 'critical' | 'warning' | 'info'> = {
  page: 'critical',
  warning: 'warning',
  ticket: 'info',
};

/** The body of `POST /v2/enqueue` of PagerDuty Events v2: a trigger, or the acknowledgement or resolve of the same key. */
export function pagerDutyEvent(notice: Notice, routingKey: string) {
  const head = { routing_key: routingKey, dedup_key: cut(notice.dedupKey, 255) };
  if (isOver(notice)) return { ...head, event_action: 'resolve' as const };
  if (notice.reason === 'acknowledged') return { ...head, event_action: 'acknowledge' as const };
  return {
    ...head,
    event_action: 'trigger' as const,
    client: 'Switchyard',
    client_url: notice.url,
    links: [
      { href: notice.url, text: 'Open the alert' },
      ...notice.changes.slice(0, 5).map((one) => ({ href: one.url, text: cut(changeLine(one), 200) })),
    ],
    payload: {
      summary: cut(noticeLine(notice), SUMMARY_MAX),
      source: `switchyard/${notice.project}`,
      severity: PAGERDUTY_SEVERITY[notice.severity],
      timestamp: notice.at,
      component: notice.prompt ?? 'all prompts',
      group: notice.project,
      class: notice.kind,
      custom_details: {
        what_changed: notice.changes.map(changeLine),
        alerts: alertLines(notice),
        context: contextLine(notice),
      },
    },
  };
}

/** The body of `POST /v2/change/enqueue` of PagerDuty: a deployment or a step of a rollout, which pages nobody. */
export const pagerDutyChange = (notice: Notice, routingKey: string) => ({
  routing_key: routingKey,
  payload: {
    summary: cut(notice.title, SUMMARY_MAX),
    source: `switchyard/${notice.project}`,
    timestamp: notice.at,
    custom_details: { kind: notice.kind, prompt: notice.prompt ?? '' },
  },
  links: [{ href: notice.url, text: 'Open the change' }],
});

/** The body of an HTTP alert source of incident.io. */
export const incidentIoEvent = (notice: Notice) => ({
  title: cut(noticeLine(notice), 1_000),
  description: [
    ...(notice.changes.length === 0 ? [] : ['What changed in the hour before:', ...notice.changes.map(changeLine), '']),
    ...alertLines(notice),
  ].join('\n'),
  deduplication_key: cut(notice.dedupKey, 255),
  status: isOver(notice) ? ('resolved' as const) : ('firing' as const),
  metadata: { project: notice.project, prompt: notice.prompt ?? '', kind: notice.kind, severity: notice.severity },
  source_url: notice.url,
});

/** How far in the future a firing alert ends for Alertmanager. It is sent again each minute; four may be missed. */
const ENDS_AFTER_MS = 4 * MINUTE_MS;

/**
 * The body of Alertmanager's `POST /api/v2/alerts`. A firing alert ends four minutes after `now` (ms), so that it ends by
 * itself where nothing more comes from us.
 */
export const alertmanagerAlerts = (project: string, alerts: readonly NoticeAlert[], now: number) =>
  alerts.map((one) => ({
    labels: {
      ...Object.fromEntries(Object.entries(one.labels).flatMap(([name, value]) => labelOf(name, value))),
      alertname: cut(one.title, 200),
      severity: one.severity,
      project,
      switchyard_alert: one.id,
    },
    annotations: { summary: one.title },
    startsAt: one.openedAt,
    endsAt: one.resolvedAt ?? new Date(now + ENDS_AFTER_MS).toISOString(),
    generatorURL: one.url,
  }));

/** A label with a name that Prometheus accepts; an empty value equals no label. */
const labelOf = (name: string, value: string): [string, string][] =>
  value === '' ? [] : [[name.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_'), value]];
