import { and, desc, eq, sql } from 'drizzle-orm';
import { environment } from '#db/schema/projects.ts';
import { deployment } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';
import type { DeploymentRow } from './read-serving.ts';

export type HistoryRow = DeploymentRow & { environment: string };

/**
 * A page of a prompt's deployments, newest first. One environment is read by its index, all of them by that of the
 * prompt.
 */
export async function readDeployments(
  ctx: ReadCtx,
  promptId: string,
  filter: { environment?: string; limit: number; cursor?: string },
): Promise<Page<HistoryRow>> {
  const before = decodeCursor(filter.cursor, ['time', 'bigint']);
  const rows = await ctx.db
    .select({ deployment, environment: environment.name })
    .from(deployment)
    .innerJoin(environment, eq(environment.id, deployment.environmentId))
    .where(
      and(
        eq(deployment.projectId, ctx.project.id),
        eq(deployment.promptId, promptId),
        filter.environment === undefined ? undefined : eq(environment.name, filter.environment),
        before === null
          ? undefined
          : sql`(${deployment.since}, ${deployment.seq}) < (${before[0]}::timestamptz, ${before[1]})`,
      ),
    )
    .orderBy(desc(deployment.since), desc(deployment.seq))
    .limit(filter.limit + 1);
  const flat = rows.map((row) => ({ ...row.deployment, environment: row.environment }));
  return toPage(flat, filter.limit, (row) => [row.since.toISOString(), row.seq]);
}
