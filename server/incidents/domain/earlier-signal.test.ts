import { expect, test } from 'vitest';
import { isEarlierSignal, type Signal, startBySignal } from './earlier-signal.ts';

const MINUTE = 60_000;
const warning = (more: Partial<Signal> = {}): Signal => ({
  ...{ kind: 'error_rate', openedAt: 100 * MINUTE, resolvedAt: null, endedAt: null },
  ...more,
});

test.each([
  ['it still fires', {}, 'burn_rate', 160, true],
  ['errors warn of errors', {}, 'error_rate', 160, true],
  ['the budget burns before errors page', { kind: 'burn_rate' }, 'error_rate', 160, true],
  ['another measure', { kind: 'latency' }, 'burn_rate', 160, false],
  ['it fired after the first bad minute', {}, 'burn_rate', 99, false],
  ['six hours before', {}, 'burn_rate', 460, true],
  ['longer before', {}, 'burn_rate', 461, false],
  ['it ended 29 minutes before', { resolvedAt: 131 * MINUTE }, 'burn_rate', 160, true],
  ['it ended 30 minutes before', { resolvedAt: 130 * MINUTE }, 'burn_rate', 160, false],
  ['it fires again since an end long before', { endedAt: 110 * MINUTE }, 'burn_rate', 160, true],
  ['it ended after the first bad minute', { resolvedAt: 170 * MINUTE }, 'burn_rate', 160, true],
])('%s', (_, more, kind, start, expected) => {
  expect(isEarlierSignal(warning(more), { kind, start: start * MINUTE })).toBe(expected);
});

/** Bad minutes from `from` to `to`, but for `good` ones. */
const run = (from: number, to: number, good: readonly number[] = []) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({
    ...{ at: (from + i) * MINUTE, n: 20, isBad: !good.includes(from + i) },
  }));

test.each([
  ['it has not ended: its first bad minute', null, 96, run(96, 160, [110, 111, 112]), 96],
  ['it ends only later', 170, 96, run(96, 160, [110]), 96],
  ['not ended, its first bad minute found in the run', null, null, run(97, 160, [120]), 97],
  ['not ended, and no minute is known', null, null, [], null],
  ['it had ended in an unbroken run', 150, 96, run(96, 160), 96],
  ['it had ended, one good minute between', 150, 96, run(96, 160, [152]), null],
  ['it had ended, no minute is known', 150, 96, [], null],
])('the impact began by it: %s', (_, ended, began, minutes, expected) => {
  const signal = {
    ...warning({ endedAt: ended === null ? null : ended * MINUTE }),
    impactStart: began === null ? null : began * MINUTE,
  };
  expect(startBySignal(signal, minutes, 160 * MINUTE)).toBe(expected === null ? null : expected * MINUTE);
});
