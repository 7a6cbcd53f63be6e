import { eq } from 'drizzle-orm';
import { model, modelChangelog, modelProposal } from '#db/schema/models.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { CURATED } from '#server/models/deprecations/domain/curated.ts';
import { proposeFrom, TEXT_MAX } from '#server/models/deprecations/domain/inbox/propose.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';

/** Proposals of one text; a longer one is cut into several. */
const PROPOSALS_MAX = 200;

/**
 * Reads a vendor's text into proposals, one a model, each with its sentences, and keeps both for a person to decide.
 * Returns how many there are. `publishedOn`: the day of the text, by which days without a year are read. 422 `no_model`
 * where the text retires no model, `too_many` where it retires more than 200.
 */
export async function pasteChangelog(
  ctx: Ctx,
  { text, publishedOn }: { text: string; publishedOn: string | null },
): Promise<number> {
  return inTransaction(ctx, async (ctx) => {
    const rows = await ctx.db.select({ id: model.modelId }).from(model).where(eq(model.projectId, ctx.project.id));
    const listed = [...rows.map(({ id }) => id), ...CURATED.map((entry) => entry.model)];
    const proposals = proposeFrom(text, { publishedOn, listed });
    if (proposals.length === 0) {
      throw invalid(
        '/text',
        'no_model',
        '/text: it says of no model that it goes. Paste the part that names models and days.',
      );
    }
    if (proposals.length > PROPOSALS_MAX) {
      throw invalid(
        '/text',
        'too_many',
        `/text: it names ${proposals.length} models, and one text may name ${PROPOSALS_MAX}. Paste it in parts.`,
      );
    }
    const of = { projectId: ctx.project.id };
    const changelogId = newId();
    await ctx.db.insert(modelChangelog).values({
      ...{ ...of, id: changelogId, text: text.slice(0, TEXT_MAX), publishedOn },
      pastedBy: actorRecord(ctx.actor),
      at: ctx.clock.now(),
    });
    await ctx.db.insert(modelProposal).values(
      proposals.map((proposal, position) => ({
        ...{ ...of, id: newId(), changelogId, position, model: proposal.model, proposal },
      })),
    );
    await appendAudit(ctx, {
      action: 'model.changelog',
      object: { kind: 'model_changelog', id: changelogId },
      detail: { proposals: proposals.length },
    });
    return proposals.length;
  });
}
