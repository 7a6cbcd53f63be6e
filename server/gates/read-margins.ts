import { eq } from 'drizzle-orm';
import { gatePolicy } from '#db/schema/gates.ts';
import { prompt } from '#db/schema/prompts.ts';
import { DEFAULT_MARGIN } from '#server/evals/domain/margin.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { PromptMargin } from './domain/policy.ts';

const NOT_SET: PromptMargin = { ...DEFAULT_MARGIN, marginFrom: 'default' };

/** The margin of each prompt's gate policy by the prompt's name; the default where none was set. One small table. */
export async function readMargins(ctx: ReadCtx): Promise<(prompt: string) => PromptMargin> {
  const rows = await ctx.db
    .select({ name: prompt.name, margin: gatePolicy.margin, marginKind: gatePolicy.marginKind })
    .from(gatePolicy)
    .innerJoin(prompt, eq(prompt.id, gatePolicy.promptId))
    .where(eq(gatePolicy.projectId, ctx.project.id));
  const margins = new Map(
    rows.map(({ name, ...margin }): [string, PromptMargin] => [name, { ...margin, marginFrom: 'gate_policy' }]),
  );
  return (name) => margins.get(name) ?? NOT_SET;
}
