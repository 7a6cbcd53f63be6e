import { expect, test } from 'vitest';
import { weakenedProtection } from './weakened-protection.ts';

const at = (isProtected: boolean, requiredApprovals: number) => ({
  name: 'production',
  protected: isProtected,
  requiredApprovals,
});

test.for([
  ['taking the protection off', at(true, 1), at(false, 1), ['took the protection off production']],
  ['fewer approvals', at(true, 3), at(true, 1), ['lowered the approvals of production from 3 to 1']],
  [
    'both at once',
    at(true, 2),
    at(false, 0),
    ['took the protection off production', 'lowered the approvals of production from 2 to 0'],
  ],
  ['fewer approvals where nothing is protected', at(false, 2), at(false, 0), [expect.stringContaining('from 2 to 0')]],
  ['more approvals', at(true, 1), at(true, 2), []],
  ['protecting it', at(false, 0), at(true, 1), []],
  ['no change', at(true, 1), at(true, 1), []],
] as const)('%s', ([, before, after, expected]) => {
  expect(weakenedProtection(before, after)).toEqual(expected);
});
