import { DAY_MS } from '#server/platform/pure/durations.ts';
import { WEAKENED_MS, type Weakened } from '#server/projects/domain/weakened.ts';
import { INVOLVED, type Involvement } from './involved.ts';
import { isUndecided, type PromotionStatus } from './promotion-machine.ts';

/** A person's yes, as it was given. */
export type GivenApproval = {
  personId: string;
  variantDigest: string;
  gateVerdictId: string | null;
  at: Date;
  expiresAt: Date;
  voidedAt: Date | null;
  voidedBecause: string | null;
};

/** What an approval is held against when it is counted. */
export type ApprovalScope = {
  variantDigest: string;
  gateVerdictId: string | null;
  now: Date;
  /** People who may approve at this moment, by id. */
  releasers: ReadonlySet<string>;
  /** Who asked or wrote, in person or through a key: never counted, whatever was stored. */
  involved: ReadonlyMap<string, Involvement>;
  /** Who weakened a rule that this promotion had to pass, by person id; the newest time of each. */
  weakened: ReadonlyMap<string, Weakened>;
};

/** `notAlone`: it would count beside the approval of somebody who weakened nothing; there is none. */
export type Judged = { invalidBecause: string | null; notAlone: boolean };

/** An approval is good for a day: who approves decides on what is there, not on what it was last week. */
export const APPROVAL_VALID_MS = DAY_MS;

/**
 * Which approvals count now. One binds a variant and a verdict (DEFINITIONS, Access). Who weakened a rule of this
 * promotion less than 24 hours before approving it, or since, counts only beside somebody who did not: whatever it
 * passed because of that has then been seen by another. All who did so together still lack that other.
 */
export function judgeApprovals<T extends GivenApproval>(given: readonly T[], scope: ApprovalScope): (T & Judged)[] {
  const first = given.map((one) => {
    const why = whyVoid(one, scope);
    return { one, why, weakened: why === null ? weakenedBy(one, scope) : null };
  });
  const witnessed = first.some(({ why, weakened }) => why === null && weakened === null);
  return first.map(({ one, why, weakened }) =>
    weakened !== null && !witnessed
      ? {
          ...one,
          invalidBecause: `It counts only beside another approval: who gave it ${weakened.what}.`,
          notAlone: true,
        }
      : { ...one, invalidBecause: why, notAlone: false },
  );
}

/** How many of the judged count. */
export const countOf = (judged: readonly Judged[]): number =>
  judged.filter(({ invalidBecause }) => invalidBecause === null).length;

/** Once it is decided, an approval that stood then is part of the record: nothing that comes after takes it away. */
export function validityOf(
  status: PromotionStatus,
  given: Judged & Pick<GivenApproval, 'voidedBecause'>,
): { valid: boolean; invalidBecause: string | null; notAlone: boolean } {
  const open = isUndecided(status);
  const invalidBecause = open ? given.invalidBecause : given.voidedBecause;
  return { valid: invalidBecause === null, invalidBecause, notAlone: open && given.notAlone };
}

/** How many approvals a promotion shows as given: those that count, or once it is decided those that counted then. */
export const givenCount = (
  status: PromotionStatus,
  judged: readonly (Judged & Pick<GivenApproval, 'voidedBecause'>)[],
): number => judged.filter((given) => validityOf(status, given).valid).length;

/** Whose yes stands, whether it counts or waits for another beside it: nobody gives theirs twice. */
export const standingBy = (judged: readonly (Judged & { personId: string })[]): string[] =>
  judged.filter(({ invalidBecause, notAlone }) => invalidBecause === null || notAlone).map(({ personId }) => personId);

function whyVoid(approval: GivenApproval, scope: ApprovalScope): string | null {
  if (approval.voidedAt !== null) return approval.voidedBecause ?? 'It was voided.';
  if (approval.variantDigest !== scope.variantDigest) return 'It was given for another variant.';
  if (approval.gateVerdictId !== scope.gateVerdictId) return 'It was given for an earlier verdict of the gate.';
  if (approval.expiresAt.getTime() <= scope.now.getTime()) return 'It expired after 24 hours.';
  const involved = scope.involved.get(approval.personId);
  if (involved) return `Who gave it ${INVOLVED[involved].others}.`;
  if (!scope.releasers.has(approval.personId)) return 'Who gave it may no longer approve.';
  return null;
}

/** Held against the time it was given: it must not begin to suffice by itself, with nobody there to apply it. */
function weakenedBy({ personId, at }: GivenApproval, { weakened }: ApprovalScope): Weakened | null {
  const found = weakened.get(personId);
  return found && found.at.getTime() > at.getTime() - WEAKENED_MS ? found : null;
}

/** What somebody's approval would do now, on top of those given. */
export type NextApproval = {
  /** How many would count then. */
  counted: number;
  /** Why it would count beside another only, as a sentence for who would give it; null where it counts by itself. */
  notAlone: string | null;
};

/** Looks ahead at the approval of `personId`, who may approve. */
export function nextApproval(given: readonly GivenApproval[], scope: ApprovalScope, personId: string): NextApproval {
  const { variantDigest, gateVerdictId, now } = scope;
  const expiresAt = new Date(now.getTime() + APPROVAL_VALID_MS);
  const mine = { personId, variantDigest, gateVerdictId, at: now, expiresAt, voidedAt: null, voidedBecause: null };
  const judged = judgeApprovals([...given, mine], { ...scope, releasers: new Set([...scope.releasers, personId]) });
  const weakened = judged.at(-1)?.notAlone ? weakenedBy(mine, scope) : null;
  return { counted: countOf(judged), notAlone: weakened && notAloneSentence(weakened) };
}

/** What the page, the answer and the button say to who weakened a rule. */
const notAloneSentence = ({ what }: Weakened): string =>
  `You ${what} in the last 24 hours, so your approval counts only beside that of somebody who did not.`;
