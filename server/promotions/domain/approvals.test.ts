import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WEAKENED_MS } from '#server/projects/domain/weakened.ts';
import {
  APPROVAL_VALID_MS,
  type ApprovalScope,
  countOf,
  type GivenApproval,
  givenCount,
  judgeApprovals,
  nextApproval,
} from './approvals.ts';
import { isUndecided, PROMOTION_STATUSES } from './promotion-machine.ts';

const at = new Date('2026-03-01T09:00:00Z');
const after = (ms: number) => new Date(at.getTime() + ms);
const given: GivenApproval = {
  personId: 'ada',
  variantDigest: 'v1',
  gateVerdictId: 'g1',
  at,
  expiresAt: after(APPROVAL_VALID_MS),
  voidedAt: null,
  voidedBecause: null,
};
const scope: ApprovalScope = {
  variantDigest: 'v1',
  gateVerdictId: 'g1',
  now: at,
  releasers: new Set(['ada', 'ben', 'cy']),
  involved: new Map([
    ['requester', 'asked'],
    ['maker', 'made_key_that_wrote'],
  ]),
  weakened: new Map(),
};

test.for([
  ['as it was given', {}, {}, null],
  ['in the last millisecond of its day', {}, { now: after(APPROVAL_VALID_MS - 1) }, null],
  ['after 24 hours', {}, { now: after(APPROVAL_VALID_MS) }, /expired/],
  ['once another variant is requested', {}, { variantDigest: 'v2' }, /another variant/],
  ['once the gate decided again', {}, { gateVerdictId: 'g2' }, /earlier verdict/],
  ['once who gave it lost the role', {}, { releasers: new Set<string>() }, /no longer/],
  ['from the requester, however it came to be stored', { personId: 'requester' }, {}, /gave it asked for it/],
  ['from who made the key that wrote it', { personId: 'maker' }, {}, /made the key that wrote it/],
  ['once it was voided', { voidedAt: at, voidedBecause: 'The gate was run again.' }, {}, /run again/],
] as const)('an approval counts or not: %s', ([, approval, change, because]) => {
  const [judged] = judgeApprovals([{ ...given, ...approval }], { ...scope, ...change });
  if (because === null) expect(judged?.invalidBecause).toBeNull();
  else expect(judged?.invalidBecause).toMatch(because);
  expect(judged?.notAlone).toBe(false);
});

const weakened = (people: Record<string, Date>): Partial<ApprovalScope> => ({
  weakened: new Map(Object.entries(people).map(([id, then]) => [id, { at: then, what: 'widened the margin' }])),
});
const by = (...people: string[]) => people.map((personId) => ({ ...given, personId }));

test.for([
  ['alone: not', by('ada'), { ada: at }, 0],
  ['beside a person who did not: both', by('ada', 'ben'), { ada: at }, 2],
  ['the first of them', by('ben', 'ada'), { ada: at }, 2],
  ['two who both did: neither', by('ada', 'ben'), { ada: at, ben: at }, 0],
  ['two who did and one who did not: all three', by('ada', 'ben', 'cy'), { ada: at, ben: at }, 3],
  ['beside a person who is barred: not', by('ada', 'maker'), { ada: at }, 0],
  ['24 hours before it approved: as anyone else', by('ada'), { ada: after(-WEAKENED_MS) }, 1],
  ['a millisecond less', by('ada'), { ada: after(1 - WEAKENED_MS) }, 0],
  ['after it approved', by('ada'), { ada: after(60_000) }, 0],
  ['another person did: it stands', by('ada'), { ben: at }, 1],
] as const)('the approval of who weakened a rule, %s', ([, approvals, people, count]) => {
  expect(countOf(judgeApprovals(approvals, { ...scope, ...weakened(people) }))).toBe(count);
});

test('an approval that did not suffice does not begin to when the day of the weakening is over', () => {
  const change = weakened({ ada: after(-3_600_000) });
  const later = { ...scope, ...change, now: after(WEAKENED_MS - 1) };
  expect(judgeApprovals(by('ada'), later)).toMatchObject([
    { notAlone: true, invalidBecause: expect.stringMatching(/widened the margin/) },
  ]);
});

test('who is about to approve reads whether it will suffice', () => {
  const change = { ...scope, ...weakened({ ada: at }) };
  expect(nextApproval([], change, 'ada')).toEqual({
    counted: 0,
    notAlone: expect.stringContaining('You widened the margin in the last 24 hours'),
  });
  expect(nextApproval(by('ben'), change, 'ada')).toEqual({ counted: 2, notAlone: null });
  expect(nextApproval(by('ada'), change, 'ben')).toEqual({ counted: 2, notAlone: null });
  expect(nextApproval([], change, 'ben')).toEqual({ counted: 1, notAlone: null });
});

test('while it is undecided a promotion shows as many approvals as count; after that none is taken away but by a void', () => {
  const approval = fc.record({
    personId: fc.constantFrom('ada', 'ben', 'cy', 'requester'),
    variantDigest: fc.constantFrom('v1', 'v2'),
    voidedBecause: fc.constantFrom(null, 'The gate was run again.'),
    hours: fc.integer({ min: -48, max: 0 }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...PROMOTION_STATUSES), fc.array(approval, { maxLength: 6 }), (status, list) => {
      const those = list.map(({ hours, ...one }) => ({
        ...given,
        ...one,
        at: after(hours * 3_600_000),
        expiresAt: after(hours * 3_600_000 + APPROVAL_VALID_MS),
        voidedAt: one.voidedBecause === null ? null : at,
      }));
      const judged = judgeApprovals(those, scope);
      const onRecord = those.filter(({ voidedBecause }) => voidedBecause === null).length;
      expect(givenCount(status, judged)).toBe(isUndecided(status) ? countOf(judged) : onRecord);
    }),
  );
});
