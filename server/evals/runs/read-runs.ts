import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { dataset, evalRun } from '#db/schema/evals.ts';
import { prompt } from '#db/schema/prompts.ts';
import type { RunStatus } from '#server/evals/domain/run-status.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';
import { isUuid } from '#server/platform/ids.ts';
import { parseModelRef } from '#server/prompts/domain/variant.ts';

/** An eval run with the names of what it is about. */
export type RunView = typeof evalRun.$inferSelect & { prompt: string; dataset: string };
export type RunFilter = {
  prompt?: string;
  version?: number;
  /** `provider/id`, or a bare id of any provider. */
  model?: string;
  dataset?: string;
  status?: RunStatus;
  limit: number;
  cursor?: string;
};

const select = (ctx: ReadCtx, where: SQL | undefined, limit: number) =>
  ctx.db
    .select({ run: evalRun, prompt: prompt.name, dataset: dataset.name })
    .from(evalRun)
    .innerJoin(prompt, eq(prompt.id, evalRun.promptId))
    .innerJoin(dataset, eq(dataset.id, evalRun.datasetId))
    .where(and(eq(evalRun.projectId, ctx.project.id), where))
    .orderBy(desc(evalRun.createdAt), desc(evalRun.id))
    .limit(limit);

const view = (row: { run: typeof evalRun.$inferSelect; prompt: string; dataset: string }): RunView => ({
  ...row.run,
  prompt: row.prompt,
  dataset: row.dataset,
});

/** A page of the project's eval runs, newest first. A backward range of (project, created), filtered row by row. */
export async function readRuns(ctx: ReadCtx, filter: RunFilter): Promise<Page<RunView>> {
  const before = decodeCursor(filter.cursor, ['time', 'uuid']);
  const model = filter.model === undefined ? null : parseModelRef(filter.model);
  const rows = await select(
    ctx,
    and(
      filter.prompt === undefined ? undefined : eq(prompt.name, filter.prompt),
      filter.version === undefined ? undefined : eq(evalRun.version, filter.version),
      model === null ? undefined : eq(evalRun.model, model.model),
      model === null || model.provider === null ? undefined : eq(evalRun.provider, model.provider),
      filter.dataset === undefined ? undefined : eq(dataset.name, filter.dataset),
      filter.status === undefined ? undefined : eq(evalRun.status, filter.status),
      before === null
        ? undefined
        : sql`(${evalRun.createdAt}, ${evalRun.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)`,
    ),
    filter.limit + 1,
  );
  return toPage(rows.map(view), filter.limit, (run) => [run.createdAt.toISOString(), run.id]);
}

/** One eval run; 404 where the project has none of this id. */
export async function readRun(ctx: ReadCtx, id: string): Promise<RunView> {
  const [row] = isUuid(id) ? await select(ctx, eq(evalRun.id, id), 1) : [];
  if (!row) throw notFound();
  return view(row);
}
