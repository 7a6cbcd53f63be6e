import { INCIDENT_SEVERITIES, type IncidentSeverity } from '#server/incidents/domain/incident.ts';

const MEANING: Record<IncidentSeverity, string> = {
  1: 'stops what people pay for',
  2: 'harms many',
  3: 'harms some',
  4: 'nobody has noticed',
};

/** The severities of an incident as the options of a select, with what each means. */
export function SeverityOptions() {
  return INCIDENT_SEVERITIES.map((severity) => (
    <option key={severity} value={severity}>
      {severity}: {MEANING[severity]}
    </option>
  ));
}
