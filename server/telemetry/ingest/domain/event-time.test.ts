import { expect, test } from 'vitest';
import { CLAMPED, placeInTime, SHIFTED, timeRules } from './event-time.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

test.each<[string, { at: number; sentAt: number | null }, { at: number; flags: number }]>([
  ['a time is kept', { at: NOW - 5, sentAt: null }, { at: NOW - 5, flags: 0 }],
  ['five minutes ahead is kept', { at: NOW + 5 * MINUTE, sentAt: null }, { at: NOW + 5 * MINUTE, flags: 0 }],
  ['later is set to receipt and flagged', { at: NOW + 5 * MINUTE + 1, sentAt: null }, { at: NOW, flags: CLAMPED }],
  [
    'a clock an hour slow is corrected',
    { at: NOW - 61 * MINUTE, sentAt: NOW - 60 * MINUTE },
    { at: NOW - MINUTE, flags: SHIFTED },
  ],
  [
    'a clock an hour fast is corrected',
    { at: NOW + 59 * MINUTE, sentAt: NOW + 60 * MINUTE },
    { at: NOW - MINUTE, flags: SHIFTED },
  ],
  ['a minute of skew is the network', { at: NOW - MINUTE, sentAt: NOW - MINUTE }, { at: NOW - MINUTE, flags: 0 }],
])('%s', (_, { at, sentAt }, placed) => {
  expect(placeInTime(at, timeRules(NOW, 90, sentAt))).toEqual(placed);
});
