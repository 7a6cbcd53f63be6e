import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { prompt, promptVersion } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { readNamesakes } from './read-served.ts';

/** Prompts on one page: beyond that, search for the prompt. */
const PROMPTS_MAX = 200;

/**
 * The prompts with versions whose config names the model, by name: its number of versions and the newest. A bare id counts
 * where one provider has it. One scan of the project's versions.
 */
export async function readVersionsUsing(
  ctx: ReadCtx,
  { provider, modelId }: { provider: string; modelId: string },
): Promise<{ prompt: string; versions: number; newest: number }[]> {
  const alone = (await readNamesakes(ctx, [modelId])).length === 1;
  const names = [`${provider}/${modelId}`, ...(alone ? [modelId] : [])];
  return ctx.db
    .select({
      prompt: prompt.name,
      versions: sql<number>`count(*)::int`,
      newest: sql<number>`max(${promptVersion.number})`,
    })
    .from(promptVersion)
    .innerJoin(prompt, eq(prompt.id, promptVersion.promptId))
    .where(and(eq(promptVersion.projectId, ctx.project.id), inArray(sql`${promptVersion.config}->>'model'`, names)))
    .groupBy(prompt.name)
    .orderBy(desc(sql`count(*)`), prompt.name)
    .limit(PROMPTS_MAX);
}
