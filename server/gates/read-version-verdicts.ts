import { and, desc, eq } from 'drizzle-orm';
import { gateVerdict } from '#db/schema/gates.ts';
import { promptVersion } from '#db/schema/prompts.ts';
import type { Ctx } from '#server/platform/context.ts';
import { readEnvironments } from '#server/projects/read-environments.ts';
import { findPrompt } from '#server/prompts/find-prompt.ts';
import type { Verdict } from './domain/verdict.ts';

/** The newest verdict on a version for the last environment, for any model. */
export type VersionVerdict = { version: number; verdict: Verdict; at: Date };

/**
 * The newest verdict on each version of a prompt for the last environment; versions without a verdict are left out. One
 * index range of the prompt, without the evidence. 404 unknown prompt.
 */
export async function readVersionVerdicts(ctx: Ctx, name: string): Promise<VersionVerdict[]> {
  const prompt = await findPrompt(ctx, name);
  const last = (await readEnvironments(ctx)).at(-1);
  return ctx.db
    .selectDistinctOn([promptVersion.number], {
      version: promptVersion.number,
      verdict: gateVerdict.verdict,
      at: gateVerdict.at,
    })
    .from(gateVerdict)
    .innerJoin(promptVersion, eq(promptVersion.id, gateVerdict.versionId))
    .where(
      and(
        eq(gateVerdict.projectId, ctx.project.id),
        eq(gateVerdict.promptId, prompt.id),
        eq(gateVerdict.environment, last?.name ?? ''),
      ),
    )
    .orderBy(promptVersion.number, desc(gateVerdict.at));
}
