import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict, invalid } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { stored, textFault } from '#server/platform/pure/markdown-limits.ts';
import type { PostmortemChange } from './contract.ts';
import { mergedText, mergeTexts } from './domain/merge-texts.ts';
import { lockPostmortem, readVersion, writeNext } from './find-postmortem.ts';
import { askForReview } from './review-postmortem.ts';

/** 422 with what is too much of a text. */
export function requireStorable(markdown: string): void {
  const fault = textFault(markdown);
  if (fault !== null) throw invalid('/markdown', 'too_large', fault);
}

/**
 * Writes the next version of a text that was edited from `version`. Where others wrote in the meantime, both are merged by
 * lines; 409 `edit_conflict` where both changed the same lines: it carries the newest text and the parts of the merge, and
 * nothing is written. Nothing is written either where nothing differs. A text that was reviewed or published becomes a draft
 * again. 404 unknown; 422 for a version that there is not, and past the limits of a text.
 */
async function savePostmortem(
  ctx: Ctx,
  name: string,
  { version, markdown: given }: { version: number; markdown: string },
): Promise<{ version: number; isMerged: boolean }> {
  requireStorable(given);
  const mine = stored(given);
  return inTransaction(ctx, async (ctx) => {
    const { row, incident } = await lockPostmortem(ctx, name);
    const base = await readVersion(ctx, row.id, version);
    if (base === null)
      throw invalid('/version', 'no_version', `There is no version ${version}; ${row.version} is the newest.`);
    const isMerged = version !== row.version;
    const parts = isMerged ? mergeTexts(base.markdown, mine, row.markdown) : [];
    const markdown = isMerged ? mergedText(parts) : mine;
    if (markdown === null) {
      const newest = await readVersion(ctx, row.id, row.version);
      throw conflict(
        'edit_conflict',
        `${newest?.actor.name ?? 'Somebody'} changed the same lines in the meantime. Choose for each what is to stand, then save version ${row.version}.`,
        { current: { version: row.version, markdown: row.markdown, by: newest?.actor.name ?? null }, parts },
      );
    }
    if (markdown === row.markdown) return { version: row.version, isMerged };
    requireStorable(markdown);
    const after = await writeNext(ctx, row, { markdown, basedOn: isMerged ? version : undefined });
    await appendAudit(ctx, {
      action: 'postmortem.write',
      object: { kind: 'postmortem', id: row.id },
      detail: {
        ...{ incident: incident.number, version: after.version, state_before: row.state },
        ...(isMerged ? { based_on: version } : {}),
      },
    });
    return { version: after.version, isMerged };
  });
}

/** Saves the text, asks for a review of it, or both: what a `PATCH` names. 422 where it names neither. */
export async function changePostmortem(
  ctx: Ctx,
  name: string,
  { version, markdown, ask_review: asksReview }: PostmortemChange,
): Promise<{ version: number; isMerged: boolean }> {
  return inTransaction(ctx, async (ctx) => {
    await lockPostmortem(ctx, name);
    if (markdown === undefined && asksReview === undefined)
      throw invalid('/markdown', 'required', 'Send markdown, ask_review, or both.');
    const saved =
      markdown === undefined ? { version, isMerged: false } : await savePostmortem(ctx, name, { version, markdown });
    if (asksReview) await askForReview(ctx, name, saved.version);
    return saved;
  });
}
