import { eventReprice } from '#db/schema/telemetry.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { writtenRow } from '#server/models/prices/domain/row-entry.ts';
import { actorRecord, type Ctx, type DbCtx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { readUseByModel } from '#server/telemetry/query/read-use-by-model.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { noBreakdown, storedBreakdown } from './domain/breakdown.ts';
import { noFigures, storedFigures } from './domain/figures.ts';
import { FIRST_KEY } from './read-candidates.ts';
import { digestOfRows, planReprice, type RepriceRange } from './reprice-range.ts';

/** `reason`: why, for the audit log. `rowsDigest`: of the rows that a preview priced by. */
export type RepriceOrder = Omit<RepriceRange, 'prices'> & { reason?: string | null; rowsDigest?: string | null };

/**
 * Queues a repricing of the events of a model by its current rows. 409 `prices_changed` where these are not the rows of
 * `rowsDigest`, `reprice_running` while one runs for this model; 422 as `planReprice`.
 */
export async function startReprice(
  ctx: Ctx,
  { reason = null, rowsDigest, ...range }: RepriceOrder,
): Promise<{ id: string }> {
  const { name, from, to, rows } = await planReprice(ctx, range);
  if (rowsDigest != null && rowsDigest !== digestOfRows(rows)) {
    throw conflict('prices_changed', `The prices of ${name} have changed since the preview. Look at it again.`);
  }
  const total = await countEvents(ctx, { name, from, to });
  const id = newId();
  const slot = slotOf(ctx.project);
  const [fromTs, toTs] = [new Date(from), new Date(to)];
  try {
    return await inTransaction(ctx, async (ctx) => {
      await ctx.db.insert(eventReprice).values({
        slot,
        id,
        model: name,
        fromTs,
        toTs,
        prices: rows.map(writtenRow),
        status: 'running',
        total,
        reachedTs: fromTs,
        reachedKey: FIRST_KEY,
        figures: storedFigures(noFigures()),
        breakdown: storedBreakdown(noBreakdown()),
        reason,
        actor: actorRecord(ctx.actor),
        createdAt: ctx.clock.now(),
      });
      await queueReprice(ctx, { projectId: ctx.project.id, id });
      const detail = { model: name, from: fromTs.toISOString(), to: toTs.toISOString(), events: total, reason };
      await appendAudit(ctx, { action: 'cost.reprice', object: { kind: 'reprice', id }, detail });
      return { id };
    });
  } catch (error) {
    if (!isDuplicate(error, 'event_reprice_running')) throw error;
    throw conflict('reprice_running', `The events of ${name} are being priced again already. Wait for that to end.`);
  }
}

/** Events of a model on the days of the range, from the rollups: what progress is a share of. */
async function countEvents(ctx: Ctx, { name, from, to }: { name: string; from: number; to: number }): Promise<number> {
  const days = { from: Math.floor(from / DAY_MS), to: Math.ceil(to / DAY_MS) };
  const used = await readUseByModel(ctx, { ...days, filter: { model: name } });
  return (used ?? []).flatMap((one) => one.days).reduce((sum, { requests }) => sum + requests, 0);
}

/** Queues the next job of a repricing. Those of one project run one after another, so that no two change the same rows. */
export async function queueReprice(ctx: DbCtx, reprice: { projectId: number; id: string }): Promise<void> {
  await enqueue(ctx, 'event.reprice', reprice, {
    key: `event.reprice:${reprice.id}`,
    queue: `event.reprice:${reprice.projectId}`,
  });
}
