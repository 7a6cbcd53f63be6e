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
    ['with 91 days left nothing is told', [[0, 91]], []],
    ['at 90 days the first is', [[0, 90]], [90]],
    ['each threshold is told once, read daily', Array.from({ length: 120 }, (_, i) => [i, 100]), [90, 30, 14, 7, 1]],
    [
      'several readings a day tell once',
      [
        [0, 30],
        [0, 30],
        [0, 30],
      ],
      [30],
    ],
    ['a late start tells the newest only', [[0, 10]], [14]],
    [
      'what was told late is not told again',
      [
        [0, 10],
        [1, 10],
        [2, 10],
      ],
      [14],
    ],
    [
      'a worker that was down tells the newest only',
      [
        [0, 95],
        [5, 95],
        [90, 95],
      ],
      [90, 7],
    ],
    ['the day itself still tells the last', [[0, 0]], [1]],
    ['the day after tells nothing', [[0, -1]], []],
    [
      'a day that moves later is told anew from where it stands',
      [
        [0, 7],
        [1, 60],
        [40, 60],
      ],
      [7, 30],
    ],
    [
      'a day that moves later within a threshold tells nothing by itself',
      [
        [0, 28],
        [1, 30],
      ],
      [30],
    ],
    [
      'a day that moves earlier tells what it reaches',
      [
        [0, 80],
        [1, 8],
      ],
      [90, 7],
    ],
    [
      'a day moved by a year, after its last notice, begins anew',
      [
        [0, 1],
        [0, 366],
        [276, 366],
      ],
      [1, 90],
    ],
    [
      'a day that is withdrawn and set again begins anew',
      [
        [0, 30],
        [1, null],
        [2, 30],
      ],
      [30, 30],
    ],
    [
      'a reading of an earlier day tells nothing',
      [
        [5, 12],
        [0, 1],
        [6, 12],
      ],
      [7],
    ],
    ['no day is no notice', [[0, null]], []],
  ] as const)('%s', ([, readings, expected]) => {
    const notices = noticesOf(...(readings as readonly (readonly [number, number | null])[]));
    expect(notices.map(({ noticeDays }) => noticeDays)).toEqual(expected);
  });

  test('say how many days are really left', () => {
    expect(noticesOf([0, 10])).toEqual([{ noticeDays: 14, daysLeft: 10, retiresOn: '2026-06-11' }]);
  });
});

property.prop([fc.array(fc.nat(400), { minLength: 1 }), fc.nat(400)])(
  'however readings fall, each is told at most once, in order, never before it is reached and never after the day',
  (days, retires) => {
    const notices = noticesOf(...days.toSorted((a, b) => a - b).map((at) => [at, retires] as const));
    const order = notices.map(({ noticeDays }) => noticeDays);
    expect(order).toEqual([...new Set(order)].sort((a, b) => b - a));
    expect(notices.every(({ noticeDays, daysLeft }) => daysLeft <= noticeDays && daysLeft >= 0)).toBe(true);
  },
);
