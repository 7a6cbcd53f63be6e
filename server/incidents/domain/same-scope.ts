import type { IncidentScope } from './incident.ts';

type AlertScope = Pick<IncidentScope, 'prompt' | 'environment' | 'model'>;

/**
 * Whether an alert is of the traffic of an open incident, so that it joins it instead of opening another:
 *
 * | prompt of both | model of both | joins |
 * | --- | --- | --- |
 * | the same | any | yes |
 * | different | any | no |
 * | only one has one | the same | yes |
 * | only one has one | different, or only one has one | no |
 * | none | the same, or none | yes |
 *
 * In another environment never. Whatever shares less stays apart: people can merge, but nobody can split.
 */
export function isSameScope(incident: AlertScope, alert: AlertScope): boolean {
  if (incident.environment !== alert.environment && incident.environment !== null && alert.environment !== null) {
    return false;
  }
  if (incident.prompt !== null && alert.prompt !== null) return incident.prompt === alert.prompt;
  if (incident.prompt === null && alert.prompt === null) return incident.model === alert.model;
  return incident.model !== null && incident.model === alert.model;
}

export type PastIncident = AlertScope & { kind: string | null; detectedAt: number | null };

/**
 * The incidents that this one repeats, the most alike first: the same kind of signal on the same traffic, then the same
 * kind on another prompt of the same model. Declined, merged and drilled ones are not handed in.
 */
export function alike<I extends PastIncident>(incident: PastIncident, past: readonly I[], max = 2): I[] {
  const likeness = (one: I): number => {
    if (incident.kind === null || one.kind !== incident.kind) return 0;
    if (isSameScope(one, incident)) return 2;
    return one.model !== null && one.model === incident.model ? 1 : 0;
  };
  return past
    .map((one) => ({ one, like: likeness(one) }))
    .filter(({ like }) => like > 0)
    .sort((a, b) => b.like - a.like || (b.one.detectedAt ?? 0) - (a.one.detectedAt ?? 0))
    .slice(0, max)
    .map(({ one }) => one);
}
