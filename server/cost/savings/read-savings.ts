import { eq } from 'drizzle-orm';
import { savings } from '#db/schema/savings.ts';
import type { SavingsReport, SavingsStatus } from '#server/cost/domain/savings.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** The newest report with its age, and the state of the last requested computation. */
export type SavingsState = {
  status: SavingsStatus;
  progress: number;
  error: string | null;
  requestedAt: Date | null;
  computedAt: Date | null;
  tookMs: number | null;
  report: SavingsReport | null;
};

const NONE: SavingsState = {
  status: 'none',
  progress: 0,
  error: null,
  requestedAt: null,
  computedAt: null,
  tookMs: null,
  report: null,
};

/** One row by primary key. */
export async function readSavings(ctx: ReadCtx): Promise<SavingsState> {
  const [row] = await ctx.db.select().from(savings).where(eq(savings.projectId, ctx.project.id));
  if (!row) return NONE;
  const { projectId: _, requestedBy: __, ...state } = row;
  return state;
}
