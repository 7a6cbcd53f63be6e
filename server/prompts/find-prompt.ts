import { and, eq } from 'drizzle-orm';
import { prompt } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import type { InTx } from '#server/platform/in-transaction.ts';

export type PromptRow = typeof prompt.$inferSelect;

/** The prompt `name` of a project; 404 when it has none of that name. One row by unique index. */
export async function findPrompt(ctx: ReadCtx, name: string): Promise<PromptRow> {
  const [row] = await ctx.db
    .select()
    .from(prompt)
    .where(and(eq(prompt.projectId, ctx.project.id), eq(prompt.name, name)));
  if (!row) throw notFound();
  return row;
}

/** The same, locked until the transaction ends, so that changes of one prompt run one after the other. */
export async function lockPrompt(ctx: InTx<ReadCtx>, name: string): Promise<PromptRow> {
  const [row] = await ctx.db
    .select()
    .from(prompt)
    .where(and(eq(prompt.projectId, ctx.project.id), eq(prompt.name, name)))
    .for('no key update');
  if (!row) throw notFound();
  return row;
}
