import { eq, max } from 'drizzle-orm';
import type { ActorRecord } from '#db/schema/columns.ts';
import { incident, incidentLink, incidentSeverity } from '#db/schema/incidents.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { actorRecord } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { addAction } from './add-entries.ts';
import type { Detector, IncidentScope, IncidentSeverity } from './domain/incident.ts';
import { fillTimeline, readTrigger } from './fill-timeline.ts';
import { type IncidentRow, nameOf } from './find-incident.ts';
import { setTimes } from './set-time.ts';
import { takeTurns } from './take-turns.ts';

export type Opening = IncidentScope & {
  title: string;
  severity: IncidentSeverity;
  kind: string | null;
  isDrill: boolean;
  detector: Detector;
  detectedBy: string | null;
  detectedAt: Date;
  /** Null: not known. */
  impactStart: Date | null;
  startIsFrom: 'machine' | 'person';
  /** `by`: who did it, where that is not who opens it. */
  acknowledged?: { at: Date; by?: ActorRecord };
  /** The alert that opens it. */
  alertId?: string;
};

/**
 * Opens an incident in triage with all that is known of it: times, the probable trigger, a timeline filled by the machine, a
 * mark on the charts, an audit row, and a job that computes its impact. One incident at a time in a project.
 */
export async function openIncident(ctx: InTx, opening: Opening): Promise<IncidentRow> {
  await takeTurns(ctx);
  const now = ctx.clock.now();
  const { title, severity, kind, isDrill, detector, detectedBy, detectedAt, impactStart, acknowledged } = opening;
  const scope: IncidentScope = {
    ...{ prompt: opening.prompt, version: opening.version, environment: opening.environment, model: opening.model },
  };
  const trigger = await readTrigger(ctx, scope, impactStart);
  const [last] = await ctx.db
    .select({ number: max(incident.number) })
    .from(incident)
    .where(eq(incident.projectId, ctx.project.id));
  const [made] = await ctx.db
    .insert(incident)
    .values({
      ...{ id: newId(), projectId: ctx.project.id, number: (last?.number ?? 0) + 1, title, state: 'triage', severity },
      ...{ ...scope, kind, isDrill, detector, detectedBy, isMitigatedByMachine: false, openedAt: now, updatedAt: now },
      trigger,
    })
    .returning();
  if (!made) throw new Error('The incident was not inserted.');
  const row = await setTimes(ctx, made, [
    { field: 'impact_start', at: impactStart, source: opening.startIsFrom },
    { field: 'detected', at: detectedAt, source: 'machine' },
    {
      field: 'acknowledged',
      at: acknowledged?.at ?? null,
      source: 'machine',
      ...(acknowledged?.by && { actor: acknowledged.by }),
    },
  ]);
  const startedAt = impactStart ?? detectedAt;
  await ctx.db
    .insert(incidentSeverity)
    .values({ incidentId: row.id, fromAt: startedAt, severity, actor: actorRecord(ctx.actor), reason: null });
  if (opening.alertId !== undefined) await linkAlert(ctx, row.id, opening.alertId);
  await fillTimeline(ctx, row.id, scope, { startedAt, until: now, detectedAt });
  await addAction(ctx, row.id, `${nameOf(row)} opened${isDrill ? ' as a drill' : ''}: ${title}`);
  await enqueueRefresh(ctx, row.id);
  await recordChange(ctx, {
    ...{ at: startedAt, kind: 'incident', title: `${nameOf(row)}${isDrill ? ' (drill)' : ''}: ${title}` },
    ...{ prompt: scope.prompt ?? undefined, environment: scope.environment ?? undefined },
    ...{ model: scope.model ?? undefined, path: `/incidents/${row.number}` },
  });
  await appendAudit(ctx, {
    action: 'incident.open',
    object: { kind: 'incident', id: row.id },
    detail: { number: row.number, severity, detector, alert: opening.alertId ?? null, drill: isDrill },
  });
  return row;
}

/** Makes an alert a signal of an incident; one that is linked stays so. */
export async function linkAlert(ctx: InTx, incidentId: string, alertId: string): Promise<void> {
  await ctx.db.insert(incidentLink).values({ incidentId, alertId, linkedAt: ctx.clock.now() }).onConflictDoNothing();
}

/** Puts the computing of an incident's impact into the outbox, once however often it is asked for. */
export const enqueueRefresh = (ctx: InTx, incidentId: string): Promise<void> =>
  enqueue(
    ctx,
    'incident.refresh',
    { projectId: ctx.project.id, incidentId },
    { key: `incident:${incidentId}`, queue: `incidents:${ctx.project.id}` },
  );
