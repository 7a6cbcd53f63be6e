import { expect, test } from 'vitest';
import { type Verdict, worstVerdict } from './verdict.ts';

test.for([
  ['pass alone', ['pass', 'pass'], 'pass'],
  ['one that is inconclusive', ['pass', 'inconclusive', 'pass'], 'inconclusive'],
  ['one that fails, whatever else', ['inconclusive', 'fail', 'pass'], 'fail'],
  ['no verdict at all', [], 'inconclusive'],
] as const)('%s', ([, verdicts, worst]) => {
  expect(worstVerdict(verdicts satisfies readonly Verdict[])).toBe(worst);
});
