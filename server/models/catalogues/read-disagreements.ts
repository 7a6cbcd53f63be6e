import { and, count, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { catalogue, priceDisagreement } from '#db/schema/models.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';
import { likePattern } from '#server/prompts/read-prompts.ts';
import { EMBEDDED_ON, readEmbedded } from './embedded.ts';

export type DisagreementRow = typeof priceDisagreement.$inferSelect;
export type DisagreementFilter = { search?: string; limit: number; cursor?: string };
export type Disagreements = Page<DisagreementRow> & { total: number; warned: number };

const isWarned = sql`jsonb_array_length(${priceDisagreement.warnings}) > 0`;
/** Those with a warning first. */
const rank = sql<number>`case when ${isWarned} then 0 else 1 end`;

const waiting = (search?: string): SQL | undefined =>
  and(
    isNull(priceDisagreement.decision),
    search
      ? sql`${priceDisagreement.provider} || '/' || ${priceDisagreement.modelId} ilike ${likePattern(search)}`
      : undefined,
  );

/** A page of the prices that wait for a person: those with a warning first, then by model. Two reads of the index. */
export async function readDisagreements(
  ctx: ReadCtx,
  { search, limit, cursor }: DisagreementFilter,
): Promise<Disagreements> {
  const after = decodeCursor(cursor, ['int', 'text', 'text', 'text']);
  const key = sql`(${rank}, ${priceDisagreement.provider}, ${priceDisagreement.modelId}, ${priceDisagreement.id}::text)`;
  const [found, [counted]] = await Promise.all([
    ctx.db
      .select({ row: priceDisagreement, rank })
      .from(priceDisagreement)
      .where(
        and(
          eq(priceDisagreement.projectId, ctx.project.id),
          waiting(search),
          after === null ? undefined : sql`${key} > (${after[0]}::int4, ${after[1]}, ${after[2]}, ${after[3]})`,
        ),
      )
      .orderBy(rank, priceDisagreement.provider, priceDisagreement.modelId, sql`${priceDisagreement.id}::text`)
      .limit(limit + 1),
    ctx.db
      .select({ total: count(), warned: sql<number>`(count(*) filter (where ${isWarned}))::int4` })
      .from(priceDisagreement)
      .where(and(eq(priceDisagreement.projectId, ctx.project.id), waiting(search))),
  ]);
  const page = toPage(found, limit, (one) => [one.rank, one.row.provider, one.row.modelId, one.row.id]);
  return {
    data: page.data.map(({ row }) => row),
    next_cursor: page.next_cursor,
    total: counted?.total ?? 0,
    warned: counted?.warned ?? 0,
  };
}

/** How many wait. */
export const countDisagreements = (ctx: ReadCtx): Promise<number> =>
  ctx.db.$count(priceDisagreement, and(eq(priceDisagreement.projectId, ctx.project.id), waiting()));

/** The latest decisions, and those who made them. */
export const readDecidedPrices = (ctx: ReadCtx) =>
  ctx.db
    .select({
      id: priceDisagreement.id,
      provider: priceDisagreement.provider,
      modelId: priceDisagreement.modelId,
      meter: priceDisagreement.meter,
      decision: priceDisagreement.decision,
      chosen: priceDisagreement.chosen,
      reason: priceDisagreement.reason,
      by: sql<string>`${priceDisagreement.decidedBy}->>'name'`,
      at: priceDisagreement.decidedAt,
    })
    .from(priceDisagreement)
    .where(and(eq(priceDisagreement.projectId, ctx.project.id), isNotNull(priceDisagreement.decision)))
    .orderBy(desc(priceDisagreement.decidedAt), desc(priceDisagreement.id))
    .limit(20);

/** The price lists that are compared: the embedded one, then those that were imported. */
export async function readCatalogues(ctx: ReadCtx) {
  const [embedded, imported] = await Promise.all([
    readEmbedded(),
    ctx.db
      .select({
        source: catalogue.source,
        models: catalogue.models,
        readAt: catalogue.readAt,
        by: sql<string | null>`${catalogue.readBy}->>'name'`,
      })
      .from(catalogue)
      .where(eq(catalogue.projectId, ctx.project.id))
      .orderBy(catalogue.source),
  ]);
  const own = { source: 'genai_prices' as const, models: embedded.models, readOn: EMBEDDED_ON, by: null };
  return [own, ...imported.map(({ readAt, ...one }) => ({ ...one, readOn: readAt.toISOString().slice(0, 10) }))];
}
