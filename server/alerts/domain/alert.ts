/** How loud a monitor is: `page` wakes who is on call, `warning` tells the channel, `ticket` waits for working hours. */
export const SEVERITIES = ['page', 'warning', 'ticket'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The states of a series of a monitor: how it moves between them stands in step-monitor.ts. */
export const SERIES_STATES = ['ok', 'pending', 'firing', 'resolving', 'no_data'] as const;
export type SeriesState = (typeof SERIES_STATES)[number];

/** Where an alert comes from: a monitor's series, an event of ours (a gate, a retirement), or a system outside. */
export const ALERT_SOURCES = ['monitor', 'event', 'alertmanager', 'opsgenie', 'webhook'] as const;
export type AlertSource = (typeof ALERT_SOURCES)[number];

/** What moved when quality moved; `unknown`: there are no anchors to tell by. */
export const ALERT_VERDICTS = ['none', 'system', 'judge', 'unknown'] as const;
export type AlertVerdict = (typeof ALERT_VERDICTS)[number];

/** What can happen to an alert. */
export const ALERT_ENTRY_KINDS = [
  ...(['fired', 'reopened', 'worse', 'no_data', 'data_back', 'flapping', 'steady', 'verdict'] as const),
  ...(['acknowledged', 'escalated', 'silenced', 'unsilenced', 'resolved'] as const),
] as const;
export type AlertEntryKind = (typeof ALERT_ENTRY_KINDS)[number];

/** Whether `severity` is louder than `than`: the order of {@link SEVERITIES}. */
export const isLouder = (severity: Severity, than: Severity): boolean =>
  SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(than);

/** What people and the escalation do about an alert; it changes nothing of what fires. */
export const HANDLING_ENTRY_KINDS: readonly AlertEntryKind[] = ['acknowledged', 'escalated', 'silenced', 'unsilenced'];
