import { failSentence, passSentence, undecidedSentence } from '#components/gates/gate-sentence.ts';
import {
  beforeOf,
  type PromotionDetail,
  sentenceCase,
  servesNow,
  variantWords,
} from '#components/promotions/promotion-words.ts';
import { plural } from '#components/ui/format.ts';

/** The headline of a promotion, from its status and the gate's evidence. */
export function promotionHeadline(detail: PromotionDetail): string {
  const { status, to, gate } = detail;
  const what = variantWords(detail, beforeOf(detail));
  switch (status) {
    case 'draft':
      return `A draft: ${what} was not requested for ${to} yet.`;
    case 'evaluating':
      return detail.serving
        ? `The gate compares ${what} with what serves ${to} now.`
        : `The gate looks at ${what}: nothing serves ${to} yet.`;
    case 'needs_evidence':
      return gate ? undecidedSentence(gate) : 'The gate could not decide.';
    case 'blocked':
      return gate ? failSentence(gate) : 'The gate failed.';
    case 'awaiting_approval':
      return `${gateSentence(detail)} ${approvalsMissing(detail)}`;
    case 'rolling_out':
      return `${sentenceCase(what)} is rolling out to ${to}.`;
    case 'completed':
      return completed(detail, what);
    case 'rolled_back':
      return rolledBack(detail, what);
    case 'rejected':
    case 'cancelled':
      return stopped(detail);
  }
}

/** The gate's verdict in a sentence, where the promotion passed it. */
function gateSentence({ gate, to }: PromotionDetail): string {
  if (!gate) return 'The gate passed.';
  if (gate.note === 'identical') return `This serves ${to} already: approving changes nothing.`;
  if (gate.note === 'no_baseline') {
    return `A first release: nothing serves ${to} yet, so only floors and limits count, and they hold.`;
  }
  return passSentence(gate);
}

function approvalsMissing({ requiredApprovals, validApprovals, actions, mine }: PromotionDetail): string {
  const missing = Math.max(1, requiredApprovals - validApprovals);
  const whose = actions.approve === null && !mine?.notAlone ? 'yours' : 'by another person';
  return `${plural(missing, 'approval')} missing, ${missing === 1 || actions.approve !== null ? whose : 'one of them yours'}.`;
}

function completed(detail: PromotionDetail, what: string): string {
  const { to, serving } = detail;
  const overridden = detail.approvals.some(({ override, valid }) => override && valid);
  const how = overridden ? ' It was approved although the gate could not decide.' : '';
  if (servesNow(detail)) return `${sentenceCase(what)} serves ${to}.${how}`;
  return `${sentenceCase(what)} served ${to}${serving ? `; ${variantWords(serving, detail)} serves it now` : ''}.${how}`;
}

function rolledBack(detail: PromotionDetail, what: string): string {
  const { serving, baseline, to } = detail;
  if (!serving) return `Rolled back: ${what} no longer serves ${to}.`;
  const again = baseline && serving.version === baseline.version && serving.model === baseline.model;
  return `Rolled back: ${variantWords(serving, detail)} serves ${to} ${again ? 'again' : 'now'}.`;
}

function stopped({ status, timeline, to }: PromotionDetail): string {
  const step = timeline.findLast(({ kind }) => kind === status);
  const by = step ? ` by ${step.actor.name}` : '';
  const reason = step?.detail ? `: “${step.detail}”` : '.';
  const end = step?.detail && !/[.!?]$/.test(step.detail) ? '.' : '';
  return `${status === 'rejected' ? 'Rejected' : 'Cancelled'}${by}${reason}${end} ${sentenceCase(to)} was not touched.`;
}
