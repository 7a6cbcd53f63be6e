import { and, count, eq, gt } from 'drizzle-orm';
import { deployment, promptVersion } from '#db/schema/prompts.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { readEnvironments } from '#server/projects/read-environments.ts';
import { findPrompt } from './find-prompt.ts';
import { type PromptListRow, readPrompt } from './read-prompts.ts';
import type { ServingRow } from './read-serving.ts';

export type Lane = {
  environment: string;
  protected: boolean;
  requiredApprovals: number;
  serving: ServingRow | null;
  /** Versions newer than the one that serves; null where none serves. */
  behind: number | null;
};
export type PromptHead = PromptListRow & {
  /** Left to right. */
  lanes: Lane[];
  /** Deployments in its history, in all environments. */
  deployments: number;
  /** Base URL of the edge, for snippets. */
  edgeUrl: string;
};

/** The head of the prompt page, with a lane for each environment. A few reads by key. 404 for an unknown name. */
export async function readPromptHead(ctx: Ctx, name: string): Promise<PromptHead> {
  const row = await readPrompt(ctx, await findPrompt(ctx, name));
  const environments = await readEnvironments(ctx);
  const lanes = await Promise.all(
    environments.map(async (environment): Promise<Lane> => {
      const serving = row.environments[environment.name] ?? null;
      return {
        environment: environment.name,
        protected: environment.protected,
        requiredApprovals: environment.requiredApprovals,
        serving,
        behind: serving === null ? null : await newerThan(ctx, row.id, serving.version),
      };
    }),
  );
  return { ...row, lanes, deployments: await deploymentsOf(ctx, row.id), edgeUrl: ctx.edgeUrl };
}

async function deploymentsOf(ctx: ReadCtx, promptId: string): Promise<number> {
  const [all] = await ctx.db
    .select({ n: count() })
    .from(deployment)
    .where(and(eq(deployment.projectId, ctx.project.id), eq(deployment.promptId, promptId)));
  return all?.n ?? 0;
}

async function newerThan(ctx: ReadCtx, promptId: string, version: number): Promise<number> {
  const [newer] = await ctx.db
    .select({ n: count() })
    .from(promptVersion)
    .where(
      and(
        eq(promptVersion.projectId, ctx.project.id),
        eq(promptVersion.promptId, promptId),
        gt(promptVersion.number, version),
      ),
    );
  return newer?.n ?? 0;
}
