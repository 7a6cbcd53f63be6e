import { and, desc, eq } from 'drizzle-orm';
import { prompt, promptVersion } from '#db/schema/prompts.ts';
import type { IncidentRow } from '#server/incidents/find-incident.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { PromptRow } from '#server/prompts/find-prompt.ts';

/** The registered prompt of an incident with the variables of the version that went bad, else of its newest one. */
export type IncidentPrompt = { prompt: PromptRow | null; variables: readonly string[] };

/** Telemetry may name prompts that are not in the registry: then there is none, and no variables. Two reads by index. */
export async function readIncidentPrompt(
  ctx: ReadCtx,
  { prompt: name, version }: Pick<IncidentRow, 'prompt' | 'version'>,
): Promise<IncidentPrompt> {
  if (name === null) return { prompt: null, variables: [] };
  const [found] = await ctx.db
    .select()
    .from(prompt)
    .where(and(eq(prompt.projectId, ctx.project.id), eq(prompt.name, name)));
  if (!found) return { prompt: null, variables: [] };
  const [newest] = await ctx.db
    .select({ variables: promptVersion.variables })
    .from(promptVersion)
    .where(
      and(
        eq(promptVersion.projectId, ctx.project.id),
        eq(promptVersion.promptId, found.id),
        version === null ? undefined : eq(promptVersion.number, version),
      ),
    )
    .orderBy(desc(promptVersion.number))
    .limit(1);
  return { prompt: found, variables: newest?.variables ?? [] };
}
