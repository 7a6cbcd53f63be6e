import {
  afterMine,
  fullVariantWords,
  type PromotionDetail,
  sentenceCase,
  variantWords,
} from '#components/promotions/promotion-words.ts';
import type { IconName } from '#components/ui/icons/icon.tsx';
import type { ConfirmProps } from '#components/ui/overlay/confirm-window.tsx';
import type { PromotionAction } from '#server/promotions/domain/promotion-can.ts';

/** An action that the page offers, or shows as disabled with its reason. */
export type OfferedAction = {
  action: Extract<PromotionAction, 'approve' | 'override' | 'reject' | 'cancel' | 'recheck' | 'rollback'>;
  label: string;
  /** Left out on phones: `Cancel promotion` is Cancel there. */
  object?: string;
  icon?: IconName;
  variant: 'primary' | 'outline' | 'refuse' | 'danger';
  /** Why the reader cannot do it now; null where they can. */
  refusal: string | null;
  /** Whether the dialog requires a reason. */
  reason: 'required' | 'optional' | 'none';
  /** The notice after success. */
  done: string;
  confirm: Pick<ConfirmProps, 'title' | 'effects' | 'undo' | 'confirmLabel' | 'cancelLabel' | 'tone'>;
};

const OFFERED: Record<PromotionDetail['status'], OfferedAction['action'][]> = {
  draft: ['cancel'],
  evaluating: ['cancel', 'reject', 'recheck', 'approve'],
  needs_evidence: ['cancel', 'reject', 'recheck', 'override'],
  awaiting_approval: ['cancel', 'reject', 'recheck', 'approve'],
  blocked: ['approve'],
  rolling_out: ['rollback'],
  completed: ['rollback'],
  rejected: [],
  cancelled: [],
  rolled_back: [],
};

/** The actions of this status: those that stop the promotion first, the main one last. Each says what it does and how to undo it. */
export function actionsOf(detail: PromotionDetail): OfferedAction[] {
  return OFFERED[detail.status].map((action) => ({
    action,
    refusal: detail.actions[action]?.message ?? null,
    ...MAKE[action](detail),
  }));
}

type Made = Omit<OfferedAction, 'action' | 'refusal'>;

/** Whether the reader’s approval would be the last that is needed: it sends all traffic of the target to the candidate. */
const isLast = (detail: PromotionDetail): boolean => afterMine(detail).last;

function approvalEffects(detail: PromotionDetail): Pick<Made['confirm'], 'effects' | 'undo'> {
  const { to, serving, prompt, requiredApprovals } = detail;
  const { last, counted, notAlone } = afterMine(detail);
  if (!last) {
    return {
      effects: [
        ...(notAlone === null ? [] : [notAlone.replace(/\.$/, '')]),
        notAlone === null
          ? `This is approval ${counted} of ${requiredApprovals}; nothing is deployed yet`
          : 'Nothing is deployed yet',
        'It holds for 24 h and for this variant and verdict only',
      ],
      undo: 'reject or cancel the promotion before the last approval',
    };
  }
  const now = serving ? `${sentenceCase(fullVariantWords(serving))} stops serving; it and the evidence are kept` : null;
  return {
    effects: [
      `${sentenceCase(fullVariantWords(detail))} gets 100 % of the requests for ${prompt} in ${to}, at once`,
      ...(now ? [now] : ['Nothing serves there yet: this is the first release']),
    ],
    undo: serving
      ? `Roll back on this page restores version ${serving.version} within seconds`
      : 'promote another version; there is nothing to roll back to',
  };
}

const MAKE: Record<OfferedAction['action'], (detail: PromotionDetail) => Made> = {
  approve: (detail) => ({
    label: 'Approve',
    variant: 'primary',
    reason: 'none',
    done: 'Approved',
    confirm: {
      title: `Approve ${variantWords(detail, detail.serving)} of ${detail.prompt} for ${detail.to}?`,
      ...approvalEffects(detail),
      confirmLabel: isLast(detail) ? 'Approve and deploy' : 'Approve',
      cancelLabel: 'Not yet',
      tone: 'primary',
    },
  }),
  override: (detail) => {
    const { effects, undo } = approvalEffects(detail);
    return {
      label: 'Approve anyway',
      variant: 'refuse',
      reason: 'required',
      done: 'Approved without a verdict of the gate',
      confirm: {
        title: `Approve ${variantWords(detail, detail.serving)} although the gate could not decide?`,
        effects: ['Your name and reason are kept with the promotion and in the audit log', ...effects],
        undo,
        confirmLabel: 'Approve anyway',
        cancelLabel: 'Not yet',
        tone: 'danger',
      },
    };
  },
  reject: (detail) => ({
    label: 'Reject',
    icon: 'close',
    variant: 'refuse',
    reason: 'optional',
    done: 'Rejected',
    confirm: {
      title: `Reject ${variantWords(detail, detail.serving)} of ${detail.prompt}?`,
      effects: ['The promotion ends here; its evidence is kept', `What serves ${detail.to} is not touched`],
      undo: 'request a promotion of the same version again',
      confirmLabel: 'Reject',
      cancelLabel: 'Keep it open',
      tone: 'refuse',
    },
  }),
  cancel: (detail) => ({
    label: 'Cancel',
    object: 'promotion',
    variant: 'outline',
    reason: 'optional',
    done: 'Cancelled',
    confirm: {
      title: `Cancel the promotion of ${detail.prompt} ${detail.version}?`,
      effects: ['The promotion is withdrawn; its evidence is kept', `What serves ${detail.to} is not touched`],
      undo: 'request a promotion of the same version again',
      confirmLabel: 'Cancel promotion',
      cancelLabel: 'Keep it open',
      tone: 'refuse',
    },
  }),
  recheck: () => ({
    label: 'Recheck',
    variant: 'outline',
    reason: 'none',
    done: 'The gate runs again',
    confirm: {
      title: 'Run the gate again?',
      effects: [
        'The gate decides anew, from the newest completed runs of both sides',
        'Approvals that were given for the earlier verdict no longer count',
      ],
      confirmLabel: 'Run the gate again',
      tone: 'primary',
    },
  }),
  rollback: (detail) => {
    const target = detail.rollbackTo;
    const back = target ? `version ${target.version}` : 'what served before';
    return {
      label: 'Roll back',
      object: target ? `to ${target.version}` : undefined,
      icon: 'roll-back',
      variant: 'danger',
      reason: 'optional',
      done: 'Rolled back',
      confirm: {
        title: `Roll back ${detail.prompt} to ${target ? fullVariantWords(target) : back}?`,
        effects: [
          `100 % of the requests for ${detail.prompt} in ${detail.to} go back to ${back} at once`,
          `Version ${detail.version} stays in the registry; the evidence is kept`,
        ],
        undo: `request a promotion of version ${detail.version} again; it passes its gate and approvals anew`,
        confirmLabel: target ? `Roll back to ${target.version}` : 'Roll back',
        cancelLabel: `Keep ${detail.version} serving`,
        tone: 'danger',
      },
    };
  },
};
