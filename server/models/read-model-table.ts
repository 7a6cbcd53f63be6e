import { eq } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type ModelView, readModels } from './read-models.ts';

export type ModelTable = { data: ModelView[]; providers: string[] };

/** Most models that a page shows; it then suggests to search. */
const ROWS_MAX = 500;

/** The registry page: models that match the filter, those that serve first. One page read, then the providers. */
export async function readModelTable(
  ctx: Pick<Ctx, 'db' | 'project' | 'clock'>,
  filter: { search?: string; provider?: string },
): Promise<ModelTable> {
  const [page, providers] = await Promise.all([
    readModels(ctx, { ...filter, limit: ROWS_MAX }),
    ctx.db
      .selectDistinct({ provider: model.provider })
      .from(model)
      .where(eq(model.projectId, ctx.project.id))
      .orderBy(model.provider),
  ]);
  return {
    data: page.data.toSorted((a, b) => b.deployedTo.length - a.deployedTo.length),
    providers: providers.map((row) => row.provider),
  };
}
