import { ACTIONS, type Action, type ActorKind, rolesFrom } from '#server/platform/actions.ts';
import { INVOLVED, type Involvement } from './involved.ts';
import { nextStatus, type PromotionEvent, type PromotionStatus } from './promotion-machine.ts';

/** Why an action is refused: `code` for programs, `message` for the tooltip of the button and for the response. */
export type PromotionRefusal = { code: string; status: 403 | 409 | 422; message: string };

/** What people do to a promotion: the one list that guards, handlers, API and pages share. */
export const PROMOTION_ACTIONS = [
  'approve',
  'override',
  'reject',
  'cancel',
  'recheck',
  'pause',
  'resume',
  'advance',
  'rollback',
] as const;
export type PromotionAction = (typeof PROMOTION_ACTIONS)[number];

/** Row of the authorization table behind each action on a promotion. */
export const PERMISSION = {
  approve: 'promotion.approve',
  override: 'promotion.approve',
  reject: 'promotion.reject',
  cancel: 'promotion.cancel',
  recheck: 'promotion.recheck',
  pause: 'promotion.rollback',
  resume: 'promotion.rollback',
  advance: 'promotion.rollback',
  rollback: 'promotion.rollback',
} as const satisfies Record<PromotionAction, Action>;

/** Roles whose approval may count. */
export const RELEASING = rolesFrom(ACTIONS[PERMISSION.approve].least);

/** The message for a person who may not approve, also where they lost the role in the meantime. */
export const APPROVING_NEEDS = 'Approving needs the role release manager.';

/** An actor as it is stored: `id` is null for the system. */
export type ActorRef = { kind: ActorKind; id: string | null };

/** What the guard looks at. */
export type PromotionFacts = {
  status: PromotionStatus;
  requestedBy: ActorRef;
  /** People who requested it or wrote the version, in person or through a key, by person id: they cannot approve it. */
  involved: ReadonlyMap<string, Involvement>;
  /** Ids of people whose approval holds now, also where it counts only beside another. */
  approvedBy: readonly string[];
  /** Whether its own deployment is what serves the target now. */
  serves: boolean;
  /** Whether something served the target before it. */
  hasPrevious: boolean;
};

/** The actor that wants the action; `releases` is true for a release manager or an admin. */
export type PromotionCaller = ActorRef & { releases: boolean };

const refuse = (code: string, message: string, status: 403 | 409 = 409): PromotionRefusal => ({
  code,
  status,
  message,
});

const NAMES: Record<PromotionStatus, string> = {
  draft: 'a draft',
  evaluating: 'still being evaluated',
  needs_evidence: 'waiting for evidence',
  blocked: 'blocked by its gate',
  awaiting_approval: 'waiting for approval',
  rolling_out: 'rolling out',
  completed: 'completed',
  rejected: 'rejected',
  cancelled: 'cancelled',
  rolled_back: 'rolled back',
};

function wrongStatus(status: PromotionStatus, remedy: string): PromotionRefusal {
  return refuse('wrong_status', `This promotion is ${NAMES[status]}. ${remedy}`);
}

const BLOCKED = 'A failed gate is final: send a new version.';

const same = (a: ActorRef, b: ActorRef): boolean => a.id !== null && a.kind === b.kind && a.id === b.id;

/** Refuses a person who requested it or wrote the version, also by a key that they own or made. */
function fourEyes(facts: PromotionFacts, by: PromotionCaller): PromotionRefusal | null {
  if (by.kind !== 'person') {
    return refuse('person_required', 'Approving needs a person; a service account cannot decide it.', 403);
  }
  const involved = by.id === null ? undefined : facts.involved.get(by.id);
  if (involved) return refuse('self_approval', `${INVOLVED[involved].you} Another person must approve it.`, 403);
  if (!by.releases) return refuse('insufficient_role', APPROVING_NEEDS, 403);
  if (by.id !== null && facts.approvedBy.includes(by.id)) {
    return refuse('already_approved', 'You approved this already. Another person must approve it too.');
  }
  return null;
}

const needs = (facts: PromotionFacts, event: PromotionEvent, remedy: string): PromotionRefusal | null =>
  nextStatus(facts.status, event) === null
    ? wrongStatus(facts.status, facts.status === 'blocked' ? BLOCKED : remedy)
    : null;

type Guard = (facts: PromotionFacts, by: PromotionCaller) => PromotionRefusal | null;

/** One guard for the button, the route and the worker: null where the action is possible, or why not. */
export const promotionCan: Record<PromotionAction, Guard> = {
  approve(facts, by) {
    if (facts.status === 'needs_evidence') {
      return refuse(
        'override_required',
        'The gate could not decide. Add evidence and check again, or approve with override and a reason.',
      );
    }
    if (facts.status !== 'awaiting_approval') {
      return wrongStatus(facts.status, facts.status === 'blocked' ? BLOCKED : 'Only a passed gate can be approved.');
    }
    return fourEyes(facts, by);
  },
  override(facts, by) {
    if (facts.status !== 'needs_evidence') {
      return wrongStatus(
        facts.status,
        facts.status === 'blocked' ? BLOCKED : 'Only an inconclusive gate can be overridden.',
      );
    }
    return fourEyes(facts, by);
  },
  reject(facts, by) {
    return (
      needs(facts, 'reject', 'There is nothing left to reject.') ??
      (by.releases ? null : refuse('insufficient_role', 'Rejecting needs the role release manager.', 403))
    );
  },
  cancel(facts, by) {
    return (
      needs(facts, 'cancel', 'There is nothing left to cancel.') ??
      (by.releases || same(facts.requestedBy, by)
        ? null
        : refuse('insufficient_role', 'Only the requester or a release manager cancels a promotion.', 403))
    );
  },
  recheck: (facts) => needs(facts, 'recheck', 'Its gate cannot be run again now.'),
  pause: (facts) => withoutSteps(facts),
  resume: (facts) => withoutSteps(facts),
  advance: (facts) => withoutSteps(facts),
  rollback(facts, by) {
    const wrong = needs(facts, 'rollback', 'Only what serves can be rolled back.');
    if (wrong) return wrong;
    if (!by.releases) return refuse('insufficient_role', 'Rolling back needs the role release manager.', 403);
    if (!facts.serves) {
      return refuse('superseded', 'Something newer serves the environment. Roll that back instead.');
    }
    if (!facts.hasPrevious) {
      return refuse('nothing_to_restore', 'Nothing served this environment before, so there is nothing to restore.');
    }
    return null;
  },
};

/** Refuses an action on the steps of a rollout: an immediate one has none, it ends when the promotion is applied. */
function withoutSteps(facts: PromotionFacts): PromotionRefusal {
  return wrongStatus(facts.status, 'It has no rollout in progress that could be moved.');
}
