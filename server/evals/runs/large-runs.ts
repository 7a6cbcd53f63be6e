import { and, eq, gt, inArray } from 'drizzle-orm';
import { evalRun } from '#db/schema/evals.ts';
import { prompt } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** Comparing so many answers blocks a process for some 50 ms; 200,000 of them for more than a second. */
const LARGE_RESULTS = 5_000;

/**
 * Whether one of these runs of the project has so many answers that comparing it blocks a process for long. By primary
 * key.
 */
export async function areLarge({ db, project }: ReadCtx, ids: readonly string[]): Promise<boolean> {
  const [large] = await db
    .select({ id: evalRun.id })
    .from(evalRun)
    .where(and(inArray(evalRun.id, [...ids]), eq(evalRun.projectId, project.id), gt(evalRun.total, LARGE_RESULTS)))
    .limit(1);
  return large !== undefined;
}

/** The same for the runs of a prompt, by its name. The prompt by its unique name, then the project's runs by index. */
export async function hasLargeRuns({ db, project }: ReadCtx, promptName: string): Promise<boolean> {
  const [large] = await db
    .select({ id: evalRun.id })
    .from(evalRun)
    .innerJoin(prompt, and(eq(prompt.id, evalRun.promptId), eq(prompt.name, promptName)))
    .where(and(eq(evalRun.projectId, project.id), gt(evalRun.total, LARGE_RESULTS)))
    .limit(1);
  return large !== undefined;
}
