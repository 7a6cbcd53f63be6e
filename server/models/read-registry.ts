import { and, asc, count, eq, sql } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import type { Ctx } from '#server/platform/context.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';
import { type ModelView, nameHas, viewModels } from './read-models.ts';
import { readNamesakes, readServedNames, registeredAs } from './read-served.ts';

export type RegistryFilter = { search?: string; provider?: string; limit: number; cursor?: string };
export type Registry = Page<ModelView> & { total: number; providers: string[] };

/**
 * A page of the registry with those that serve first, then by provider and id; how many there are by the filter, and the
 * providers of all. What serves is read by its few distinct names, so that a catalogue of thousands costs one page.
 */
export async function readRegistry(
  ctx: Pick<Ctx, 'db' | 'project' | 'clock'>,
  { search, provider, limit, cursor }: RegistryFilter,
): Promise<Registry> {
  const after = decodeCursor(cursor, ['int', 'text', 'text']);
  const rank = sql<number>`case when ${model.id} = any(${sql.param(await readServing(ctx))}::uuid[]) then 0 else 1 end`;
  const mine = eq(model.projectId, ctx.project.id);
  const fits = and(mine, provider === undefined ? undefined : eq(model.provider, provider), nameHas(search));
  const [found, [counted], providers] = await Promise.all([
    ctx.db
      .select({ model, rank })
      .from(model)
      .where(
        and(
          fits,
          after === null
            ? undefined
            : sql`(${rank}, ${model.provider}, ${model.modelId}) > (${after[0]}::int4, ${after[1]}, ${after[2]})`,
        ),
      )
      .orderBy(rank, asc(model.provider), asc(model.modelId))
      .limit(limit + 1),
    ctx.db.select({ total: count() }).from(model).where(fits),
    ctx.db.selectDistinct({ provider: model.provider }).from(model).where(mine).orderBy(model.provider),
  ]);
  const page = toPage(found, limit, (row) => [row.rank, row.model.provider, row.model.modelId]);
  return {
    data: await viewModels(
      ctx,
      page.data.map((row) => row.model),
    ),
    next_cursor: page.next_cursor,
    total: counted?.total ?? 0,
    providers: providers.map((row) => row.provider),
  };
}

/** The row ids of the registered models that serve anywhere. */
async function readServing(ctx: Pick<Ctx, 'db' | 'project'>): Promise<string[]> {
  const served = await readServedNames(ctx);
  if (served.length === 0) return [];
  const registered = registeredAs(
    await readNamesakes(
      ctx,
      served.map((each) => each.model),
    ),
  );
  return [...new Set(served.flatMap((each) => registered(each)?.id ?? []))];
}
