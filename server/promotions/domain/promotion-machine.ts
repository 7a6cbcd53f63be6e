/**
 * The statuses of a promotion and its transitions. An event that a status does not take leads to `null`, never to an exception.
 *
 * | status            | means                                        | event → next                                               |
 * | ----------------- | -------------------------------------------- | ---------------------------------------------------------- |
 * | draft             | written, not requested                       | submit → evaluating                                        |
 * | evaluating        | the worker runs its gate                     | gate_passed → awaiting_approval, gate_failed → blocked,    |
 * |                   |                                              | gate_inconclusive → needs_evidence, recheck and outdated   |
 * |                   |                                              | → evaluating (anew)                                        |
 * | needs_evidence    | the gate could not decide                    | recheck, outdated → evaluating; apply → rolling_out (by    |
 * |                   |                                              | people who override in writing)                            |
 * | awaiting_approval | the gate passed, people decide               | recheck, outdated → evaluating; apply → rolling_out        |
 * | rolling_out       | traffic moves to the candidate               | finish → completed, rollback → rolled_back                 |
 * | completed         | the candidate serves the target              | rollback → rolled_back                                     |
 * | blocked           | the gate failed; it takes a new version      | final                                                      |
 * | rejected          | a release manager did                        | final                                                      |
 * | cancelled         | requester or release manager withdrew it     | final                                                      |
 * | rolled_back       | what served before serves again              | final                                                      |
 *
 * `reject` and `cancel` are possible until the promotion is applied (draft … awaiting_approval); after that, `rollback`
 * restores what served before.
 */
export const PROMOTION_STATUSES = [
  'draft',
  'evaluating',
  'needs_evidence',
  'blocked',
  'awaiting_approval',
  'rolling_out',
  'completed',
  'rejected',
  'cancelled',
  'rolled_back',
] as const;
export type PromotionStatus = (typeof PROMOTION_STATUSES)[number];

export const PROMOTION_EVENTS = [
  'submit',
  'gate_passed',
  'gate_failed',
  'gate_inconclusive',
  'recheck',
  'outdated',
  'apply',
  'finish',
  'rollback',
  'reject',
  'cancel',
] as const;
export type PromotionEvent = (typeof PROMOTION_EVENTS)[number];

type Transitions = Partial<Record<PromotionEvent, PromotionStatus>>;

const STOPS: Transitions = { reject: 'rejected', cancel: 'cancelled' };

const DECIDING: Transitions = { recheck: 'evaluating', outdated: 'evaluating', apply: 'rolling_out', ...STOPS };

const TABLE: Record<PromotionStatus, Transitions> = {
  draft: { submit: 'evaluating', ...STOPS },
  evaluating: {
    gate_passed: 'awaiting_approval',
    gate_failed: 'blocked',
    gate_inconclusive: 'needs_evidence',
    // Its worker may have crashed, or its data changed: a new evaluation starts; the revision makes the old one end unused.
    recheck: 'evaluating',
    outdated: 'evaluating',
    ...STOPS,
  },
  needs_evidence: DECIDING,
  awaiting_approval: DECIDING,
  rolling_out: { finish: 'completed', rollback: 'rolled_back' },
  completed: { rollback: 'rolled_back' },
  blocked: {},
  rejected: {},
  cancelled: {},
  rolled_back: {},
};

/** Where `event` leads from `status`, or null where it is not possible. */
export function nextStatus(status: PromotionStatus, event: PromotionEvent): PromotionStatus | null {
  return TABLE[status][event] ?? null;
}

/** Whether no event leads out of this status. */
export const isFinal = (status: PromotionStatus): boolean => Object.keys(TABLE[status]).length === 0;

/** The statuses from which `event` leads somewhere. */
export const statusesBefore = (event: PromotionEvent): PromotionStatus[] =>
  PROMOTION_STATUSES.filter((status) => nextStatus(status, event) !== null);

/** Whether the gate or people still decide; until then its verdict can become outdated. */
export const isUndecided = (status: PromotionStatus): boolean => nextStatus(status, 'outdated') !== null;

/** Filter of the list: `open` are the {@link OPEN_STATUSES}, `decided` the others. */
export const PROMOTION_GROUPS = ['open', 'decided', 'all'] as const;
export type PromotionGroup = (typeof PROMOTION_GROUPS)[number];

/** Statuses of an open promotion; a prompt has at most one of them for a target. */
export const OPEN_STATUSES: readonly PromotionStatus[] = [
  'draft',
  'evaluating',
  'needs_evidence',
  'awaiting_approval',
  'rolling_out',
];
