import { changeLine, cut, type Notice, noticeLine } from '#server/alerts/notify/domain/notice.ts';
import { alertLines, contextLine } from './chat.ts';

/** The body of a signed webhook (Standard Webhooks): type, time, and the notice as its data. */
export const webhookBody = (notice: Notice) => ({
  type: notice.reason === 'test' || notice.reason === 'message' ? notice.reason : 'alert.notification',
  timestamp: notice.at,
  data: {
    id: notice.id,
    reason: notice.reason,
    project: notice.project,
    dedup_key: notice.dedupKey,
    prompt: notice.prompt,
    kind: notice.kind,
    severity: notice.severity,
    title: notice.title,
    url: notice.url,
    on_call: notice.onCall,
    late_minutes: notice.lateMinutes ?? null,
    what_changed: notice.changes,
    firing: notice.firing.map(alertOf),
    firing_total: notice.firingTotal,
    resolved: notice.resolved.map(alertOf),
    resolved_total: notice.resolvedTotal,
    also_moved: notice.alsoMoved,
  },
});

const alertOf = ({ openedAt, resolvedAt, ...rest }: Notice['firing'][number]) => ({
  ...rest,
  opened_at: openedAt,
  resolved_at: resolvedAt,
});

/** A mail in plain text. Subject and lines hold no line break of an alert's text, so that no header can be added. */
export function mailOf(notice: Notice): { subject: string; text: string } {
  const line = oneLine(noticeLine(notice));
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', title, ...lines.map(oneLine)];
  return {
    subject: cut(`[${notice.project}] ${line}`, 200),
    text: [
      line,
      notice.url,
      ...part('What changed in the hour before', notice.changes.map(changeLine)),
      ...part('Alerts', alertLines(notice)),
      '',
      contextLine(notice),
      '',
    ].join('\n'),
  };
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
