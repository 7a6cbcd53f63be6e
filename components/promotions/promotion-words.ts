import type { Outputs } from '#components/shell/trpc.ts';
import type { BadgeState } from '#components/ui/badge/badge-states.ts';
import { comparedWith } from '#server/promotions/domain/compared-with.ts';
import type { PromotionStatus } from '#server/promotions/domain/promotion-machine.ts';
import { modelText } from '#server/prompts/domain/variant.ts';

export type PromotionDetail = Outputs['promotions']['detail'];
export type PromotionRow = Outputs['promotions']['list']['data'][number];

type Variant = { version: number; provider: string | null; model: string | null };

/** The badge of each status, and its word where it differs from the badge's own. */
export const STATUS: Record<PromotionStatus, { state: BadgeState; word: string }> = {
  draft: { state: 'draft', word: 'Draft' },
  evaluating: { state: 'running', word: 'Evaluating' },
  needs_evidence: { state: 'needs-evidence', word: 'Needs evidence' },
  blocked: { state: 'blocked', word: 'Blocked' },
  awaiting_approval: { state: 'waits', word: 'Waits for approval' },
  rolling_out: { state: 'rolling-out', word: 'Rolling out' },
  completed: { state: 'completed', word: 'Completed' },
  rejected: { state: 'rejected', word: 'Rejected' },
  cancelled: { state: 'cancelled', word: 'Cancelled' },
  rolled_back: { state: 'rolled-back', word: 'Rolled back' },
};

/** The version that the diff on the page compares with. */
export const beforeOf = ({ gate, deploymentId, baseline, serving }: PromotionDetail) =>
  comparedWith({ gateVerdictId: gate?.id ?? null, deploymentId }, { baseline, serving });

/** `version 8`, or `version 8 with gpt-4` where only the model differs from `other`. */
export function variantWords(one: Variant, other?: Variant | null): string {
  const model = modelText(one);
  return other?.version === one.version && model ? `version ${one.version} with ${model}` : `version ${one.version}`;
}

/** `version 8 with gpt-4`, whatever it is compared with. */
export function fullVariantWords(one: Variant): string {
  const model = modelText(one);
  return model ? `version ${one.version} with ${model}` : `version ${one.version}`;
}

export const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Whether its own deployment is what serves the target now. */
export const servesNow = ({ deploymentId, serving }: PromotionDetail): boolean =>
  deploymentId !== null && serving?.deploymentId === deploymentId;

/** `7 → 8`, or `8` for a first release. */
export function stepWords(detail: PromotionDetail): string {
  const before = beforeOf(detail);
  return before && before.version !== detail.version ? `${before.version} → ${detail.version}` : String(detail.version);
}

/** How many approvals count once the reader has approved, and whether that deploys the candidate. */
export function afterMine({ mine, validApprovals, requiredApprovals }: PromotionDetail) {
  const counted = mine?.counted ?? validApprovals + 1;
  return { counted, last: counted >= requiredApprovals, notAlone: mine?.notAlone ?? null };
}
