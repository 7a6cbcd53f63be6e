import { boundedTexts, cut, type IncomingAlert, instantOf, severityOf, titleOf } from './incoming-alert.ts';

/** A message of the plain webhook. */
export type WebhookMessage = {
  title: string;
  severity?: string;
  status?: 'firing' | 'resolved';
  dedup_key?: string;
  labels?: Record<string, string>;
  url?: string;
  starts_at?: string;
  ends_at?: string;
};

/** The alert of a plain message. `dedup_key` names it; without one its title does. Firing unless it says otherwise. */
export function readWebhook(message: WebhookMessage): IncomingAlert {
  const { title, severity, status = 'firing', dedup_key: dedupKey, labels = {}, url } = message;
  return {
    key: dedupKey ? dedupKey : title,
    status,
    severity: severityOf(severity),
    title: titleOf(title, labels.alertname, dedupKey),
    labels: boundedTexts(labels),
    startsAt: instantOf(message.starts_at),
    endsAt: status === 'firing' ? null : instantOf(message.ends_at),
    evidence: url ? { url: cut(url, 2_000) } : {},
  };
}
