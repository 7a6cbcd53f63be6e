import { and, eq, inArray } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import type { DbCtx } from '#server/platform/context.ts';
import type { ModelRef } from '#server/prompts/domain/variant.ts';
import type { Day } from './deprecations/domain/calendar-day.ts';
import { matchCurated } from './deprecations/domain/curated.ts';
import { lifeOf } from './domain/life.ts';
import { registeredAs } from './read-served.ts';

/** Since when a model is deprecated and when it retires, where that is certain; null where no date is known. */
export type Lifecycle = { deprecation: Day | null; sunset: Day | null };

const UNKNOWN: Lifecycle = { deprecation: null, sunset: null };

/** The lifecycles of models as deployments name them: one read of the registry for all of them. */
export async function readLifecycles(
  { db }: DbCtx,
  { projectId, models }: { projectId: number; models: readonly ModelRef[] },
): Promise<(of: ModelRef) => Lifecycle> {
  const ids = [...new Set(models.flatMap(({ model: id }) => id ?? []))];
  if (ids.length === 0) return () => UNKNOWN;
  const rows = await db
    .select({
      provider: model.provider,
      modelId: model.modelId,
      deprecationDate: model.deprecationDate,
      retirementDate: model.retirementDate,
    })
    .from(model)
    .where(and(eq(model.projectId, projectId), inArray(model.modelId, ids)));
  const registered = registeredAs(rows);
  return ({ provider, model: id }) => {
    if (id === null) return UNKNOWN;
    const row = registered({ provider, model: id });
    const { deprecationDate, retirementDate } = lifeOf(
      row,
      matchCurated({ provider: row?.provider ?? provider, model: id }),
    );
    return { deprecation: deprecationDate, sunset: retirementDate };
  };
}
