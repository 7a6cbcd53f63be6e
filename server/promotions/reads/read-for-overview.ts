import type { Ctx } from '#server/platform/context.ts';
import { readOpenPromotions, waitsForMe } from './read-waiting.ts';
import type { PromotionListRow } from './select-promotions.ts';

export type PromotionsForOverview = {
  /** What the caller can approve or override now. */
  waitsForMe: PromotionListRow[];
  /** Gates that could not decide and that the caller cannot decide either: they need evidence. */
  needsEvidence: PromotionListRow[];
  /** Evaluating or rolling out. */
  runningNow: PromotionListRow[];
  counts: { open: number; waitsForMe: number; needsEvidence: number; awaitingApproval: number; evaluating: number };
};

/** What of promotions belongs on the first page: what waits for this person, what lacks evidence, what runs. */
export async function readPromotionsForOverview(ctx: Ctx): Promise<PromotionsForOverview> {
  const open = await readOpenPromotions(ctx);
  const mine = waitsForMe(open);
  const needsEvidence = open.filter((row) => row.status === 'needs_evidence' && row.waitsForMe === null);
  return {
    waitsForMe: mine,
    needsEvidence,
    runningNow: open.filter((row) => row.status === 'evaluating' || row.status === 'rolling_out'),
    counts: {
      open: open.length,
      waitsForMe: mine.length,
      needsEvidence: needsEvidence.length,
      awaitingApproval: open.filter((row) => row.status === 'awaiting_approval').length,
      evaluating: open.filter((row) => row.status === 'evaluating').length,
    },
  };
}
