import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { stored, textFault } from '#server/platform/pure/markdown-limits.ts';
import type { PostmortemAnswers, PostmortemChange } from './contract.ts';
import { mergedText, mergeTexts } from './domain/merge-texts.ts';
import { type Answers, lockPostmortem, type PostmortemRow, readVersion, writeNext } from './find-postmortem.ts';
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
 * again. Answers replace those of the newest version. 404 unknown; 422 for a version that there is not, and past the limits of a text.
 */
async function savePostmortem(
  ctx: Ctx,
  name: string,
  { version, markdown: given, ...change }: Omit<PostmortemChange, 'ask_review'>,
): Promise<{ version: number; isMerged: boolean }> {
  if (given !== undefined) requireStorable(given);
  return inTransaction(ctx, async (ctx) => {
    const { row, incident } = await lockPostmortem(ctx, name);
    const base = await readVersion(ctx, row.id, version);
    if (base === null)
      throw invalid('/version', 'no_version', `There is no version ${version}; ${row.version} is the newest.`);
    const mine = given === undefined ? row.markdown : stored(given);
    const isMerged = given !== undefined && version !== row.version;
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
    const answers = answersOf(ctx, row, change);
    if (markdown === row.markdown && Object.keys(answers).length === 0) return { version: row.version, isMerged };
    requireStorable(markdown);
    const after = await writeNext(ctx, row, { markdown, ...answers, basedOn: isMerged ? version : undefined });
    await appendAudit(ctx, {
      action: 'postmortem.write',
      object: { kind: 'postmortem', id: row.id },
      detail: {
        ...{ incident: incident.number, version: after.version, state_before: row.state },
        ...(isMerged ? { based_on: version } : {}),
        ...changedAnswers(row, after),
      },
    });
    return { version: after.version, isMerged };
  });
}

/** The answers that a change gives and that differ. 422 for another reason without its text, and for a text without a reason. */
function answersOf(ctx: Ctx, row: PostmortemRow, change: PostmortemAnswers): Partial<Answers> {
  const { gate_reason, gate_reason_text, times_unknown_reason, no_actions_reason } = change;
  const found: Partial<Answers> = {};
  if (gate_reason !== undefined || gate_reason_text !== undefined) {
    const gateReason = gate_reason === undefined ? row.gateReason : gate_reason;
    const isOther = gateReason === 'other';
    // The words that were given to another reason do not explain this one.
    const kept = gateReason === row.gateReason ? row.gateReasonText : null;
    const gateReasonText = gate_reason_text === undefined ? kept : gate_reason_text || null;
    if (isOther && gateReasonText === null)
      throw invalid('/gate_reason_text', 'required', '/gate_reason_text: say in words which other reason it was.');
    if (gateReason === null && gateReasonText !== null)
      throw invalid('/gate_reason', 'required', '/gate_reason: choose the reason that this text explains.');
    const isSame = gateReason === row.gateReason && gateReasonText === row.gateReasonText;
    // A person who chooses what was proposed confirms it.
    if (!isSame || (gateReason !== null && row.gateReasonBy === null))
      Object.assign(found, { gateReason, gateReasonText, gateReasonBy: gateReason && actorRecord(ctx.actor) });
  }
  const times = times_unknown_reason === undefined ? row.timesUnknownReason : times_unknown_reason || null;
  if (times !== row.timesUnknownReason) found.timesUnknownReason = times;
  const noActions = no_actions_reason === undefined ? row.noActionsReason : no_actions_reason || null;
  if (noActions !== row.noActionsReason) found.noActionsReason = noActions;
  return found;
}

/** For the audit log: what of the answers differs now, with what stood there before. */
const changedAnswers = (before: PostmortemRow, after: PostmortemRow): Record<string, unknown> =>
  Object.fromEntries(
    (
      [
        ['gate_reason', before.gateReason, after.gateReason],
        ['gate_reason_text', before.gateReasonText, after.gateReasonText],
        ['times_unknown_reason', before.timesUnknownReason, after.timesUnknownReason],
        ['no_actions_reason', before.noActionsReason, after.noActionsReason],
      ] as const
    ).flatMap(([name, was, is]) => (was === is ? [] : [[name, { before: was, after: is }]])),
  );

/** Saves text and answers, asks for a review of them, or both: what a `PATCH` names. 422 where it names none. */
export async function changePostmortem(
  ctx: Ctx,
  name: string,
  { ask_review: asksReview, ...change }: PostmortemChange,
): Promise<{ version: number; isMerged: boolean }> {
  return inTransaction(ctx, async (ctx) => {
    await lockPostmortem(ctx, name);
    const { version, ...given } = change;
    const saves = Object.values(given).some((one) => one !== undefined);
    if (!saves && asksReview === undefined)
      throw invalid('/markdown', 'required', 'Send markdown, an answer such as gate_reason, or ask_review.');
    const saved = saves ? await savePostmortem(ctx, name, change) : { version, isMerged: false };
    if (asksReview) await askForReview(ctx, name, saved.version);
    return saved;
  });
}
