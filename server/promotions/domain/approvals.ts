/** A person's yes, as it was given. */
export type GivenApproval = {
  personId: string;
  variantDigest: string;
  gateVerdictId: string | null;
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
  /** Requester and author: never counted, whatever was stored. */
  excluded: ReadonlySet<string>;
};

/** An approval is good for a day: who approves decides on what is there, not on what it was last week. */
export const APPROVAL_VALID_MS = 24 * 3_600_000;

/** Why an approval does not count now, or null where it does. It binds a variant and a verdict (DEFINITIONS, Access). */
export function whyNotCounted(approval: GivenApproval, scope: ApprovalScope): string | null {
  if (approval.voidedAt !== null) return approval.voidedBecause ?? 'It was voided.';
  if (approval.variantDigest !== scope.variantDigest) return 'It was given for another variant.';
  if (approval.gateVerdictId !== scope.gateVerdictId) return 'It was given for an earlier verdict of the gate.';
  if (approval.expiresAt.getTime() <= scope.now.getTime()) return 'It expired after 24 hours.';
  if (scope.excluded.has(approval.personId)) return 'It was given by the requester or the author.';
  if (!scope.releasers.has(approval.personId)) return 'Who gave it may no longer approve.';
  return null;
}
