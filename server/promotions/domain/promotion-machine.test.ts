import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type PromotionFacts, promotionCan } from './promotion-can.ts';
import {
  isFinal,
  nextStatus,
  OPEN_STATUSES,
  PROMOTION_EVENTS,
  PROMOTION_STATUSES,
  type PromotionEvent,
  type PromotionStatus,
} from './promotion-machine.ts';

const walks = fc.array(fc.constantFrom(...PROMOTION_EVENTS), { maxLength: 40 });
const statuses = fc.constantFrom(...PROMOTION_STATUSES);

/** Every status of a promotion that meets `events`; what is not possible is passed over. */
function walk(events: readonly PromotionEvent[]): PromotionStatus[] {
  const seen: PromotionStatus[] = ['draft'];
  for (const event of events) seen.push(nextStatus(seen.at(-1) ?? 'draft', event) ?? seen.at(-1) ?? 'draft');
  return seen;
}

describe('the machine', () => {
  property.prop([walks])('never serves what no gate has looked at', (events) => {
    const seen = walk(events);
    const serving = seen.indexOf('rolling_out');
    if (serving < 0) return;
    expect(seen.slice(0, serving)).toContain('evaluating');
  });

  property.prop([walks, walks])('never leaves a final status, blocked above all', (before, after) => {
    const status = walk([...before]).at(-1) ?? 'draft';
    if (!isFinal(status)) return;
    for (const event of after) expect(nextStatus(status, event)).toBeNull();
  });

  property.prop([walks])('never completes without rolling out first', (events) => {
    const seen = walk(events);
    const completed = seen.indexOf('completed');
    if (completed >= 0) expect(seen[completed - 1]).toBe('rolling_out');
  });

  property.prop([statuses])(
    'holds the place of its prompt and target exactly while it can still be applied or has to finish',
    (status) => {
      const canServe = PROMOTION_EVENTS.some((event) => {
        const next = nextStatus(status, event);
        return next !== null && next !== 'rolled_back' && next !== 'rejected' && next !== 'cancelled';
      });
      expect(OPEN_STATUSES.includes(status)).toBe(canServe);
    },
  );

  test('every status can be reached', () => {
    const reached = new Set<PromotionStatus>(['draft']);
    for (const status of reached) {
      for (const event of PROMOTION_EVENTS) {
        const next = nextStatus(status, event);
        if (next !== null) reached.add(next);
      }
    }
    expect([...reached].sort()).toEqual([...PROMOTION_STATUSES].sort());
  });

  test('a failed gate is final: nothing, an override included, leads out of blocked', () => {
    expect(isFinal('blocked')).toBe(true);
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
    ['nobody twice', facts({ approvedBy: ['other'] }), manager('other'), 'already_approved'],
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

  property.prop([statuses, fc.boolean()])(
    'never lets the guard allow what the machine does not',
    (status, releases) => {
      const by = { ...person('other'), releases };
      const events = { reject: 'reject', cancel: 'cancel', recheck: 'recheck', rollback: 'roll_back' } as const;
      for (const [action, event] of Object.entries(events)) {
        const allowed = promotionCan[action as keyof typeof events](
          facts({ status, serves: true, hasPrevious: true }),
          by,
        );
        if (allowed === null) expect(nextStatus(status, event)).not.toBeNull();
      }
    },
  );
});
