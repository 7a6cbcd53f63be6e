import { DAY_MS } from '#server/platform/pure/durations.ts';
import { WEAKENED_MS, type Weakened } from '#server/projects/domain/weakened.ts';
import { INVOLVED, type Involvement } from './involved.ts';
import { isUndecided, type PromotionStatus } from './promotion-machine.ts';

/** An approval as it is stored. */
export type GivenApproval = {
  personId: string;
  variantDigest: string;
  gateVerdictId: string | null;
  at: Date;
  expiresAt: Date;
  voidedAt: Date | null;
  voidedBecause: string | null;
};

/** What an approval is compared with when it is counted. */
export type ApprovalScope = {
  variantDigest: string;
  gateVerdictId: string | null;
  now: Date;
  /** People who may approve at this moment, by id. */
  releasers: ReadonlySet<string>;
  /** People who requested the promotion or wrote the version, in person or through a key: their approvals never count. */
  involved: ReadonlyMap<string, Involvement>;
  /** People who weakened a rule that this promotion has to pass, by person id, with the newest change of each. */
  weakened: ReadonlyMap<string, Weakened>;
};

/** `notAlone`: it counts only beside the approval of a person who weakened no rule, and there is none. */
export type Judged = { invalidBecause: string | null; notAlone: boolean };

/** An approval holds for a day, in milliseconds: it was given on data that ages. */
export const APPROVAL_VALID_MS = DAY_MS;

/**
 * Judges which approvals count now. An approval holds for one variant and one verdict. The approval of a person who
 * weakened a rule of this promotion less than 24 hours before approving it, or since, counts only beside that of a person
 * who did not: a second person has then seen the weakened rule (docs/decisions/052). Several who weakened rules do not
 * count together either.
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

/** Whether an approval is shown as valid. After the decision, an approval that counted then stays valid whatever changes. */
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

/** Ids of people whose approval holds, also where it counts only beside another: they cannot approve a second time. */
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

/**
 * The change by which this person weakened a rule, or null. Compares with the time of the approval, not with now: otherwise
 * the approval would begin to suffice when 24 hours are over, and no request would apply the promotion then.
 */
function weakenedBy({ personId, at }: GivenApproval, { weakened }: ApprovalScope): Weakened | null {
  const found = weakened.get(personId);
  return found && found.at.getTime() > at.getTime() - WEAKENED_MS ? found : null;
}

/** What one more approval would do now. */
export type NextApproval = {
  /** How many would count then. */
  counted: number;
  /** Why it would count only beside another, as a sentence for that person; null where it counts by itself. */
  notAlone: string | null;
};

/** Returns what an approval by `personId`, who may approve, would do. */
export function nextApproval(given: readonly GivenApproval[], scope: ApprovalScope, personId: string): NextApproval {
  const { variantDigest, gateVerdictId, now } = scope;
  const expiresAt = new Date(now.getTime() + APPROVAL_VALID_MS);
  const mine = { personId, variantDigest, gateVerdictId, at: now, expiresAt, voidedAt: null, voidedBecause: null };
  const judged = judgeApprovals([...given, mine], { ...scope, releasers: new Set([...scope.releasers, personId]) });
  const weakened = judged.at(-1)?.notAlone ? weakenedBy(mine, scope) : null;
  return { counted: countOf(judged), notAlone: weakened && notAloneSentence(weakened) };
}

/** The sentence of the page, the response and the button for a person who weakened a rule. */
const notAloneSentence = ({ what }: Weakened): string =>
  `You ${what} in the last 24 hours, so your approval counts only beside that of a person who did not.`;
