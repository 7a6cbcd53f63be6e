/**
 * The states of an incident. Who moves it is in brackets; everything else is refused with a sentence.
 *
 * | from | to |
 * | --- | --- |
 * | triage (opened, nobody has confirmed it) | active (person) · declined (person) · mitigated (machine, person) · merged (person) |
 * | active | mitigated (machine, person) · resolved (person) · declined (person) · merged (person) |
 * | mitigated (the symptom is gone) | active (it fires again; person) · resolved (person) · declined (person) · merged (person) |
 * | resolved (the cause is removed) | active (person) · closed (person) |
 * | declined (a false alarm: in no statistic of detection) | triage (person) |
 * | closed, merged | nothing: they end it |
 */
export const INCIDENT_STATES = ['triage', 'active', 'mitigated', 'resolved', 'closed', 'declined', 'merged'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

const NEXT: Record<IncidentState, readonly IncidentState[]> = {
  triage: ['active', 'declined', 'mitigated', 'merged'],
  active: ['mitigated', 'resolved', 'declined', 'merged'],
  mitigated: ['active', 'resolved', 'declined', 'merged'],
  resolved: ['active', 'closed'],
  declined: ['triage'],
  closed: [],
  merged: [],
};

/** The states in which an alert may join it. A resolved one is never joined: what fires then is another incident. */
export const OPEN_STATES = ['triage', 'active', 'mitigated'] as const satisfies readonly IncidentState[];

/** Whether an alert may join an incident in this state. */
export const isOpen = (state: IncidentState): boolean => OPEN_STATES.some((open) => open === state);

/** The states that a person may move it to. A merge names another incident, so it is not among them. */
export const statesAfter = (state: IncidentState): IncidentState[] => NEXT[state].filter((next) => next !== 'merged');

/** Why an incident in `from` cannot become `to`; null where it can. */
export function stateRefusal(from: IncidentState, to: IncidentState): string | null {
  if (NEXT[from].includes(to)) return null;
  const next = NEXT[from];
  const rest = next.length === 0 ? 'Nothing follows it.' : `It can become ${next.join(', ')}.`;
  return `This incident is ${from}, so it cannot become ${to}. ${rest}`;
}

/** How bad it is: 1 stops what people pay for, 2 harms many, 3 harms some, 4 nobody has noticed. */
export const INCIDENT_SEVERITIES = [1, 2, 3, 4] as const;
export type IncidentSeverity = (typeof INCIDENT_SEVERITIES)[number];

/** The severity that an incident begins with, of the alert that opens it: only a page opens one by itself. */
export const SEVERITY_OF_PAGE: IncidentSeverity = 2;

export const INCIDENT_ROLES = ['commander', 'operations', 'communications', 'scribe'] as const;
export type IncidentRole = (typeof INCIDENT_ROLES)[number];

/** What a row of the timeline is. */
export const ENTRY_KINDS = ['change', 'signal', 'action', 'communication', 'note'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Where a row of the timeline is from: computed here, a person, an alert, or the feed of changes. */
export const ENTRY_SOURCES = ['machine', 'person', 'alert', 'feed'] as const;
export type EntrySource = (typeof ENTRY_SOURCES)[number];

/** Who noticed: a monitor of ours, an event of ours (a gate, a retirement), a system outside, or a person. */
export const DETECTORS = ['monitor', 'event', 'outside', 'person'] as const;
export type Detector = (typeof DETECTORS)[number];

/** The name under which the machine writes times and rows of incidents. */
export const MACHINE = 'incidents';

/** What traffic it is about; null = all of it. */
export type IncidentScope = {
  prompt: string | null;
  version: number | null;
  environment: string | null;
  model: string | null;
};
