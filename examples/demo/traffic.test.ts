import { describe, expect, it } from 'vitest';
import { OUTAGE, PROMPTS } from './company.ts';
import { busyness, momentOf } from './when.ts';

const DAY_MS = 86_400_000;
/** Every day of a week at three in the morning and at noon: whenever somebody loads the month. */
const LOADED_AT = Array.from({ length: 14 }, (_, i) => Date.UTC(2026, 10, 23 + (i >> 1), i % 2 === 0 ? 3 : 12));

describe('what happens in the month', () => {
  it.each(LOADED_AT)('happens while people work, loaded at %d', (now) => {
    const served = PROMPTS.flatMap((prompt) => prompt.served);
    for (const when of [OUTAGE, ...served]) {
      const at = momentOf(when, now);
      expect(busyness(new Date(at)), `${when.daysAgo} days ago`).toBeGreaterThan(0.7);
      expect(now - at).toBeGreaterThan((when.daysAgo - 1) * DAY_MS);
    }
  });

  it.each(LOADED_AT)('takes a bad release back on its day, loaded at %d', (now) => {
    const [, bad, back] = PROMPTS.find((prompt) => prompt.name === 'support/reply')?.served ?? [];
    if (!bad || !back) throw new Error('support/reply has no bad release');
    expect(momentOf(back, now) - momentOf(bad, now)).toBeCloseTo(5.1 * 3_600_000, -3);
  });
});
