import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type PromotionFacts, promotionCan } from './promotion-can.ts';
import {
  isFinal,
  nextStatus,
  OPEN_STATUSES,
  PROMOTION_EVENTS,
  PROMOTION_STATUSES,
  type PromotionStatus,
} from './promotion-machine.ts';

const statuses = fc.constantFrom(...PROMOTION_STATUSES);

/** Every status that a draft can come to; `without` is taken out of the machine. */
function reachable({ without }: { without?: PromotionStatus } = {}): Set<PromotionStatus> {
  const reached = new Set<PromotionStatus>(['draft']);
  for (const status of reached) {
    for (const event of PROMOTION_EVENTS) {
      const next = nextStatus(status, event);
      if (next !== null && next !== without) reached.add(next);
    }
  }
  return reached;
}

describe('the machine', () => {
  test('every status can be reached', () => {
    expect([...reachable()].sort()).toEqual([...PROMOTION_STATUSES].sort());
  });

  test('nothing serves that no gate has looked at, and nothing completes that was not rolled out', () => {
    expect([...reachable({ without: 'evaluating' })].sort()).toEqual(['cancelled', 'draft', 'rejected']);
    expect(reachable({ without: 'rolling_out' })).not.toContain('completed');
  });

  test('nothing leads out of a final status, blocked above all', () => {
    const finals = PROMOTION_STATUSES.filter(isFinal);
    expect(finals).toEqual(['blocked', 'rejected', 'cancelled', 'rolled_back']);
    const next = finals.flatMap((status) => PROMOTION_EVENTS.map((event) => nextStatus(status, event)));
    expect(new Set(next)).toEqual(new Set([null]));
  });

  property.prop([statuses])('is open exactly while it can still be applied or has to finish', (status) => {
    const canServe = PROMOTION_EVENTS.some((event) => {
      const next = nextStatus(status, event);
      return next !== null && next !== 'rolled_back' && next !== 'rejected' && next !== 'cancelled';
    });
    expect(OPEN_STATUSES.includes(status)).toBe(canServe);
  });
});

const person = (id: string) => ({ kind: 'person', id }) as const;
const manager = (id: string) => ({ ...person(id), releases: true });
const facts = (given: Partial<PromotionFacts> = {}): PromotionFacts => ({
  status: 'awaiting_approval',
  requestedBy: person('requester'),
  involved: new Map([
    ['requester', 'asked'],
    ['author', 'wrote'],
    ['maker', 'made_key_that_asked'],
  ]),
  approvedBy: [],
  serves: false,
  hasPrevious: false,
  ...given,
});

describe('the guard', () => {
  test.for([
    ['another release manager may approve', facts(), manager('other'), null],
    ['the requester may not', facts(), manager('requester'), 'self_approval'],
    ['the author of the version may not', facts(), manager('author'), 'self_approval'],
    ['who made the key that asked may not', facts(), manager('maker'), 'self_approval'],
    ['a service account may not', facts(), { kind: 'service', id: 'bot', releases: true }, 'person_required'],
    ['an editor may not', facts(), { ...person('other'), releases: false }, 'insufficient_role'],
    ['no person twice', facts({ approvedBy: ['other'] }), manager('other'), 'already_approved'],
    ['a gate that failed is final', facts({ status: 'blocked' }), manager('other'), 'wrong_status'],
    [
      'without evidence it takes an override',
      facts({ status: 'needs_evidence' }),
      manager('other'),
      'override_required',
    ],
    ['what serves already cannot be approved', facts({ status: 'completed' }), manager('other'), 'wrong_status'],
  ] as const)('approve: %s', ([, given, by, code]) => {
    expect(promotionCan.approve(given, by)?.code ?? null).toBe(code);
  });

  property.prop([statuses])('an override is possible from needs_evidence only', (status) => {
    const refusal = promotionCan.override(facts({ status }), manager('other'));
    expect(refusal === null).toBe(status === 'needs_evidence');
  });

  test.for([
    [
      'what serves, where something served before',
      facts({ status: 'completed', serves: true, hasPrevious: true }),
      null,
    ],
    ['a first release', facts({ status: 'completed', serves: true }), 'nothing_to_restore'],
    ['what serves no more', facts({ status: 'completed', hasPrevious: true }), 'superseded'],
    ['what was rolled back', facts({ status: 'rolled_back', hasPrevious: true }), 'wrong_status'],
    ['what never served', facts(), 'wrong_status'],
  ] as const)('rollback of %s', ([, given, code]) => {
    expect(promotionCan.rollback(given, manager('other'))?.code ?? null).toBe(code);
  });

  test.for([
    ['the requester, whatever the role', { ...person('requester'), releases: false }, null],
    ['a release manager', manager('other'), null],
    ['another editor', { ...person('other'), releases: false }, 'insufficient_role'],
  ] as const)('cancel by %s', ([, by, code]) => {
    expect(promotionCan.cancel(facts(), by)?.code ?? null).toBe(code);
  });

  property.prop([statuses, fc.constantFrom('pause' as const, 'resume' as const, 'advance' as const)])(
    'an immediate rollout has no steps to move, in any status',
    (status, action) => {
      expect(promotionCan[action](facts({ status }), manager('other'))?.code).toBe('wrong_status');
    },
  );

  test('never allows what the machine does not', () => {
    const actions = ['reject', 'cancel', 'recheck', 'rollback'] as const;
    const allowed = PROMOTION_STATUSES.flatMap((status) =>
      actions
        .filter((action) => {
          const given = facts({ status, serves: true, hasPrevious: true });
          return promotionCan[action](given, manager('other')) === null;
        })
        .map((action) => ({ status, action, next: nextStatus(status, action) })),
    );
    expect(new Set(allowed.map(({ action }) => action)), 'each is allowed somewhere').toEqual(new Set(actions));
    expect(allowed.filter(({ next }) => next === null)).toEqual([]);
  });
});
