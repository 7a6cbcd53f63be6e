import { and, eq, or } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { model } from '#db/schema/models.ts';
import { parseModelRef } from '#server/prompts/domain/variant.ts';

export type ModelRow = typeof model.$inferSelect;

/** The registered model with exactly this provider and id, or null. One row by unique index. */
export async function selectModel(
  db: Db | Tx,
  projectId: number,
  provider: string,
  modelId: string,
): Promise<ModelRow | null> {
  const [row] = await db
    .select()
    .from(model)
    .where(and(eq(model.projectId, projectId), eq(model.provider, provider), eq(model.modelId, modelId)));
  return row ?? null;
}

/**
 * The registered model that `text` names: `provider/id`, or a bare id that only one provider has. Null where it is not
 * registered or a bare id is ambiguous: its price is then unknown, never 0.
 */
export async function findModel(db: Db | Tx, projectId: number, text: string): Promise<ModelRow | null> {
  const named = parseModelRef(text);
  const exact =
    named.provider === null ? undefined : and(eq(model.provider, named.provider), eq(model.modelId, named.model));
  const rows = await db
    .select()
    .from(model)
    .where(and(eq(model.projectId, projectId), or(eq(model.modelId, text), exact)))
    .limit(3);
  const certain = rows.find((row) => row.provider === named.provider && row.modelId === named.model);
  return certain ?? (rows.length === 1 ? (rows[0] ?? null) : null);
}
