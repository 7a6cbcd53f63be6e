import { and, eq } from 'drizzle-orm';
import { incident } from '#db/schema/incidents.ts';
import { INT_MAX } from '#server/audit/contract.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { conflict, notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';

export type IncidentRow = typeof incident.$inferSelect;

/** `INC-41`, as people name an incident. */
export const nameOf = ({ number }: Pick<IncidentRow, 'number'>): string => `INC-${number}`;

/** The condition that names one incident of the project: by id, by number, or as `INC-41`. 404 for anything else. */
function named(ctx: ReadCtx, name: string) {
  const mine = eq(incident.projectId, ctx.project.id);
  if (isUuid(name)) return and(mine, eq(incident.id, name));
  const number = Number(/^(?:INC-)?([1-9]\d{0,9})$/i.exec(name)?.[1] ?? Number.NaN);
  if (Number.isNaN(number) || number > INT_MAX) throw notFound();
  return and(mine, eq(incident.number, number));
}

/** One incident. 404 where the project has none with this name. */
export async function findIncident(ctx: ReadCtx, name: string): Promise<IncidentRow> {
  const [row] = await ctx.db
    .select()
    .from(incident)
    .where(and(eq(incident.projectId, ctx.project.id), named(ctx, name)));
  if (!row) throw notFound();
  return row;
}

/** The same, locked until the transaction ends. */
export async function lockIncident(ctx: InTx, name: string): Promise<IncidentRow> {
  const [row] = await ctx.db
    .select()
    .from(incident)
    .where(and(eq(incident.projectId, ctx.project.id), named(ctx, name)))
    .for('update');
  if (!row) throw notFound();
  return row;
}

/** 409 `incident_merged` of a duplicate: what it had stands in the incident that it was merged into. */
export function requireNotMerged({ state }: Pick<IncidentRow, 'state'>): void {
  if (state === 'merged') throw conflict('incident_merged', 'This incident was merged: change the one that it is in.');
}
