import { rowsOf } from '#components/gates/gate-sentence.ts';
import { afterMine, type PromotionDetail, variantWords } from '#components/promotions/promotion-words.ts';
import type { OfferedAction } from './offered-actions.ts';

/** The bold line of the action bar and the grey one under it: what the main action does, or why it is disabled. */
export function actionTitle(detail: PromotionDetail, main: OfferedAction): { title: string; detail: string } {
  const { status, to, gate } = detail;
  if (status === 'blocked') {
    const failing = gate ? rowsOf(gate).filter(({ verdict }) => verdict === 'fail').length : 0;
    const where = gate && failing > 0 ? ` in ${failing} of ${rowsOf(gate).length} categories` : '';
    return {
      title: `Approve is off: the gate failed${where}.`,
      detail: 'A failed gate cannot be overridden; send a new version.',
    };
  }
  if (status === 'evaluating') {
    return { title: 'Approve is off: the gate is still deciding.', detail: 'This page updates by itself.' };
  }
  if (main.refusal !== null) return { title: `${main.label} is off: ${main.refusal}`, detail: hint(detail) };
  if (main.action === 'rollback') {
    return {
      title: `${main.label}${main.object ? ` ${main.object}` : ''} can be done now.`,
      detail: `100 % of ${to} goes back at once; version ${detail.version} and its evidence are kept.`,
    };
  }
  const { last, counted, notAlone } = afterMine(detail);
  if (notAlone !== null) return { title: 'Your approval does not suffice by itself.', detail: notAlone };
  const moves = last
    ? `Your approval sends all of ${to} to ${variantWords(detail, detail.serving)}.`
    : `Your approval is ${counted} of ${detail.requiredApprovals}.`;
  return main.action === 'override'
    ? {
        title: 'The gate could not decide.',
        detail: `Add evidence and recheck, or approve anyway with a reason. ${moves}`,
      }
    : { title: moves, detail: last ? undo(detail) : 'Nothing is deployed before the last one.' };
}

const undo = ({ serving }: PromotionDetail): string =>
  serving ? `To undo: Roll back restores version ${serving.version} within seconds.` : 'It is the first release there.';

function hint({ status }: PromotionDetail): string {
  return status === 'needs_evidence' ? 'More evidence on both sides and a recheck let the gate decide.' : '';
}

/** Why the other buttons are off, one line a reason: `Reject, Cancel: …`. */
export function otherRefusals(actions: readonly OfferedAction[]): string[] {
  const off = actions.slice(0, -1).filter(({ refusal }) => refusal !== null);
  const byReason = Map.groupBy(off, ({ refusal }) => refusal);
  return [...byReason].map(([reason, of]) => `${of.map(({ label }) => label).join(', ')}: ${reason}`);
}
