import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { catalogue, catalogueModel } from '#db/schema/models.ts';
import { actorRecord } from '#server/platform/context.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { CatalogueModel, FileSource } from './domain/catalogue.ts';
import { modelKey } from './domain/match-model.ts';

/**
 * Keeps what a file states, in place of the last file of the same catalogue. Returns whether it states anything else than
 * that one. One statement for all models.
 */
export async function writeCatalogue(
  ctx: InTx,
  { source, models }: { source: FileSource; models: readonly CatalogueModel[] },
): Promise<boolean> {
  const own = { projectId: ctx.project.id, source };
  const rows = models.map(({ provider, modelId, listed, unread }) => ({
    ...{ provider, model_id: modelId, model_key: modelKey(provider, modelId), listed, unread },
  }));
  const text = JSON.stringify(rows);
  const digest = createHash('sha256').update(text).digest('hex');
  const [known] = await ctx.db
    .select({ digest: catalogue.digest })
    .from(catalogue)
    .where(and(eq(catalogue.projectId, own.projectId), eq(catalogue.source, source)))
    .for('update');
  const read = { models: rows.length, digest, readAt: ctx.clock.now(), readBy: actorRecord(ctx.actor) };
  await ctx.db
    .insert(catalogue)
    .values({ ...own, ...read })
    .onConflictDoUpdate({ target: [catalogue.projectId, catalogue.source], set: read });
  if (known?.digest === digest) return false;
  await ctx.db
    .delete(catalogueModel)
    .where(and(eq(catalogueModel.projectId, own.projectId), eq(catalogueModel.source, source)));
  await ctx.db.execute(sql`
    insert into catalogue_model (project_id, source, provider, model_id, model_key, listed, unread)
    select ${own.projectId}::int4, ${source}, r.provider, r.model_id, r.model_key, r.listed, r.unread
    from jsonb_to_recordset(${text}::jsonb) as r (provider text, model_id text, model_key text, listed jsonb, unread jsonb)
    on conflict do nothing`);
  return true;
}
