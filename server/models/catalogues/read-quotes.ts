import { and, eq } from 'drizzle-orm';
import { catalogue, catalogueModel } from '#db/schema/models.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { CatalogueModel, Source } from './domain/catalogue.ts';
import { modelKey } from './domain/match-model.ts';
import { EMBEDDED_ON, readEmbedded } from './embedded.ts';

/** What a catalogue states of one model. `readOn`: the day on which its file was imported, or the package published. */
export type Quote = Pick<CatalogueModel, 'provider' | 'modelId' | 'listed' | 'unread'> & {
  source: Source;
  readOn: string;
};

/** Finds what every catalogue states of a model, the embedded one first. One scan of what is imported. */
export async function readQuotes(ctx: ReadCtx): Promise<(provider: string, modelId: string) => Quote[]> {
  const stored = Map.groupBy(await readStored(ctx, undefined), ({ key }) => key);
  const embedded = await readEmbedded();
  return (provider, modelId) => quotesOf(embedded.find(provider, modelId), stored.get(modelKey(provider, modelId)));
}

/** What every catalogue states of one model, the embedded one first. One read of the index. */
export async function readQuotesOf(
  ctx: ReadCtx,
  { provider, modelId }: { provider: string; modelId: string },
): Promise<Quote[]> {
  const embedded = await readEmbedded();
  return quotesOf(embedded.find(provider, modelId), await readStored(ctx, modelKey(provider, modelId)));
}

type Stored = { key: string; source: Source; readAt: Date } & Omit<Quote, 'source' | 'readOn'>;

const readStored = (ctx: ReadCtx, key: string | undefined): Promise<Stored[]> =>
  ctx.db
    .select({
      key: catalogueModel.modelKey,
      source: catalogueModel.source,
      provider: catalogueModel.provider,
      modelId: catalogueModel.modelId,
      listed: catalogueModel.listed,
      unread: catalogueModel.unread,
      readAt: catalogue.readAt,
    })
    .from(catalogueModel)
    .innerJoin(
      catalogue,
      and(eq(catalogue.projectId, catalogueModel.projectId), eq(catalogue.source, catalogueModel.source)),
    )
    .where(
      and(
        eq(catalogueModel.projectId, ctx.project.id),
        key === undefined ? undefined : eq(catalogueModel.modelKey, key),
      ),
    )
    .orderBy(catalogueModel.source, catalogueModel.provider, catalogueModel.modelId);

/** One quote a catalogue: a company under two names in one file is taken by the first. */
function quotesOf(embedded: CatalogueModel | null, stored: readonly Stored[] = []): Quote[] {
  const first = [...Map.groupBy(stored, ({ source }) => source).values()].flatMap((rows) => rows.slice(0, 1));
  return [
    ...(embedded === null ? [] : [{ source: 'genai_prices' as const, readOn: EMBEDDED_ON, ...named(embedded) }]),
    ...first.map((row) => ({ source: row.source, readOn: row.readAt.toISOString().slice(0, 10), ...named(row) })),
  ];
}

const named = ({ provider, modelId, listed, unread }: Omit<Quote, 'source' | 'readOn'>) => ({
  ...{ provider, modelId, listed, unread },
});
