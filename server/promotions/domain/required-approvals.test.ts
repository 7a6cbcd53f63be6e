import { expect, test } from 'vitest';
import { requiredApprovalsOf, requiredNow } from './required-approvals.ts';

const guarded = (requiredApprovals: number) => ({ protected: true, requiredApprovals });
const open = { protected: false, requiredApprovals: 0 };
const asks = (requiredApprovals: number | null) => ({ requiredApprovals });

test.for([
  ['the environment’s number where the policy names none', guarded(1), asks(null), false, 1],
  ['more where the policy asks for more', guarded(1), asks(3), false, 3],
  ['never fewer than the environment needs', guarded(2), asks(0), false, 2],
  ['none where nothing is protected, whatever the policy says', open, asks(2), false, 0],
  ['one where the protection was taken off a moment ago', open, asks(null), true, 1],
  ['no more than before where approvals were lowered to two', guarded(2), asks(null), true, 2],
] as const)('a promotion needs %s', ([, environment, policy, weakened, needed]) => {
  expect(requiredApprovalsOf(environment, policy, weakened)).toBe(needed);
});

test.for([
  ['a raised number at once', 1, guarded(2), 2],
  ['a lowered one not before its gate runs again', 2, guarded(1), 2],
  ['one person at least, where people decide', 0, open, 1],
] as const)('while it is open it needs %s', ([, madeWith, environment, needed]) => {
  expect(requiredNow({ requiredApprovals: madeWith }, environment, asks(null))).toBe(needed);
});
