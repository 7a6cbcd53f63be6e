import { eq, type SQL, sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { gateVerdict } from '#db/schema/gates.ts';
import { environment } from '#db/schema/projects.ts';
import { promotion } from '#db/schema/promotions.ts';
import { prompt, promptVersion } from '#db/schema/prompts.ts';
import type { Ctx } from '#server/platform/context.ts';
import { promotionCan } from './domain/promotion-can.ts';
import { askerOf } from './hold-promotion.ts';

/** Approvals that count for the row's variant and verdict; a decided promotion keeps those that decided it. */
const APPROVED_BY = (now: Date) => sql<string[]>`array(
  select a.person_id::text from approval a
  where a.promotion_id = ${promotion.id} and a.voided_at is null and a.variant_digest = ${promotion.variantDigest}
    and a.gate_verdict_id = ${promotion.gateVerdictId}
    and (a.expires_at > ${now.toISOString()}::timestamptz
      or ${promotion.status} not in ('needs_evidence', 'awaiting_approval'))
  order by a.at)`;

const FIELDS = {
  id: promotion.id,
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

/** A promotion in a list, as the person who asks sees it. */
export type PromotionListRow = Omit<Row, 'approvedBy' | 'reasons' | 'requiredApprovals'> & {
  reasons: string[];
  /** The gate's first reason in a sentence, while it keeps the promotion from moving; else null. */
  why: string | null;
  approvals: { given: number; required: number };
  /** What this person can do about it now. */
  waitsForMe: 'approve' | 'override' | null;
};

function selectRows(db: Db | Tx, now: Date, where: SQL | undefined, order: SQL[], limit: number) {
  return db
    .select({ ...FIELDS, approvedBy: APPROVED_BY(now) })
    .from(promotion)
    .innerJoin(prompt, eq(prompt.id, promotion.promptId))
    .innerJoin(promptVersion, eq(promptVersion.id, promotion.versionId))
    .innerJoin(environment, eq(environment.id, promotion.environmentId))
    .leftJoin(gateVerdict, eq(gateVerdict.id, promotion.gateVerdictId))
    .where(where)
    .orderBy(...order)
    .limit(limit);
}

/** Newest first. */
export const NEWEST = [sql`${promotion.requestedAt} desc`, sql`${promotion.id} desc`];

/** Promotions with their verdict and approvals. One row a promotion by index, four lookups by primary key each. */
export async function selectPromotions(ctx: Ctx, where: SQL | undefined, limit: number): Promise<PromotionListRow[]> {
  const rows = await selectRows(ctx.db, ctx.clock.now(), where, NEWEST, limit);
  return rows.map((row) => listRow(ctx, row));
}

function listRow(ctx: Ctx, { approvedBy, requiredApprovals, reasons, ...row }: Row): PromotionListRow {
  // Lists look at states before traffic moved only, where neither of the last two facts is asked for.
  const facts = { ...row, approvedBy, serves: false, hasPrevious: false };
  const asker = askerOf(ctx);
  const waitsForMe =
    promotionCan.approve(facts, asker) === null
      ? 'approve'
      : promotionCan.override(facts, asker) === null
        ? 'override'
        : null;
  return {
    ...row,
    reasons: reasons ?? [],
    approvals: { given: approvedBy.length, required: requiredApprovals },
    waitsForMe,
  };
}
