import { and, eq, sql } from 'drizzle-orm';
import { incident } from '#db/schema/incidents.ts';
import { conflict, Fault, invalid } from '#server/platform/faults.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { addAction } from './add-entries.ts';
import { stateRefusal } from './domain/incident.ts';
import { type IncidentRow, lockIncident, nameOf } from './find-incident.ts';
import { enqueueRefresh } from './open-incident.ts';
import { setTimes, type TimeSet } from './set-time.ts';

/**
 * Makes an incident a duplicate of another one, which gets its alerts, the rows of its timeline and whichever time is
 * earlier. The duplicate stays readable and is in no figure. 409 `invalid_state` where either cannot be merged; 422 for an
 * unknown target or itself. The project's turn must have been taken.
 */
export async function mergeInto(ctx: InTx, row: IncidentRow, name: string, reason: string): Promise<IncidentRow> {
  const target = await targetOf(ctx, name);
  if (target.id === row.id) throw invalid('/merge_into', 'itself', 'An incident cannot be merged into itself.');
  const refusal = stateRefusal(row.state, 'merged');
  if (refusal !== null) throw conflict('invalid_state', refusal, { state: row.state });
  if (target.state === 'merged' || target.state === 'declined') {
    const sentence = `${nameOf(target)} is ${target.state}, so nothing can be merged into it.`;
    throw conflict('invalid_state', sentence, { state: target.state });
  }
  await ctx.db.execute(sql`insert into incident_link (incident_id, alert_id, linked_at)
    select ${target.id}, alert_id, linked_at from incident_link where incident_id = ${row.id} on conflict do nothing`);
  await ctx.db.execute(sql`insert into incident_entry
      (incident_id, project_id, occurred_at, recorded_at, source, kind, actor, path, text, dedupe_key)
    select ${target.id}, project_id, occurred_at, recorded_at, source, kind, actor, path, text, dedupe_key
    from incident_entry where incident_id = ${row.id} on conflict do nothing`);
  await setTimes(ctx, target, earlier(row, target));
  await addAction(ctx, target.id, `${nameOf(row)} merged into this one: ${reason}`);
  await addAction(ctx, row.id, `Merged into ${nameOf(target)}: ${reason}`);
  await enqueueRefresh(ctx, target.id);
  const [after] = await ctx.db
    .update(incident)
    .set({ state: 'merged', mergedInto: target.id, reason, updatedAt: ctx.clock.now() })
    .where(and(eq(incident.projectId, ctx.project.id), eq(incident.id, row.id), eq(incident.state, row.state)))
    .returning();
  if (!after) throw new Error('The incident changed while it was locked.');
  return after;
}

async function targetOf(ctx: InTx, name: string): Promise<IncidentRow> {
  try {
    return await lockIncident(ctx, name);
  } catch (error) {
    if (!(error instanceof Fault) || error.status !== 404) throw error;
    throw invalid('/merge_into', 'unknown_incident', 'There is no such incident in this project.');
  }
}

function earlier(row: IncidentRow, target: IncidentRow): TimeSet[] {
  const pairs = [
    ['impact_start', row.impactStartAt, target.impactStartAt],
    ['detected', row.detectedAt, target.detectedAt],
  ] as const;
  return pairs.flatMap(([field, mine, theirs]): TimeSet[] =>
    mine !== null && (theirs === null || mine < theirs)
      ? [{ field, at: mine, source: 'machine', reason: `from ${nameOf(row)}, merged into this one` }]
      : [],
  );
}
