import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { model, modelChangelog, modelProposal, type ProposalDecision } from '#db/schema/models.ts';
import type { Day } from '#server/models/deprecations/domain/calendar-day.ts';
import type { Proposal } from '#server/models/deprecations/domain/inbox/proposal.ts';
import { blocksConfirming } from '#server/models/domain/confirmable.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** A proposal as a person decides on it. */
export type InboxRow = {
  id: string;
  proposal: Proposal;
  pastedBy: string;
  pastedAt: Date;
  publishedOn: Day | null;
  /** The registered models with this id; a person chooses where there are several. */
  registered: { provider: string; modelId: string }[];
  /** Whether its day can be confirmed unchanged: it has one, and no question is open about it. */
  isClear: boolean;
};

export type Decided = {
  id: string;
  model: string;
  decision: ProposalDecision;
  provider: string | null;
  modelId: string | null;
  retiresOn: Day | null;
  by: string;
  at: Date;
};

export type Inbox = { waiting: InboxRow[]; decided: Decided[] };

/** The most of each kind on the page: the oldest that wait, the newest that are decided. */
const WAITING_MAX = 500;
const DECIDED_MAX = 20;

/** The proposals that wait for a person, in the order of the texts, and the latest decided ones. */
export async function readInbox(ctx: ReadCtx): Promise<Inbox> {
  const [waiting, decided] = await Promise.all([readWaiting(ctx), readDecided(ctx)]);
  return { waiting, decided };
}

/** The proposals that wait for a person. Two reads: they, and the registered models with their ids. */
export async function readWaiting(ctx: ReadCtx): Promise<InboxRow[]> {
  const rows = await ctx.db
    .select({
      id: modelProposal.id,
      proposal: modelProposal.proposal,
      pastedBy: sql<string>`${modelChangelog.pastedBy}->>'name'`,
      pastedAt: modelChangelog.at,
      publishedOn: modelChangelog.publishedOn,
    })
    .from(modelProposal)
    .innerJoin(modelChangelog, eq(modelChangelog.id, modelProposal.changelogId))
    .where(and(eq(modelProposal.projectId, ctx.project.id), isNull(modelProposal.decision)))
    .orderBy(asc(modelChangelog.at), asc(modelProposal.changelogId), asc(modelProposal.position))
    .limit(WAITING_MAX);
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.map(({ proposal }) => proposal.model.toLowerCase()))];
  const registered = await ctx.db
    .select({ provider: model.provider, modelId: model.modelId })
    .from(model)
    .where(and(eq(model.projectId, ctx.project.id), sql`lower(${model.modelId}) = any(${sql.param(ids)}::text[])`))
    .orderBy(asc(model.provider), asc(model.modelId));
  const byId = Map.groupBy(registered, ({ modelId }) => modelId.toLowerCase());
  return rows.map((row) => ({
    ...row,
    registered: byId.get(row.proposal.model.toLowerCase()) ?? [],
    isClear: row.proposal.retiresOn !== null && !row.proposal.asks.some(({ ask }) => blocksConfirming(ask)),
  }));
}

async function readDecided(ctx: ReadCtx): Promise<Decided[]> {
  const rows = await ctx.db
    .select({
      id: modelProposal.id,
      model: modelProposal.model,
      decision: modelProposal.decision,
      provider: modelProposal.provider,
      modelId: modelProposal.modelId,
      retiresOn: modelProposal.retiresOn,
      by: sql<string>`${modelProposal.decidedBy}->>'name'`,
      at: modelProposal.decidedAt,
    })
    .from(modelProposal)
    .where(and(eq(modelProposal.projectId, ctx.project.id), isNotNull(modelProposal.decision)))
    .orderBy(desc(modelProposal.decidedAt), asc(modelProposal.position))
    .limit(DECIDED_MAX);
  return rows.flatMap(({ decision, at, ...row }) =>
    decision === null || at === null ? [] : [{ ...row, decision, at }],
  );
}
