import { and, asc, desc, eq, getTableColumns, gte, inArray, lte, sql } from 'drizzle-orm';
import { dataset, datasetItem, evalResult, evalRun } from '#db/schema/evals.ts';
import { incident } from '#db/schema/incidents.ts';
import { incidentCase } from '#db/schema/lessons.ts';
import { postmortem } from '#db/schema/postmortems.ts';
import { datasetsOfPrompt } from '#server/gates/find-runs.ts';
import { readPolicy } from '#server/gates/read-policy.ts';
import type { IncidentRow } from '#server/incidents/find-incident.ts';
import type { Ctx, DbCtx, ReadCtx } from '#server/platform/context.ts';
import { holdPromotion } from '#server/promotions/actions/hold-promotion.ts';
import { OPEN_STATUSES } from '#server/promotions/domain/promotion-machine.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import { type CaseResult, caseResult } from './domain/case-result.ts';
import { nearest, type Relation } from './domain/nearest.ts';

/** A case of an earlier incident and what the promoted version answers to it now. */
export type LessonCase = { dataset: string; item: string; category: string; result: CaseResult; run: string | null };
export type Lesson = { incident: IncidentRow; relation: Relation; endedAt: Date; cases: LessonCase[] };

const LESSONS_MAX = 2;
/** Ended incidents among which the nearest are looked for, the newest. */
const PAST_MAX = 500;
/** Cases of an incident that a promotion shows. */
const CASES_SHOWN_MAX = 200;

/**
 * The two ended incidents that are nearest to a promotion: of the same prompt, else of a model of either side, else with
 * cases in a category of the gate's golden sets. For each, whether its cases pass now with the promoted version. It changes
 * no verdict. 404 unknown promotion. Four reads, and two for each golden set with cases.
 */
export async function readLessons(ctx: Ctx, promotionId: string): Promise<Lesson[]> {
  const { row, prompt, serving } = await holdPromotion(ctx, promotionId);
  const models = [row, ...(serving === null ? [] : [serving])].flatMap((side) => modelText(side) ?? []);
  const categories = await readCategories(ctx, prompt.id);
  const past = await readEnded(ctx, OPEN_STATUSES.includes(row.status) ? ctx.clock.now() : row.updatedAt);
  const found = nearest(past, { prompt: prompt.name, models, categories }).slice(0, LESSONS_MAX);
  return Promise.all(
    found.map(async ({ row: incident, relation, endedAt }) => ({
      ...{ incident, relation, endedAt: new Date(endedAt) },
      cases: await readResults(ctx, incident.id, row.variantDigest),
    })),
  );
}

/** The categories of the golden sets that the gate of a prompt uses, at their newest versions. */
async function readCategories(ctx: ReadCtx, promptId: string): Promise<string[]> {
  const policy = await readPolicy(ctx, promptId);
  const names =
    policy.datasets.length > 0 ? policy.datasets : (await datasetsOfPrompt(ctx, promptId)).map(({ name }) => name);
  if (names.length === 0) return [];
  const rows = await ctx.db
    .selectDistinct({ category: datasetItem.category })
    .from(datasetItem)
    .innerJoin(dataset, eq(dataset.id, datasetItem.datasetId))
    .where(
      and(eq(dataset.projectId, ctx.project.id), inArray(dataset.name, names), sql`${datasetItem.validTo} is null`),
    );
  return rows.map(({ category }) => category);
}

/** The project's newest ended incidents that had begun before the promotion was over, without drills. */
async function readEnded(ctx: ReadCtx, until: Date) {
  const rows = await ctx.db
    .select({
      row: incident,
      publishedAt: postmortem.publishedAt,
      categories: sql<string[]>`array(select distinct category from incident_case where incident_id = ${incident.id})`,
    })
    .from(incident)
    .leftJoin(postmortem, eq(postmortem.incidentId, incident.id))
    .where(
      and(
        ...[eq(incident.projectId, ctx.project.id), inArray(incident.state, ['resolved', 'closed'])],
        ...[eq(incident.isDrill, false), lte(incident.openedAt, until)],
      ),
    )
    .orderBy(desc(incident.openedAt))
    .limit(PAST_MAX);
  return rows.map(({ row, publishedAt, categories }) => ({
    ...{ row, categories, prompt: row.prompt, model: row.model, isReviewed: publishedAt !== null },
    endedAt: (row.resolvedAt ?? row.updatedAt).getTime(),
  }));
}

/**
 * The cases of an incident with what a variant answered: of its newest completed run on a version of the golden set that
 * holds cases. A case that came later than that version was not run.
 */
async function readResults(ctx: ReadCtx, incidentId: string, variantDigest: string): Promise<LessonCase[]> {
  const cases = await ctx.db
    .select({ ...getTableColumns(incidentCase), dataset: dataset.name })
    .from(incidentCase)
    .innerJoin(dataset, eq(dataset.id, incidentCase.datasetId))
    .where(and(eq(incidentCase.projectId, ctx.project.id), eq(incidentCase.incidentId, incidentId)))
    .orderBy(asc(dataset.name), asc(incidentCase.itemId))
    .limit(CASES_SHOWN_MAX);
  const results: LessonCase[] = [];
  for (const [datasetId, own] of Map.groupBy(cases, (each) => each.datasetId)) {
    const run = await readNewestRun(ctx, {
      ...{ datasetId, variantDigest, version: Math.min(...own.map(({ datasetVersion }) => datasetVersion)) },
    });
    const scores =
      run === null
        ? new Map()
        : await readScores(
            ctx,
            run.id,
            own.map(({ itemId }) => itemId),
          );
    for (const { dataset, itemId: item, category, datasetVersion } of own) {
      const isHeld = run !== null && run.datasetVersion >= datasetVersion;
      const result = caseResult(isHeld ? (scores.get(item) ?? []) : []);
      results.push({ dataset, item, category, result, run: isHeld ? run.id : null });
    }
  }
  return results;
}

async function readNewestRun(ctx: ReadCtx, of: { datasetId: string; variantDigest: string; version: number }) {
  const [run] = await ctx.db
    .select({ id: evalRun.id, datasetVersion: evalRun.datasetVersion })
    .from(evalRun)
    .where(
      and(
        ...[
          eq(evalRun.projectId, ctx.project.id),
          eq(evalRun.status, 'completed'),
          eq(evalRun.datasetId, of.datasetId),
        ],
        ...[eq(evalRun.variantDigest, of.variantDigest), gte(evalRun.datasetVersion, of.version)],
      ),
    )
    .orderBy(desc(evalRun.datasetVersion), desc(evalRun.completedAt), desc(evalRun.id))
    .limit(1);
  return run ?? null;
}

/** The scores of items in a run, one an answer; null where it has none. */
async function readScores(
  ctx: DbCtx,
  runId: string,
  items: readonly string[],
): Promise<Map<string, (number | null)[]>> {
  const rows = await ctx.db
    .select({ item: evalResult.itemId, score: evalResult.score })
    .from(evalResult)
    .where(and(eq(evalResult.runId, runId), inArray(evalResult.itemId, [...items])));
  const grouped = Map.groupBy(rows, ({ item }) => item);
  return new Map([...grouped].map(([item, answers]) => [item, answers.map(({ score }) => score)]));
}
