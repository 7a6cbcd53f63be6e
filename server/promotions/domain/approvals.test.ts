import { expect, test } from 'vitest';
import { APPROVAL_VALID_MS, type ApprovalScope, type GivenApproval, whyNotCounted } from './approvals.ts';

const at = new Date('2026-03-01T09:00:00Z');
const given: GivenApproval = {
  personId: 'ada',
  variantDigest: 'v1',
  gateVerdictId: 'g1',
  expiresAt: new Date(at.getTime() + APPROVAL_VALID_MS),
  voidedAt: null,
  voidedBecause: null,
};
const scope: ApprovalScope = {
  variantDigest: 'v1',
  gateVerdictId: 'g1',
  now: at,
  releasers: new Set(['ada']),
  excluded: new Set(['requester', 'author']),
};
const after = (ms: number) => new Date(at.getTime() + ms);

test.for([
  ['as it was given', {}, {}, null],
  ['in the last millisecond of its day', {}, { now: after(APPROVAL_VALID_MS - 1) }, null],
  ['after 24 hours', {}, { now: after(APPROVAL_VALID_MS) }, /expired/],
  ['once another variant is asked for', {}, { variantDigest: 'v2' }, /another variant/],
  ['once the gate decided again', {}, { gateVerdictId: 'g2' }, /earlier verdict/],
  ['once who gave it lost the role', {}, { releasers: new Set<string>() }, /no longer/],
  ['from the requester, however it came to be stored', { personId: 'author' }, {}, /requester or the author/],
  ['once it was voided', { voidedAt: at, voidedBecause: 'The gate was run again.' }, {}, /run again/],
] as const)('an approval counts or not: %s', ([, approval, change, because]) => {
  const answer = whyNotCounted({ ...given, ...approval }, { ...scope, ...change });
  if (because === null) expect(answer).toBeNull();
  else expect(answer).toMatch(because);
});
