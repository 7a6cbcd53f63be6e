import { and, eq, type SQL, sql } from 'drizzle-orm';
import { gateVerdict } from '#db/schema/gates.ts';
import { environment } from '#db/schema/projects.ts';
import { promotion } from '#db/schema/promotions.ts';
import { prompt, promptVersion } from '#db/schema/prompts.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { callerOf } from '#server/promotions/actions/hold-promotion.ts';
import { givenCount, standingBy } from '#server/promotions/domain/approvals.ts';
import { promotionCan } from '#server/promotions/domain/promotion-can.ts';
import { readStandings, type Standing } from './read-standings.ts';

const FIELDS = {
  id: promotion.id,
  promptId: promotion.promptId,
  environmentId: promotion.environmentId,
  variantDigest: promotion.variantDigest,
  gateVerdictId: promotion.gateVerdictId,
  status: promotion.status,
  revision: promotion.revision,
  prompt: prompt.name,
  version: promotion.version,
  provider: promotion.provider,
  model: promotion.model,
  from: promotion.from,
  to: environment.name,
  note: promotion.note,
  requestedBy: promotion.requestedBy,
  requestedAt: promotion.requestedAt,
  updatedAt: promotion.updatedAt,
  requiredApprovals: promotion.requiredApprovals,
  versionAuthor: promptVersion.author,
  verdict: gateVerdict.verdict,
  reasons: gateVerdict.reasons,
  // Only where it is asked why: evidence lies apart from its row, and is not read for the others.
  why: sql<string | null>`case when ${promotion.status} in ('needs_evidence', 'blocked')
    then ${gateVerdict.evidence} #>> '{reasons,0,sentence}' end`,
};

type Row = Awaited<ReturnType<typeof selectRows>>[number];

type Inner = Pick<Row, 'promptId' | 'environmentId' | 'variantDigest' | 'gateVerdictId'>;

/** A promotion in a list, as the caller sees it. */
export type PromotionListRow = Omit<Row, keyof Inner | 'reasons' | 'requiredApprovals'> & {
  reasons: string[];
  /** The gate's first reason in a sentence, while it keeps the promotion from moving; else null. */
  why: string | null;
  approvals: { given: number; required: number };
  /** What this person can do about it now. */
  waitsForMe: 'approve' | 'override' | null;
};

function selectRows(ctx: ReadCtx, { where, order, limit }: { where: SQL | undefined; order: SQL[]; limit: number }) {
  return ctx.db
    .select(FIELDS)
    .from(promotion)
    .innerJoin(prompt, eq(prompt.id, promotion.promptId))
    .innerJoin(promptVersion, eq(promptVersion.id, promotion.versionId))
    .innerJoin(environment, eq(environment.id, promotion.environmentId))
    .leftJoin(gateVerdict, eq(gateVerdict.id, promotion.gateVerdictId))
    .where(and(eq(promotion.projectId, ctx.project.id), where))
    .orderBy(...order)
    .limit(limit);
}

/** Newest first. */
export const NEWEST = [sql`${promotion.requestedAt} desc`, sql`${promotion.id} desc`];

/**
 * Promotions with their verdict and approvals, counted as their own page counts them. One row a promotion by index, four
 * lookups by primary key each, then {@link readStandings} of all.
 */
export async function selectPromotions(ctx: Ctx, where: SQL | undefined, limit: number): Promise<PromotionListRow[]> {
  const rows = await selectRows(ctx, { where, order: NEWEST, limit });
  const standingOf = await readStandings(ctx, rows);
  return rows.map((row) => listRow(ctx, row, standingOf(row.id)));
}

function listRow(ctx: Ctx, found: Row, { approvals, scope }: Standing): PromotionListRow {
  const {
    requiredApprovals,
    reasons,
    promptId: _p,
    environmentId: _e,
    variantDigest: _v,
    gateVerdictId: _g,
    ...row
  } = found;
  // Lists look at states before traffic moved only, where neither of the last two facts is needed.
  const facts = {
    ...row,
    involved: scope.involved,
    approvedBy: standingBy(approvals),
    serves: false,
    hasPrevious: false,
  };
  const asker = callerOf(ctx);
  const waitsForMe =
    promotionCan.approve(facts, asker) === null
      ? 'approve'
      : promotionCan.override(facts, asker) === null
        ? 'override'
        : null;
  return {
    ...row,
    reasons: reasons ?? [],
    approvals: { given: givenCount(row.status, approvals), required: requiredApprovals },
    waitsForMe,
  };
}
