import { Badge } from '#components/ui/badge/badge.tsx';
import type { IncidentSeverity, IncidentState } from '#server/incidents/domain/incident.ts';
import { STATES } from './incident-words.ts';

/** The state of an incident. */
export function StateBadge({ state, size }: { state: IncidentState; size?: 'lg' }) {
  const { word, tone, icon } = STATES[state];
  return (
    <Badge tone={tone} icon={icon} size={size}>
      {word}
    </Badge>
  );
}

/** Its severity: red for the two that harm many. */
export function SeverityBadge({ severity, size }: { severity: IncidentSeverity; size?: 'lg' }) {
  return (
    <Badge tone={severity <= 2 ? 'fail' : 'inconclusive'} icon="incident" size={size}>
      Severity {severity}
    </Badge>
  );
}
