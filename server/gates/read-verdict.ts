import { and, eq } from 'drizzle-orm';
import { gateVerdict } from '#db/schema/gates.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { isUuid } from '#server/platform/ids.ts';
import type { GateDecision } from './domain/decide-gate.ts';
import type { SharedWithTraining } from './domain/shared-with-training.ts';

/** A stored verdict: the decision with its evidence, and when and for what it was made. */
export type GateView = GateDecision & {
  id: string;
  at: Date;
  environment: string;
  policyRevision: number;
  /** What its golden sets shared with training data; null of a verdict from before this was kept. */
  shared: SharedWithTraining[] | null;
};

export type VerdictRow = typeof gateVerdict.$inferSelect;

/** The decision that is stored in a row. */
export const verdictView = (row: VerdictRow): GateView => ({
  shared: null,
  ...(row.evidence as unknown as GateDecision & Partial<Pick<GateView, 'shared'>>),
  id: row.id,
  at: row.at,
  environment: row.environment,
  policyRevision: row.policyRevision,
});

/** A verdict by id, or null where the project has none such. One row by primary key. */
export async function readVerdict(ctx: ReadCtx, id: string): Promise<GateView | null> {
  if (!isUuid(id)) return null;
  const [row] = await ctx.db
    .select()
    .from(gateVerdict)
    .where(and(eq(gateVerdict.id, id), eq(gateVerdict.projectId, ctx.project.id)));
  return row ? verdictView(row) : null;
}
