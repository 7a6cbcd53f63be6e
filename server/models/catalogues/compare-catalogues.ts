import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { model, priceDisagreement } from '#db/schema/models.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { writtenConditions } from '#server/models/prices/domain/row-entry.ts';
import { rowsOfProject } from '#server/models/prices/stored-rows.ts';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { ALWAYS, type Disagreement, disagreementsOf, type Party } from './domain/compare.ts';
import { rowsOfListed } from './domain/rows-of-listed.ts';
import { type Quote, readQuotes } from './read-quotes.ts';

/** An arbitrary constant: with a project's id the advisory lock for comparing its catalogues. */
const COMPARE_LOCK = 1_207;

export type Compared = { found: number; settled: number; open: number };

type Named = Disagreement & { provider: string; modelId: string };

/**
 * Compares the prices of every registered model with those of all catalogues and stores where they differ. One that no
 * longer differs is removed while it waits; one that was decided is not asked again while the amounts are the same. Writes no
 * price. `rowsOf`: the project's price rows by model, where they were read already.
 */
export async function compareCatalogues(
  ctx: Ctx,
  rowsOf?: ReadonlyMap<string, readonly PriceRow[]>,
): Promise<Compared> {
  return inTransaction(ctx, async (ctx) => {
    await ctx.db.execute(sql`select pg_advisory_xact_lock(${COMPARE_LOCK}, ${ctx.project.id}::int4)`);
    const now = ctx.clock.now();
    const [models, rows, quotes] = [
      await ctx.db
        .select({ id: model.id, provider: model.provider, modelId: model.modelId })
        .from(model)
        .where(eq(model.projectId, ctx.project.id))
        .orderBy(asc(model.provider), asc(model.modelId)),
      rowsOf ?? (await rowsOfProject(ctx)),
      await readQuotes(ctx),
    ];
    const differing = models.flatMap(({ id, provider, modelId }): Named[] => {
      const parties = [
        { source: 'own' as const, readOn: null, rows: rows.get(id) ?? [] },
        ...quotes(provider, modelId).map((quote) => partyOf(quote, now)),
      ];
      return parties.length === 1
        ? []
        : disagreementsOf(parties, now.getTime()).map((one) => ({ ...one, provider, modelId }));
    });
    return store(ctx, differing, now);
  });
}

/** A catalogue as a side of the comparison: its undated prices have always held. */
export function partyOf({ source, readOn, listed }: Quote, now: Date): Party {
  const at = { source, from: ALWAYS, readOn, nowMs: now.getTime() };
  let ids = 0;
  return { source, readOn, rows: rowsOfListed(listed, at, () => String(ids++)).rows };
}

async function store(ctx: Ctx, differing: readonly Named[], now: Date): Promise<Compared> {
  const known = await ctx.db
    .select({
      id: priceDisagreement.id,
      provider: priceDisagreement.provider,
      modelId: priceDisagreement.modelId,
      fingerprint: priceDisagreement.fingerprint,
      decision: priceDisagreement.decision,
    })
    .from(priceDisagreement)
    .where(eq(priceDisagreement.projectId, ctx.project.id));
  const keys = new Set(differing.map(keyOf));
  const before = new Set(known.map(keyOf));
  const settled = known.filter((row) => row.decision === null && !keys.has(keyOf(row))).map(({ id }) => id);
  const fresh = differing.filter((one) => !before.has(keyOf(one)));
  if (settled.length > 0) await ctx.db.delete(priceDisagreement).where(inArray(priceDisagreement.id, settled));
  if (fresh.length > 0) await insert(ctx, fresh, now);
  const open = await ctx.db.$count(
    priceDisagreement,
    and(eq(priceDisagreement.projectId, ctx.project.id), isNull(priceDisagreement.decision)),
  );
  return { found: fresh.length, settled: settled.length, open };
}

const keyOf = (of: { provider: string; modelId: string; fingerprint: string }): string =>
  JSON.stringify([of.provider, of.modelId, of.fingerprint]);

/** One statement for all of them. */
async function insert(ctx: Ctx, fresh: readonly Named[], now: Date): Promise<void> {
  const rows = fresh.map((one) => ({
    ...{ id: newId(), provider: one.provider, model_id: one.modelId, meter: one.meter },
    ...{ conditions: writtenConditions(one.when), stated: one.stated, ratio: one.ratio, warnings: one.warnings },
    ...{ since: one.sinceMs === null ? null : new Date(one.sinceMs).toISOString(), fingerprint: one.fingerprint },
  }));
  await ctx.db.execute(sql`
    insert into price_disagreement
      (id, project_id, provider, model_id, meter, conditions, since, stated, ratio, warnings, fingerprint, found_at)
    select r.id, ${ctx.project.id}::int4, r.provider, r.model_id, r.meter, r.conditions, r.since, r.stated, r.ratio,
      r.warnings, r.fingerprint, ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, provider text, model_id text, meter text,
      conditions jsonb, since timestamptz, stated jsonb, ratio float8, warnings jsonb, fingerprint text)
    on conflict do nothing`);
}
