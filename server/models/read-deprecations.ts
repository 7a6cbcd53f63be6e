import { and, asc, eq, isNotNull, or } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import type { Ctx } from '#server/platform/context.ts';
import { daysUntil } from './domain/status.ts';
import { type ModelView, viewModels } from './read-models.ts';

/** From so many days before its date, a deprecation is `imminent`. */
const IMMINENT_DAYS = 30;

export type Leaving = ModelView & { date: string; days: number };
export type Deprecations = { deprecated: Leaving[]; imminent: Leaving[]; upcoming: Leaving[] };

/** Models with a deprecation or retirement date, soonest first: past it, within 30 days of it, within `withinDays`. */
export async function readDeprecations(
  ctx: Pick<Ctx, 'db' | 'project' | 'clock'>,
  withinDays: number,
): Promise<Deprecations> {
  const rows = await ctx.db
    .select()
    .from(model)
    .where(
      and(eq(model.projectId, ctx.project.id), or(isNotNull(model.deprecationDate), isNotNull(model.retirementDate))),
    )
    .orderBy(asc(model.provider), asc(model.modelId));
  const now = ctx.clock.now();
  const leaving = (await viewModels(ctx, rows))
    .flatMap((row): Leaving[] => {
      const date = row.retirementDate ?? row.deprecationDate;
      return date === null ? [] : [{ ...row, date, days: daysUntil(date, now) }];
    })
    .sort((a, b) => a.days - b.days);
  return {
    deprecated: leaving.filter((row) => row.days <= 0),
    imminent: leaving.filter((row) => row.days > 0 && row.days <= IMMINENT_DAYS),
    upcoming: leaving.filter((row) => row.days > IMMINENT_DAYS && row.days <= withinDays),
  };
}
