import type { ModelChange } from '#server/models/contract.ts';
import { updateModel } from '#server/models/update-model.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { splitModel } from '#server/telemetry/event/domain/model-name.ts';
import { readReprice } from '#server/telemetry/reprice/read-reprices.ts';
import { planReprice } from '#server/telemetry/reprice/reprice-range.ts';
import { type RepriceOrder, startReprice } from '#server/telemetry/reprice/start-reprice.ts';

/**
 * Writes `prices` to the model, if any, and queues the repricing of its events by what its rows then are, in one
 * transaction: where either is refused, no price changes. 409 and 422 as `startReprice` and `updateModel`.
 */
export async function correctPrices(
  ctx: Ctx,
  { prices, ...order }: RepriceOrder & Pick<ModelChange, 'prices'>,
): Promise<{ id: string }> {
  const named = splitModel(order.model);
  if (named === null || prices === undefined || prices.length === 0) return startReprice(ctx, order);
  // Refused here, an unknown model is a wrong field and not a missing page.
  await planReprice(ctx, { ...order, prices });
  return inTransaction(ctx, async (ctx) => {
    await updateModel(ctx, { provider: named.provider, modelId: named.model }, { prices });
    return startReprice(ctx, order);
  });
}

/** Starts one that failed again, of the same events, by the rows as they are now. 404 unknown; 409 where it has not failed. */
export async function repriceAgain(ctx: Ctx, id: string): Promise<{ id: string }> {
  const { model, from, to, reason, status } = await readReprice(ctx, id);
  if (status !== 'failed') throw conflict('not_failed', 'Only one that failed can be started again.');
  return startReprice(ctx, { model, from: from.getTime(), to: to.getTime(), reason });
}
