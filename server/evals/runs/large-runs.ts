import { and, eq, gt, inArray } from 'drizzle-orm';
import { evalRun } from '#db/schema/evals.ts';
import { prompt } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** Deciding over this many answers takes some 50 ms of one process; over 200,000 of them more than a second. */
const LARGE_RESULTS = 5_000;

/** Whether one of these runs of the project holds so many answers that comparing keeps a process. By primary key. */
export async function areLarge({ db, project }: ReadCtx, ids: readonly string[]): Promise<boolean> {
  const [large] = await db
    .select({ id: evalRun.id })
    .from(evalRun)
    .where(and(inArray(evalRun.id, [...ids]), eq(evalRun.projectId, project.id), gt(evalRun.total, LARGE_RESULTS)))
    .limit(1);
  return large !== undefined;
}

/** The same of the runs of a prompt, by its name. The prompt by its unique name, then the project's runs by index. */
export async function hasLargeRuns({ db, project }: ReadCtx, promptName: string): Promise<boolean> {
  const [large] = await db
    .select({ id: evalRun.id })
    .from(evalRun)
    .innerJoin(prompt, and(eq(prompt.id, evalRun.promptId), eq(prompt.name, promptName)))
    .where(and(eq(evalRun.projectId, project.id), gt(evalRun.total, LARGE_RESULTS)))
    .limit(1);
  return large !== undefined;
}
