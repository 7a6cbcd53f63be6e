import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { model, modelChangelog, modelProposal, type ProposalDecision } from '#db/schema/models.ts';
import type { Day } from '#server/models/deprecations/domain/calendar-day.ts';
import type { Proposal } from '#server/models/deprecations/domain/inbox/proposal.ts';
import { blocksConfirming } from '#server/models/domain/confirmable.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';

/** A proposal as a person decides on it. */
export type InboxRow = {
  id: string;
  changelogId: string;
  position: number;
  proposal: Proposal;
  pastedBy: string;
  pastedAt: Date;
  publishedOn: Day | null;
  /** The address that it was read from; null where it was pasted. */
  sourceUrl: string | null;
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

/** A page of the proposals that wait for a person, in the order of the texts. */
export async function readProposals(
  ctx: ReadCtx,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<InboxRow>> {
  const rows = await readWaiting(ctx, { limit: limit + 1, after: decodeCursor(cursor, ['time', 'uuid', 'int']) });
  return toPage(rows, limit, ({ pastedAt, changelogId, position }) => [pastedAt.toISOString(), changelogId, position]);
}

type After = readonly [at: string, changelogId: string, position: number] | null;

/** The proposals that wait for a person. Two reads: they, and the registered models with their ids. */
export async function readWaiting(
  ctx: ReadCtx,
  { limit, after }: { limit: number; after: After } = { limit: WAITING_MAX, after: null },
): Promise<InboxRow[]> {
  const rows = await ctx.db
    .select({
      changelogId: modelProposal.changelogId,
      position: modelProposal.position,
      id: modelProposal.id,
      proposal: modelProposal.proposal,
      pastedBy: sql<string>`${modelChangelog.pastedBy}->>'name'`,
      pastedAt: modelChangelog.at,
      publishedOn: modelChangelog.publishedOn,
      sourceUrl: modelChangelog.sourceUrl,
    })
    .from(modelProposal)
    .innerJoin(modelChangelog, eq(modelChangelog.id, modelProposal.changelogId))
    .where(
      and(
        eq(modelProposal.projectId, ctx.project.id),
        isNull(modelProposal.decision),
        after === null
          ? undefined
          : sql`(${modelChangelog.at}, ${modelProposal.changelogId}, ${modelProposal.position})
              > (${after[0]}::timestamptz, ${after[1]}::uuid, ${after[2]}::int4)`,
      ),
    )
    .orderBy(asc(modelChangelog.at), asc(modelProposal.changelogId), asc(modelProposal.position))
    .limit(limit);
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
