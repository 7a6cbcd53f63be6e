import { and, eq } from 'drizzle-orm';
import { incidentEntry } from '#db/schema/incidents.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { acknowledgeFirst, type EntryRow } from './add-entries.ts';
import type { EntryChange } from './contract.ts';
import { lockIncident, requireNotMerged } from './find-incident.ts';

/**
 * Withdraws a row of a timeline with a reason, or takes that back, and pins it or not. A row is never deleted: a withdrawn one
 * stays there, struck through, with who withdrew it and why. 404; 409 `incident_merged`; 422 without a reason.
 */
export async function changeEntry(
  ctx: Ctx,
  { name, entryId, change }: { name: string; entryId: number; change: EntryChange },
): Promise<EntryRow> {
  const { withdrawn, pinned, reason = '' } = change;
  if (withdrawn === true && reason === '')
    throw invalid(
      '/reason',
      'required',
      'reason is needed: who reads the timeline must know why the row is withdrawn.',
    );
  return inTransaction(ctx, async (ctx) => {
    const row = await lockIncident(ctx, name);
    requireNotMerged(row);
    const mine = and(
      ...[eq(incidentEntry.projectId, ctx.project.id), eq(incidentEntry.incidentId, row.id)],
      eq(incidentEntry.id, entryId),
    );
    const [before] = await ctx.db.select().from(incidentEntry).where(mine);
    if (!before) throw notFound();
    await acknowledgeFirst(ctx, row);
    const now = ctx.clock.now();
    const taken = { withdrawnAt: now, withdrawnBy: actorRecord(ctx.actor), withdrawnReason: reason };
    const back = { withdrawnAt: null, withdrawnBy: null, withdrawnReason: null };
    const set = {
      ...(withdrawn === undefined ? {} : withdrawn ? taken : back),
      ...(pinned === undefined ? {} : { pinnedAt: pinned ? (before.pinnedAt ?? now) : null }),
    };
    if (Object.keys(set).length === 0) return before;
    const [after] = await ctx.db.update(incidentEntry).set(set).where(mine).returning();
    if (!after) throw notFound();
    await appendAudit(ctx, {
      action: 'incident.change_entry',
      object: { kind: 'incident', id: row.id },
      detail: { entry: entryId, text: before.text, withdrawn, pinned, reason: reason || undefined },
    });
    return after;
  });
}
