import { and, asc, eq } from 'drizzle-orm';
import { dataset } from '#db/schema/evals.ts';
import { incidentCase } from '#db/schema/lessons.ts';
import { findIncident } from '#server/incidents/find-incident.ts';
import type { ReadCtx } from '#server/platform/context.ts';

export type CaseRow = typeof incidentCase.$inferSelect & { dataset: string };

/** Cases of one incident that are read at once. */
const CASES_READ_MAX = 1_000;

/** The cases of an incident, in the order in which they were added; at most 1,000. 404 unknown incident. */
export async function readCases(ctx: ReadCtx, name: string): Promise<CaseRow[]> {
  const row = await findIncident(ctx, name);
  const rows = await ctx.db
    .select({ row: incidentCase, dataset: dataset.name })
    .from(incidentCase)
    .innerJoin(dataset, eq(dataset.id, incidentCase.datasetId))
    .where(and(eq(incidentCase.projectId, ctx.project.id), eq(incidentCase.incidentId, row.id)))
    .orderBy(asc(incidentCase.at), asc(incidentCase.itemId))
    .limit(CASES_READ_MAX);
  return rows.map((each) => ({ ...each.row, dataset: each.dataset }));
}
