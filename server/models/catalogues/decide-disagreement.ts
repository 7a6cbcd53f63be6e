import { and, eq, sql } from 'drizzle-orm';
import { priceDisagreement } from '#db/schema/models.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { updateModel } from '#server/models/update-model.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid, notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { CATALOGUES, type Source } from './domain/catalogue.ts';
import { settledFingerprint, startOfConfirmed } from './domain/confirm.ts';
import type { DisagreementRow } from './read-disagreements.ts';

/**
 * Writes the price of one catalogue into the registry, from a day on: `from`, by default now, or the day that the price is
 * announced for. 404 unknown; 409 `already_decided`; 422 `not_stated`, `later_price`, and as on a change of the model.
 */
export async function confirmDisagreement(
  ctx: Ctx,
  { id, source, from }: { id: string; source: Source; from: string | null },
): Promise<DisagreementRow> {
  return inTransaction(ctx, async (ctx) => {
    const row = await lockOpen(ctx, id);
    const stated = row.stated.find((one) => one.source === source);
    if (stated === undefined) {
      const names = row.stated.flatMap((one) => (one.source === 'own' ? [] : [one.source])).join(', ');
      throw invalid('/source', 'not_stated', `/source: ${source} does not state this price. One of ${names}.`);
    }
    const own = row.stated.find((one) => one.source === 'own');
    const start = startOfConfirmed(own?.effective_from ?? null, { from, since: row.since, now: ctx.clock.now() });
    if ('problem' in start) throw invalid('/from', 'later_price', `/from: ${start.problem}`);
    const { provider, modelId } = row;
    await updateModel(
      ctx,
      { provider, modelId },
      {
        prices: [
          {
            ...{ meter: row.meter, per: stated.per, amount: stated.amount, when: row.conditions },
            effective_from: start.at.toISOString(),
            state: start.at > ctx.clock.now() ? 'announced' : 'listed',
            ...{ source_url: CATALOGUES[source].url, checked_at: stated.read_on },
          },
        ],
      },
    );
    const decided = { decision: 'confirmed' as const, chosen: source };
    const after = await decide(ctx, row, { ...decided, fingerprint: settledFingerprint(row.fingerprint, stated) });
    await appendAudit(ctx, {
      action: 'model.confirm_price',
      object: { kind: 'price_disagreement', id },
      detail: {
        ...{ provider, model_id: modelId, meter: row.meter, source, from: start.at.toISOString() },
        ...{ amount: stated.amount, per: stated.per, before: own === undefined ? null : own.amount },
      },
    });
    return after;
  });
}

/** Keeps the registry's price, with a reason; the same amounts are not asked about again. 404 unknown; 409 `already_decided`. */
export async function dismissDisagreement(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<DisagreementRow> {
  return inTransaction(ctx, async (ctx) => {
    const row = await lockOpen(ctx, id);
    const after = await decide(ctx, row, { decision: 'dismissed', reason });
    await appendAudit(ctx, {
      action: 'model.dismiss_price',
      object: { kind: 'price_disagreement', id },
      detail: { provider: row.provider, model_id: row.modelId, meter: row.meter, reason },
    });
    return after;
  });
}

async function lockOpen(ctx: InTx, id: string): Promise<DisagreementRow> {
  if (!isUuid(id)) throw notFound();
  const [row] = await ctx.db
    .select()
    .from(priceDisagreement)
    .where(and(eq(priceDisagreement.id, id), eq(priceDisagreement.projectId, ctx.project.id)))
    .for('update');
  if (!row) throw notFound();
  if (row.decision !== null) {
    const name = `${row.provider}/${row.modelId}`;
    throw conflict('already_decided', `The price of ${name} is already decided. Read the inbox again.`);
  }
  return row;
}

/** Decides it, in place of an older decision on the same amounts. */
async function decide(
  ctx: InTx,
  row: DisagreementRow,
  decided: Partial<typeof priceDisagreement.$inferInsert>,
): Promise<DisagreementRow> {
  const fingerprint = decided.fingerprint ?? row.fingerprint;
  await ctx.db
    .delete(priceDisagreement)
    .where(
      and(
        eq(priceDisagreement.projectId, ctx.project.id),
        eq(priceDisagreement.provider, row.provider),
        eq(priceDisagreement.modelId, row.modelId),
        eq(priceDisagreement.fingerprint, fingerprint),
        sql`${priceDisagreement.id} <> ${row.id}`,
      ),
    );
  const [after] = await ctx.db
    .update(priceDisagreement)
    .set({ ...decided, decidedBy: actorRecord(ctx.actor), decidedAt: ctx.clock.now() })
    .where(and(eq(priceDisagreement.id, row.id), eq(priceDisagreement.projectId, ctx.project.id)))
    .returning();
  return after ?? row;
}
