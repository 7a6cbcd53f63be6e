import { and, eq } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { prompt } from '#db/schema/prompts.ts';
import { notFound } from '#server/platform/faults.ts';

export type PromptRow = typeof prompt.$inferSelect;

/** The prompt `name` of a project; 404 when it has none of that name. One row by unique index. */
export async function findPrompt(db: Db | Tx, projectId: number, name: string): Promise<PromptRow> {
  const [row] = await db
    .select()
    .from(prompt)
    .where(and(eq(prompt.projectId, projectId), eq(prompt.name, name)));
  if (!row) throw notFound();
  return row;
}

/** The same, locked until the transaction ends: creators of versions and deployments of a prompt take turns. */
export async function lockPrompt(tx: Tx, projectId: number, name: string): Promise<PromptRow> {
  const [row] = await tx
    .select()
    .from(prompt)
    .where(and(eq(prompt.projectId, projectId), eq(prompt.name, name)))
    .for('no key update');
  if (!row) throw notFound();
  return row;
}
