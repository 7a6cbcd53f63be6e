/** The ways in which people and systems are notified. */
export const CHANNEL_KINDS = [
  ...(['webhook', 'slack', 'teams', 'pagerduty', 'incident_io', 'email', 'alertmanager'] as const),
] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

export const CHANNEL_WORDS: Record<ChannelKind, string> = {
  webhook: 'Signed webhook',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  pagerduty: 'PagerDuty',
  incident_io: 'incident.io',
  email: 'Mail',
  alertmanager: 'Alertmanager',
};

/**
 * Receivers that open a new incident, and page again, where a key fires after it was resolved: their resolve is held back
 * until the alert cannot reopen any more.
 */
export const holdsResolve = (kind: ChannelKind): boolean => kind === 'pagerduty' || kind === 'incident_io';

/** Receivers that page on their own until somebody acknowledges, and take an acknowledgement from us. */
export const tellsAcknowledged = (kind: ChannelKind): boolean => kind === 'pagerduty';

/** Where a notification stands. `blocked`: its address is not allowed, so it was not sent. */
export const DELIVERY_STATES = ['waiting', 'delivered', 'refused', 'blocked', 'given_up'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
