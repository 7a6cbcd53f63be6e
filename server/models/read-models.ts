import { and, arrayOverlaps, asc, eq, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';
import { likePattern } from '#server/prompts/read-prompts.ts';
import { matchCurated } from './deprecations/domain/curated.ts';
import { type Life, lifeOf } from './domain/life.ts';
import { baseChain, findIn, type Node } from './domain/lineage.ts';
import { daysLeft, type ModelStatus, modelStatus } from './domain/status.ts';
import type { ModelRow } from './find-model.ts';
import { type HeadlinePrice, headlinePrice } from './prices/domain/headline.ts';
import { type WrittenRow, writtenRow } from './prices/domain/row-entry.ts';
import { rowsOfModels } from './prices/stored-rows.ts';
import { type DeployedTo, readDeployed } from './read-served.ts';

type LineageNode = Node & { training: ModelRow['training'] };

/** A registry entry with its status, prices, lineage and where it serves. */
export type ModelView = ModelRow & {
  /** Oldest first. */
  prices: WrittenRow[];
  /** What an ordinary request pays now. */
  price: HeadlinePrice | null;
  /** Its dates, those of the list where the registry has none: what `status` and `daysLeft` are of. */
  life: Life;
  status: ModelStatus;
  daysLeft: number | null;
  deployedTo: DeployedTo[];
  /** Since when it has served in some environment without a break; null where it does not serve. */
  deployedAt: Date | null;
  lineage: { provider: string | null; modelId: string; registered: boolean; training: ModelRow['training'] }[];
};

export type ModelFilter = { search?: string; provider?: string; limit: number; cursor?: string };

/** Matches rows whose `provider/id` or display name holds the text; everything where it is left out. */
export const nameHas = (text: string | undefined): SQL | undefined =>
  text
    ? or(
        ilike(sql`${model.provider} || '/' || ${model.modelId}`, likePattern(text)),
        ilike(model.displayName, likePattern(text)),
      )
    : undefined;

/** A page of the registry by provider and id: the page's rows, then prices, serving and lineage in one query each. */
export async function readModels(
  ctx: Pick<Ctx, 'db' | 'project' | 'clock'>,
  filter: ModelFilter,
): Promise<Page<ModelView>> {
  const after = decodeCursor(filter.cursor, ['text', 'text']);
  const rows = await ctx.db
    .select()
    .from(model)
    .where(
      and(
        eq(model.projectId, ctx.project.id),
        filter.provider === undefined ? undefined : eq(model.provider, filter.provider),
        nameHas(filter.search),
        after === null ? undefined : sql`(${model.provider}, ${model.modelId}) > (${after[0]}, ${after[1]})`,
      ),
    )
    .orderBy(asc(model.provider), asc(model.modelId))
    .limit(filter.limit + 1);
  const page = toPage(rows, filter.limit, (row) => [row.provider, row.modelId]);
  return { ...page, data: await viewModels(ctx, page.data) };
}

/** Adds prices, status, lineage and where they serve to rows of models. */
export async function viewModels(
  ctx: Pick<Ctx, 'db' | 'project' | 'clock'>,
  rows: readonly ModelRow[],
): Promise<ModelView[]> {
  if (rows.length === 0) return [];
  const now = ctx.clock.now();
  const [prices, deployed, nodes] = await Promise.all([
    rowsOfModels(
      ctx,
      rows.map((row) => row.id),
    ),
    readDeployed(ctx, rows),
    rows.some((row) => row.baseModel !== null) ? readNodes(ctx) : [],
  ]);
  const finder = findIn(nodes);
  return rows.map((row) => {
    const own = prices.get(row.id) ?? [];
    const deployedTo = deployed.get(row.id) ?? [];
    const life = lifeOf(row, matchCurated({ provider: row.provider, model: row.modelId }));
    return {
      ...row,
      prices: own.map(writtenRow),
      price: headlinePrice(own, now.getTime()),
      life,
      status: modelStatus({ ...life, releasedAt: row.releasedAt }, now),
      daysLeft: daysLeft(life, now),
      deployedTo,
      deployedAt: deployedTo.reduce<Date | null>(
        (first, { since }) => (first === null || since < first ? since : first),
        null,
      ),
      lineage: baseChain(finder, row).map(({ text, node }) => ({
        provider: node?.provider ?? null,
        modelId: node?.modelId ?? text,
        registered: node !== null,
        training: node?.training ?? null,
      })),
    };
  });
}

/** One model with its status, prices, lineage and where it serves. */
export async function viewModel(ctx: Pick<Ctx, 'db' | 'project' | 'clock'>, row: ModelRow): Promise<ModelView> {
  const [view] = await viewModels(ctx, [row]);
  if (!view) throw new Error('The view of one row is missing.');
  return view;
}

const readNodes = (ctx: ReadCtx): Promise<LineageNode[]> =>
  ctx.db
    .select({
      provider: model.provider,
      modelId: model.modelId,
      baseModel: model.baseModel,
      moreBases: model.moreBases,
      training: model.training,
    })
    .from(model)
    .where(eq(model.projectId, ctx.project.id));

/** The names of registered models that hold a text, by provider and id. */
export const findModelNames = (
  ctx: ReadCtx,
  { search, limit }: { search: string; limit: number },
): Promise<{ provider: string; modelId: string }[]> =>
  ctx.db
    .select({ provider: model.provider, modelId: model.modelId })
    .from(model)
    .where(and(eq(model.projectId, ctx.project.id), nameHas(search)))
    .orderBy(asc(model.provider), asc(model.modelId))
    .limit(limit);

/** Models of the project that name this one as their base, by provider and id. */
export const readDerived = (ctx: ReadCtx, of: ModelRow): Promise<{ provider: string; modelId: string }[]> => {
  const names = [`${of.provider}/${of.modelId}`, of.modelId];
  return ctx.db
    .select({ provider: model.provider, modelId: model.modelId })
    .from(model)
    .where(
      and(
        eq(model.projectId, ctx.project.id),
        or(inArray(model.baseModel, names), arrayOverlaps(model.moreBases, names)),
      ),
    )
    .orderBy(asc(model.provider), asc(model.modelId));
};
