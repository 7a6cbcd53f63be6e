import { sql } from 'drizzle-orm';
import { eventReprice } from '#db/schema/telemetry.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { writtenRow } from '#server/models/prices/domain/row-entry.ts';
import { actorRecord, type Ctx, type DbCtx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict, invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { noFigures, storedFigures } from './domain/figures.ts';
import { FIRST_KEY } from './read-candidates.ts';
import { planReprice, type RepriceRange } from './reprice-range.ts';

/**
 * Queues a repricing of the events of a model by its current rows. 409 `reprice_running` while one runs for this model;
 * 422 as `planReprice`, and for `prices`, which only a preview accepts: write them to the model first.
 */
export async function startReprice(ctx: Ctx, range: RepriceRange): Promise<{ id: string }> {
  if (range.prices !== undefined) {
    throw invalid('/prices', 'preview_only', 'prices are for a preview. Write them with PATCH of the model first.');
  }
  const { name, number, from, to, rows } = await planReprice(ctx, range);
  const id = newId();
  const slot = slotOf(ctx.project);
  const [fromTs, toTs] = [new Date(from), new Date(to)];
  try {
    return await inTransaction(ctx, async (ctx) => {
      const [counted] = await ctx.db.execute<{ n: number }>(sql`
        select count(*)::float8 as n from event where slot = ${slot} and model = ${number ?? 0}
          and ts >= ${fromTs.toISOString()}::timestamptz and ts < ${toTs.toISOString()}::timestamptz`);
      await ctx.db.insert(eventReprice).values({
        slot,
        id,
        model: name,
        fromTs,
        toTs,
        prices: rows.map(writtenRow),
        status: 'running',
        total: counted?.n ?? 0,
        reachedTs: fromTs,
        reachedKey: FIRST_KEY,
        figures: storedFigures(noFigures()),
        actor: actorRecord(ctx.actor),
        createdAt: ctx.clock.now(),
      });
      await queueReprice(ctx, { projectId: ctx.project.id, id });
      const detail = { model: name, from: fromTs.toISOString(), to: toTs.toISOString(), events: counted?.n ?? 0 };
      await appendAudit(ctx, { action: 'cost.reprice', object: { kind: 'reprice', id }, detail });
      return { id };
    });
  } catch (error) {
    if (!isDuplicate(error, 'event_reprice_running')) throw error;
    throw conflict('reprice_running', `The events of ${name} are being priced again already. Wait for that to end.`);
  }
}

/** Queues the next job of a repricing. Those of one project run one after another, so that no two change the same rows. */
export async function queueReprice(ctx: DbCtx, reprice: { projectId: number; id: string }): Promise<void> {
  await enqueue(ctx, 'event.reprice', reprice, {
    key: `event.reprice:${reprice.id}`,
    queue: `event.reprice:${reprice.projectId}`,
  });
}
