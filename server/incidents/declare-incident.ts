import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { Declaration } from './contract.ts';
import { isTooEarly, START_DAYS_MAX } from './domain/times.ts';
import type { IncidentRow } from './find-incident.ts';
import { openIncident } from './open-incident.ts';

/**
 * A person, or a program of theirs, declares an incident: detected and acknowledged now, its start known only where it is
 * given. 422 for a start that lies ahead or more than 90 days back, and for a version without a prompt.
 */
export async function declareIncident(ctx: Ctx, given: Declaration): Promise<IncidentRow> {
  const now = ctx.clock.now();
  const impactStart = given.impact_start == null ? null : new Date(given.impact_start);
  if (impactStart !== null && impactStart > now) {
    throw invalid('/impact_start', 'lies_ahead', 'impact_start must not lie ahead.');
  }
  if (impactStart !== null && isTooEarly(impactStart.getTime(), now.getTime())) {
    const sentence = `impact_start is more than ${START_DAYS_MAX} days ago. Give a later one, or leave it out where it is not known.`;
    throw invalid('/impact_start', 'too_early', sentence);
  }
  if (given.version != null && given.prompt == null) {
    throw invalid('/prompt', 'required', 'A version is of a prompt: name it too.');
  }
  return inTransaction(ctx, (ctx) =>
    openIncident(ctx, {
      ...{ title: given.title, severity: given.severity, kind: null, isDrill: given.drill },
      ...{ prompt: given.prompt ?? null, version: given.version ?? null },
      ...{ environment: given.environment ?? null, model: given.model ?? null },
      ...{ detector: 'person', detectedBy: ctx.actor.name, detectedAt: now, acknowledged: { at: now } },
      ...{ impactStart, startIsFrom: 'person' },
    }),
  );
}
