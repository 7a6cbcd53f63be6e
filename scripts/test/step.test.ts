import { describe, expect, it } from 'vitest';
import { type Step, summarize } from './step.ts';

const step = (given: Partial<Step>): Step => ({ name: 'unit', passed: 0, failed: 0, seconds: 1, detail: '', ...given });

describe('the closing lines of a test run', () => {
  it.each<{ says: string; steps: Step[]; lines: string[]; good: boolean }>([
    {
      says: 'count the tests of every part',
      steps: [step({ passed: 2 }), step({ passed: 3 })],
      lines: ['5 passed, 0 failed'],
      good: true,
    },
    { says: 'report a failure', steps: [step({ passed: 2, failed: 1 })], lines: ['2 passed, 1 failed'], good: false },
    { says: 'are not good where nothing ran', steps: [], lines: ['0 passed, 0 failed'], good: false },
    {
      says: 'name what did not run before they count it',
      steps: [step({ passed: 2, skipped: ['a full disk'] }), step({ passed: 1, skipped: ['recorded data'] })],
      lines: ['skipped: a full disk', 'skipped: recorded data', '3 passed, 0 failed, 2 skipped'],
      good: true,
    },
  ])('$says', ({ steps, lines, good }) => {
    expect(summarize(steps)).toEqual({ lines, good });
  });
});
