import type { Outputs } from '#components/shell/trpc.ts';
import type { Tone } from '#components/ui/badge/badge-states.ts';
import { count, duration, plural } from '#components/ui/format.ts';
import type { IconName } from '#components/ui/icons/icon.tsx';
import {
  type Detector,
  type IncidentRole,
  type IncidentState,
  isOpen,
  MACHINE,
} from '#server/incidents/domain/incident.ts';
import type { TimeField } from '#server/incidents/domain/times.ts';

export type Incident = Outputs['incidents']['detail'];
export type IncidentLine = Outputs['incidents']['list']['data'][number];
export type Charts = Outputs['incidents']['charts'];
export type Entry = Outputs['incidents']['timeline'][number];

/** Incidents of the table; older ones are in the API. */
export const LISTED_MAX = 100;

export const STATES: Record<IncidentState, { word: string; tone: Tone; icon: IconName }> = {
  triage: { word: 'Triage', tone: 'inconclusive', icon: 'incident' },
  active: { word: 'Active', tone: 'fail', icon: 'incident' },
  mitigated: { word: 'Mitigated', tone: 'neutral', icon: 'pause' },
  resolved: { word: 'Resolved', tone: 'pass', icon: 'pass' },
  closed: { word: 'Closed', tone: 'pass', icon: 'check' },
  declined: { word: 'Declined', tone: 'neutral', icon: 'close' },
  merged: { word: 'Merged', tone: 'neutral', icon: 'arrow-right' },
};

export const TIME_WORDS: Record<TimeField, string> = {
  impact_start: 'Impact start',
  detected: 'Detected',
  acknowledged: 'Acknowledged',
  mitigated: 'Mitigated',
  resolved: 'Resolved',
};

export const ROLE_WORDS: Record<IncidentRole, string> = {
  commander: 'incident commander',
  operations: 'operations',
  communications: 'communications',
  scribe: 'scribe',
};

export const DETECTOR_WORDS: Record<Detector, string> = {
  monitor: 'a monitor',
  event: 'an event of Switchyard',
  outside: 'an alert from outside',
  person: 'a person',
};

/** `orders/extract 31 in production`, of what it names. */
export function scopeWords({
  prompt,
  version,
  environment,
  model,
}: Pick<Incident, 'prompt' | 'version' | 'environment' | 'model'>): string {
  const what = [
    prompt === null ? model : `${prompt}${version === null ? '' : ` ${version}`}`,
    environment && `in ${environment}`,
  ];
  return what.filter(Boolean).join(' ') || 'all traffic';
}

/** The headline: what is wrong, and how much of it. */
export function incidentHeadline({ title, impact, times, durations }: Incident): string {
  const of = title.replace(/\.$/, '');
  if (impact === null || impact.requests === 0) return `${of}.`;
  const span = durations.mitigate_ms === null ? 'so far' : `in ${duration(durations.mitigate_ms)}`;
  const until = times.mitigated?.at == null && durations.mitigate_ms === null ? 'so far' : span;
  return `${of}: ${count(impact.failed_requests)} of ${plural(impact.requests, 'request')} failed ${until}.`;
}

/** How it was noticed and ended, in one line under the headline. */
export function incidentEvidence(incident: Incident): string {
  const { durations, detector, detected_by, merged_into, reason, impact } = incident;
  if (merged_into !== null) return `A duplicate of ${merged_into}: ${reason ?? ''}`;
  if (incident.state === 'declined') return `A false alarm: ${reason ?? ''}`;
  const who = detector === 'person' ? (detected_by ?? DETECTOR_WORDS.person) : DETECTOR_WORDS[detector];
  const noticed = durations.proactive
    ? `Detected before the impact by ${who}`
    : durations.detect_ms === null
      ? `Detected by ${who}; when it began is not known`
      : `Detected after ${duration(durations.detect_ms)} by ${who}`;
  const ended =
    durations.mitigate_ms === null
      ? 'not mitigated yet'
      : `mitigated ${duration(durations.mitigate_ms)} after it began${incident.mitigated_by_machine ? ', by itself' : ''}`;
  const outcomes =
    impact !== null && impact.outcomes > 0
      ? ` ${count(impact.failed_outcomes)} of ${plural(impact.outcomes, 'outcome')} failed.`
      : '';
  return `${noticed}, ${ended}.${outcomes}`;
}

/** Who set a time: the person who gave, declared or did it, the alert that fired, or the machine that found it. */
export function setBy({ times, detector, detected_by, alerts }: Incident, field: TimeField): string {
  const time = times[field];
  if (time === null) return '';
  if (time.source === 'person') return `set by ${time.by}`;
  if (field === 'acknowledged') return `first human action${time.by === MACHINE ? '' : `, by ${time.by}`}`;
  if (field !== 'detected') return 'found by the machine';
  if (detector === 'person') return `declared by ${detected_by ?? time.by}`;
  const first = alerts.find(({ opened_at }) => opened_at === time.at)?.title ?? detected_by;
  return `by ${DETECTOR_WORDS[detector]}${first === null ? '' : `: ${first}`}`;
}

/** The headline of the list: what is open, worst first. */
export function listHeadline(incidents: readonly IncidentLine[]): string {
  const open = incidents.filter(({ state }) => isOpen(state));
  if (incidents.length === 0) return 'No incident so far.';
  if (open.length === 0) return 'No incident is open.';
  const [first] = open.toSorted((a, b) => a.severity - b.severity || b.number - a.number);
  if (open.length === 1 && first) return `${first.name} is open: ${first.title.replace(/\.$/, '')}.`;
  return `${plural(open.length, 'incident')} are open, the worst of severity ${first?.severity}.`;
}
