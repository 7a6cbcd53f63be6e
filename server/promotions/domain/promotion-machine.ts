/**
 * The states of a promotion. What an event may not do from a state is `null`, never an exception.
 *
 * | status            | means                                        | event → next                                               |
 * | ----------------- | -------------------------------------------- | ---------------------------------------------------------- |
 * | draft             | written, not asked for                       | submit → evaluating                                        |
 * | evaluating        | the worker runs its gate                     | gate_passed → awaiting_approval, gate_failed → blocked,    |
 * |                   |                                              | gate_inconclusive → needs_evidence, recheck and outdated   |
 * |                   |                                              | → evaluating (anew)                                        |
 * | needs_evidence    | the gate could not decide                    | recheck, outdated → evaluating; apply → rolling_out (by    |
 * |                   |                                              | people who override in writing)                            |
 * | awaiting_approval | the gate passed, people decide               | recheck, outdated → evaluating; apply → rolling_out        |
 * | rolling_out       | traffic moves to the candidate               | finish → completed, roll_back → rolled_back                |
 * | completed         | the candidate serves the target              | roll_back → rolled_back                                    |
 * | blocked           | the gate failed; a new version is the answer | final                                                      |
 * | rejected          | somebody said no                             | final                                                      |
 * | cancelled         | withdrawn                                    | final                                                      |
 * | rolled_back       | what served before serves again              | final                                                      |
 *
 * `reject` and `cancel` lead to their state from everything before traffic moves (draft … awaiting_approval); traffic
 * that moved is taken back by `roll_back`, which also says what serves instead.
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
  'roll_back',
  'reject',
  'cancel',
] as const;
export type PromotionEvent = (typeof PROMOTION_EVENTS)[number];

type Moves = Partial<Record<PromotionEvent, PromotionStatus>>;

const STOPS: Moves = { reject: 'rejected', cancel: 'cancelled' };

const DECIDING: Moves = { recheck: 'evaluating', outdated: 'evaluating', apply: 'rolling_out', ...STOPS };

const TABLE: Record<PromotionStatus, Moves> = {
  draft: { submit: 'evaluating', ...STOPS },
  evaluating: {
    gate_passed: 'awaiting_approval',
    gate_failed: 'blocked',
    gate_inconclusive: 'needs_evidence',
    // Its worker may have died, or what it looks at changed: another evaluation takes over, the old one finds itself outdated.
    recheck: 'evaluating',
    outdated: 'evaluating',
    ...STOPS,
  },
  needs_evidence: DECIDING,
  awaiting_approval: DECIDING,
  rolling_out: { finish: 'completed', roll_back: 'rolled_back' },
  completed: { roll_back: 'rolled_back' },
  blocked: {},
  rejected: {},
  cancelled: {},
  rolled_back: {},
};

/** Where `event` leads from `status`, or null where it is not possible. */
export function nextStatus(status: PromotionStatus, event: PromotionEvent): PromotionStatus | null {
  return TABLE[status][event] ?? null;
}

/** Whether nothing can happen to it any more. */
export const isFinal = (status: PromotionStatus): boolean => Object.keys(TABLE[status]).length === 0;

/** The statuses from which `event` leads somewhere. */
export const statusesBefore = (event: PromotionEvent): PromotionStatus[] =>
  PROMOTION_STATUSES.filter((status) => nextStatus(status, event) !== null);

/** Whether the gate or people still decide: what they go by can become outdated. */
export const isUndecided = (status: PromotionStatus): boolean => nextStatus(status, 'outdated') !== null;

/** What a list can be narrowed to: `open` holds a place, `decided` is over. */
export const PROMOTION_GROUPS = ['open', 'decided', 'all'] as const;
export type PromotionGroup = (typeof PROMOTION_GROUPS)[number];

/** Promotions that hold the place of their prompt and target: one at a time. */
export const OPEN_STATUSES: readonly PromotionStatus[] = [
  'draft',
  'evaluating',
  'needs_evidence',
  'awaiting_approval',
  'rolling_out',
];
