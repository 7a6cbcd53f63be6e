import { eq } from 'drizzle-orm';
import { model, modelChangelog, modelProposal } from '#db/schema/models.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Day } from '#server/models/deprecations/domain/calendar-day.ts';
import { CURATED } from '#server/models/deprecations/domain/curated.ts';
import type { Proposal } from '#server/models/deprecations/domain/inbox/proposal.ts';
import { proposeFrom, TEXT_MAX } from '#server/models/deprecations/domain/inbox/propose.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';

/** Proposals of one text; a longer one is cut into several. */
const PROPOSALS_MAX = 200;

/**
 * Reads a vendor's text into proposals, one a model, each with its sentences, and keeps both for a person to decide.
 * Returns how many there are. `publishedOn`: the day of the text, by which days without a year are read. 422 `no_model`
 * where the text retires no model, `too_many` where it retires more than 200.
 */
export async function pasteChangelog(
  ctx: Ctx,
  { text, publishedOn }: { text: string; publishedOn: Day | null },
): Promise<number> {
  return inTransaction(ctx, async (ctx) => {
    const proposals = proposeFrom(text, { publishedOn, listed: await readListed(ctx) });
    if (proposals.length === 0) {
      throw invalid(
        '/text',
        'no_model',
        '/text: it says of no model that it goes. Paste the part that names models and days.',
      );
    }
    checkHowMany('/text', proposals.length);
    await keepText(ctx, { text, publishedOn, sourceUrl: null, proposals });
    return proposals.length;
  });
}

/** The ids of models that a text may name: those of the registry and of the curated list. */
export async function readListed(ctx: Pick<Ctx, 'db' | 'project'>): Promise<string[]> {
  const rows = await ctx.db.select({ id: model.modelId }).from(model).where(eq(model.projectId, ctx.project.id));
  return [...rows.map(({ id }) => id), ...CURATED.map((entry) => entry.model)];
}

/** Throws 422 `too_many` where a text of the field `path` has more proposals than a person can decide on at once. */
export function checkHowMany(path: string, found: number): void {
  if (found <= PROPOSALS_MAX) return;
  throw invalid(
    path,
    'too_many',
    `${path}: the text names ${found} models, and one text may name ${PROPOSALS_MAX}. Paste it in parts.`,
  );
}

/**
 * Keeps a text with its proposals. Returns false where it came from an address (`sourceUrl`) and is kept already: a feed
 * has the same items each time.
 */
export async function keepText(
  ctx: InTx,
  text: { text: string; publishedOn: Day | null; sourceUrl: string | null; proposals: readonly Proposal[] },
): Promise<boolean> {
  const of = { projectId: ctx.project.id };
  const changelogId = newId();
  const { publishedOn, sourceUrl, proposals } = text;
  const kept = await ctx.db
    .insert(modelChangelog)
    .values({
      ...{ ...of, id: changelogId, text: text.text.slice(0, TEXT_MAX), publishedOn, sourceUrl },
      pastedBy: actorRecord(ctx.actor),
      at: ctx.clock.now(),
    })
    .onConflictDoNothing()
    .returning({ id: modelChangelog.id });
  if (kept.length === 0) return false;
  await ctx.db.insert(modelProposal).values(
    proposals.map((proposal, position) => ({
      ...{ ...of, id: newId(), changelogId, position, model: proposal.model, proposal },
    })),
  );
  await appendAudit(ctx, {
    action: 'model.changelog',
    object: { kind: 'model_changelog', id: changelogId },
    detail: { proposals: proposals.length, ...(sourceUrl === null ? {} : { url: sourceUrl }) },
  });
  return true;
}
