import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { addDays, type Day } from './calendar-day.ts';
import { type Notice, type NoticeState, stepNotices } from './notices.ts';

const TODAY = '2026-06-01';

/** The notices of readings, each `[days after the first, retirement day as days after the first]`. */
function noticesOf(...readings: readonly (readonly [at: number, retires: number | null])[]): Notice[] {
  let state: NoticeState | null = null;
  return readings.flatMap(([at, retires]) => {
    const retiresOn: Day | null = retires === null ? null : addDays(TODAY, retires);
    const stepped = stepNotices(state, { today: addDays(TODAY, at), retiresOn });
    state = stepped.state;
    return stepped.notice === null ? [] : [stepped.notice];
  });
}

describe('notices', () => {
  test.for([
    ['with 91 days left there is no notice', [[0, 91]], []],
    ['at 90 days there is the first', [[0, 90]], [90]],
    [
      'each threshold is notified once, with daily readings',
      Array.from({ length: 120 }, (_, i) => [i, 100]),
      [90, 30, 14, 7, 1],
    ],
    [
      'several readings a day give one notice',
      [
        [0, 30],
        [0, 30],
        [0, 30],
      ],
      [30],
    ],
    ['a late start gives only the newest', [[0, 10]], [14]],
    [
      'a late notice is not repeated',
      [
        [0, 10],
        [1, 10],
        [2, 10],
      ],
      [14],
    ],
    [
      'a worker that was down gives only the newest',
      [
        [0, 95],
        [5, 95],
        [90, 95],
      ],
      [90, 7],
    ],
    ['the retirement day still gives the last', [[0, 0]], [1]],
    ['the day after gives none', [[0, -1]], []],
    [
      'a day that moves later is notified again from the next threshold',
      [
        [0, 7],
        [1, 60],
        [40, 60],
      ],
      [7, 30],
    ],
    [
      'a day that moves later within a threshold gives no notice',
      [
        [0, 28],
        [1, 30],
      ],
      [30],
    ],
    [
      'a day that moves earlier gives the threshold that it reaches',
      [
        [0, 80],
        [1, 8],
      ],
      [90, 7],
    ],
    [
      'a day moved by a year, after its last notice, starts again',
      [
        [0, 1],
        [0, 366],
        [276, 366],
      ],
      [1, 90],
    ],
    [
      'a day that is withdrawn and set again starts again',
      [
        [0, 30],
        [1, null],
        [2, 30],
      ],
      [30, 30],
    ],
    [
      'a reading of an earlier day gives none',
      [
        [5, 12],
        [0, 1],
        [6, 12],
      ],
      [7],
    ],
    ['without a day there is no notice', [[0, null]], []],
  ] as const)('%s', ([, readings, expected]) => {
    const notices = noticesOf(...(readings as readonly (readonly [number, number | null])[]));
    expect(notices.map(({ noticeDays }) => noticeDays)).toEqual(expected);
  });

  test('contain the actual number of days left', () => {
    expect(noticesOf([0, 10])).toEqual([{ noticeDays: 14, daysLeft: 10, retiresOn: '2026-06-11' }]);
  });
});

property.prop([fc.array(fc.nat(400), { minLength: 1 }), fc.nat(400)])(
  'with any readings, each threshold is notified at most once, in order, not before it is reached and not after the day',
  (days, retires) => {
    const notices = noticesOf(...days.toSorted((a, b) => a - b).map((at) => [at, retires] as const));
    const order = notices.map(({ noticeDays }) => noticeDays);
    expect(order).toEqual([...new Set(order)].sort((a, b) => b - a));
    expect(notices.every(({ noticeDays, daysLeft }) => daysLeft <= noticeDays && daysLeft >= 0)).toBe(true);
  },
);
