import { and, eq } from 'drizzle-orm';
import type { ActorRecord } from '#db/schema/columns.ts';
import { gatePolicy } from '#db/schema/gates.ts';
import type { Scorers } from '#server/evals/contract.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { DEFAULT_GATE_RULES, type GateRules } from './domain/policy.ts';

/** What a version of a prompt must pass, and how many approvals it needs. */
export type GatePolicy = GateRules & {
  /** Golden sets by name; empty: every one on which the candidate has a run. */
  datasets: string[];
  /** Scorers that both runs must have used; empty: those of the candidate's newest run. */
  scorers: Scorers;
  /** Approvals for a protected environment; null: as many as the environment requires. */
  requiredApprovals: number | null;
  /** 0 while no policy was set. */
  revision: number;
  updatedBy: ActorRecord | null;
  updatedAt: Date | null;
};

const DEFAULT_POLICY: GatePolicy = {
  ...DEFAULT_GATE_RULES,
  datasets: [],
  scorers: [],
  requiredApprovals: null,
  revision: 0,
  updatedBy: null,
  updatedAt: null,
};

/** The gate policy of a prompt; the defaults at revision 0 where none was set. One row by primary key. */
export async function readPolicy(ctx: ReadCtx, promptId: string): Promise<GatePolicy> {
  const [row] = await ctx.db
    .select()
    .from(gatePolicy)
    .where(and(eq(gatePolicy.projectId, ctx.project.id), eq(gatePolicy.promptId, promptId)));
  if (!row) return DEFAULT_POLICY;
  const { promptId: _prompt, projectId: _project, ...policy } = row;
  // Only scorers that passed their schema are written.
  return { ...policy, scorers: policy.scorers as Scorers };
}
