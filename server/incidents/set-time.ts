import { and, eq } from 'drizzle-orm';
import type { ActorRecord } from '#db/schema/columns.ts';
import { incident, incidentTime } from '#db/schema/incidents.ts';
import { actorRecord } from '#server/platform/context.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { IncidentTimes, TimeField } from './domain/times.ts';
import type { IncidentRow } from './find-incident.ts';

/** The column of each time, which holds the newest value of `incident_time`. */
const COLUMNS = {
  impact_start: 'impactStartAt',
  detected: 'detectedAt',
  acknowledged: 'acknowledgedAt',
  mitigated: 'mitigatedAt',
  resolved: 'resolvedAt',
} as const satisfies Record<TimeField, keyof IncidentRow>;

/** The times of an incident as they stand, ms. */
export const timesOf = (row: Pick<IncidentRow, (typeof COLUMNS)[TimeField]>): IncidentTimes => ({
  impact_start: row.impactStartAt?.getTime() ?? null,
  detected: row.detectedAt?.getTime() ?? null,
  acknowledged: row.acknowledgedAt?.getTime() ?? null,
  mitigated: row.mitigatedAt?.getTime() ?? null,
  resolved: row.resolvedAt?.getTime() ?? null,
});

/** `actor`: who did it, where that is not who the context acts for. */
export type TimeSet = {
  field: TimeField;
  at: Date | null;
  source: 'machine' | 'person';
  reason?: string | null;
  actor?: ActorRecord;
};

/**
 * Gives an incident times, each with who set it; what stood before stays in `incident_time`. One that already has this value
 * is left alone. Returns the row as it is then. Does not judge: see `timesFault`.
 */
export async function setTimes(ctx: InTx, row: IncidentRow, sets: readonly TimeSet[]): Promise<IncidentRow> {
  const now = ctx.clock.now();
  const changed = sets.filter(({ field, at }) => (row[COLUMNS[field]]?.getTime() ?? null) !== (at?.getTime() ?? null));
  if (changed.length === 0) return row;
  await ctx.db.insert(incidentTime).values(
    changed.map(({ field, at, source, reason = null, actor = actorRecord(ctx.actor) }) => ({
      ...{ incidentId: row.id, field, at, source, reason },
      ...{ actor, recordedAt: now },
    })),
  );
  const columns = Object.fromEntries(changed.map(({ field, at }) => [COLUMNS[field], at]));
  const [after] = await ctx.db
    .update(incident)
    .set({ ...columns, updatedAt: now })
    .where(and(eq(incident.projectId, ctx.project.id), eq(incident.id, row.id)))
    .returning();
  if (!after) throw new Error('The incident is gone.');
  return after;
}
