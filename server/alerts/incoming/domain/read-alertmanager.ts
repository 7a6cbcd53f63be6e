import { boundedTexts, cut, type IncomingAlert, instantOf, severityOf, titleOf } from './incoming-alert.ts';

/** Alertmanager's webhook message, version 4, as far as it is read. */
export type AlertmanagerMessage = {
  groupKey: string;
  truncatedAlerts?: number;
  receiver?: string;
  externalURL?: string;
  /** Since Alertmanager 0.33. */
  notification_reason?: string;
  /** Since Alertmanager 0.34. */
  routeLabels?: Record<string, string>;
  alerts: {
    status: 'firing' | 'resolved';
    labels: Record<string, string>;
    annotations?: Record<string, string>;
    startsAt?: string;
    endsAt?: string;
    generatorURL?: string;
    fingerprint?: string;
  }[];
};

/**
 * The alerts of a message. Each has its own status: what a message leaves out (`truncatedAlerts`) is neither listed nor
 * resolved, whatever the status of the group. The zero `endsAt` of a firing alert is null.
 */
export function readAlertmanager(message: AlertmanagerMessage): IncomingAlert[] {
  const { groupKey, receiver, externalURL, notification_reason: reason, routeLabels } = message;
  const beside = {
    group_key: cut(groupKey, 1_000),
    ...(receiver === undefined ? {} : { receiver: cut(receiver, 200) }),
    ...(externalURL ? { alertmanager_url: cut(externalURL, 2_000) } : {}),
    ...(reason ? { notification_reason: cut(reason, 200) } : {}),
    ...(routeLabels === undefined ? {} : { route_labels: boundedTexts(routeLabels) }),
  };
  return message.alerts.map(({ status, labels, annotations = {}, startsAt, endsAt, generatorURL, fingerprint }) => ({
    key: fingerprint ? fingerprint : JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))),
    status,
    severity: severityOf(labels.severity),
    title: titleOf(...wordsOf(annotations), labels.alertname),
    labels: boundedTexts(labels),
    startsAt: instantOf(startsAt),
    endsAt: status === 'firing' ? null : instantOf(endsAt),
    evidence: {
      ...beside,
      annotations: boundedTexts(annotations),
      ...(generatorURL ? { generator_url: cut(generatorURL, 2_000) } : {}),
    },
  }));
}

const wordsOf = ({ summary, title, description, message }: Record<string, string>) => [
  ...[summary, title, description, message],
];
