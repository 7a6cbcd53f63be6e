import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { changePercent, isFlappingNow } from './flapping.ts';
import type { Reading } from './reading.ts';
import { type Emit, isOpen, type SeriesMemory, stepMonitor } from './step-monitor.ts';

const EVIDENCE = { method: 'test', value: 1, limit: 1, n: 1, needed: 1, windowMin: 5 };
/** `x` the condition holds, `.` neither, `o` good, `-` nothing. */
type Seen = 'x' | '.' | 'o' | '-';
const reading = (seen: Seen): Reading =>
  seen === '-'
    ? { is: 'nothing', evidence: EVIDENCE }
    : { is: 'measured', breaches: seen === 'x', isClear: seen === 'o', evidence: EVIDENCE };

const MINUTE = 60_000;
const RULE = { forMs: 2 * MINUTE, clearForMs: 3 * MINUTE, longestMs: 60 * MINUTE };

/** Runs one reading a minute; returns the states, and what was emitted with the minute of each. */
function run(seen: string, rule = RULE, pauses: Record<number, number> = {}) {
  let memory: SeriesMemory | null = null;
  let now = 1_000 * 3_600_000;
  const states: string[] = [];
  const emitted: string[] = [];
  const kinds: Emit[] = [];
  [...seen].forEach((each, minute) => {
    now += pauses[minute] ?? MINUTE;
    const isAfterPause = (pauses[minute] ?? 0) > 5 * MINUTE;
    const step = stepMonitor({
      memory,
      reading: reading(each as Seen),
      now,
      windowEnd: now - MINUTE,
      isAfterPause,
      rule,
    });
    memory = step.memory;
    states.push(memory?.state ?? 'plain');
    kinds.push(...step.emit);
    emitted.push(...step.emit.map((kind) => `${kind} ${minute}`));
  });
  return { states, emitted, kinds, memory: memory as SeriesMemory | null };
}

test.for([
  ['fires once the condition held for two minutes', 'xxx', ['fired 2']],
  ['a gap restarts the timer', 'xx.xx', []],
  ['so does a minute without data', 'xx-xx', []],
  ['resolves once it was good for three minutes', 'xxxoooo', ['fired 2', 'resolved 6']],
  ['between the two levels it keeps firing', 'xxxoo.oo', ['fired 2']],
  ['a bad minute while it resolves restarts that timer', 'xxxoooxoooo', ['fired 2', 'resolved 10']],
  ['missing data never resolves', `xxx${'-'.repeat(200)}`, ['fired 2', 'no_data 33']],
  [
    'data come back, and it still has to be good for its time',
    `xxx${'-'.repeat(40)}oooo`,
    [...['fired 2', 'no_data 33', 'data_back 43', 'resolved 46']],
  ],
  ['a minute without data while it resolves restarts that timer', 'xxxooo-oooo', ['fired 2', 'resolved 10']],
] as [string, string, string[]][])('%s', ([, seen, emitted]) => {
  expect(run(seen).emitted).toEqual(emitted);
});

test('where `for` is 0 it fires at once, where the clear time is 0 it resolves at once', () => {
  expect(run('xo', { ...RULE, forMs: 0, clearForMs: 0 }).emitted).toEqual(['fired 0', 'resolved 1']);
});

test('what is plainly ok is not remembered; after an alert it is forgotten when no window reaches back', () => {
  expect(run('oo-.').states).toEqual(['plain', 'plain', 'plain', 'plain']);
  expect(run(`xxxoooo${'o'.repeat(50)}`).memory?.evidenceFrom).not.toBeNull();
  expect(run(`xxxoooo${'o'.repeat(61)}`).memory).toBeNull();
});

test('a pause of more than five minutes restarts the timers and fires nothing by itself', () => {
  expect(run('xxxx', RULE, { 2: 20 * MINUTE }).emitted).toEqual([]);
  expect(run('xxxxx', RULE, { 2: 20 * MINUTE }).emitted).toEqual(['fired 4']);
  expect(run('xxxoo', RULE, { 4: 20 * MINUTE }).emitted, 'nor resolves').toEqual(['fired 2']);
});

test('the baseline is frozen when the condition begins, and let go at the end', () => {
  const step = (memory: SeriesMemory | null, seen: Seen, value: number, now: number) =>
    stepMonitor({
      ...{ memory, reading: reading(seen), now, windowEnd: now, isAfterPause: false },
      ...{ rule: { ...RULE, clearForMs: 0 }, baseline: { value, n: 1, from: 'same_hours' } },
    }).memory;
  const pending = step(null, 'x', 10, 0);
  const firing = step(pending, 'x', 20, 2 * MINUTE);
  expect(firing?.baseline?.value).toBe(10);
  expect(step(firing, 'o', 30, 3 * MINUTE)?.baseline).toBeNull();
});

test('the weights of flapping: all changes 100 %, the newest 6 %, the oldest 4 %, the seven newest 39.789 %', () => {
  const alternating = '010101010101010101010';
  expect(changePercent(alternating)).toBeCloseTo(100, 9);
  expect(changePercent(`${'0'.repeat(20)}1`)).toBeCloseTo(6, 9);
  expect(changePercent(`0${'1'.repeat(20)}`)).toBeCloseTo(4, 9);
  expect(changePercent(`${'0'.repeat(14)}1010101`)).toBeCloseTo(39.789, 3);
  expect([isFlappingNow('', false), isFlappingNow('1', true)]).toEqual([false, false]);
});

test('a series that flaps has one alert that stays open, and one notice an hour', () => {
  const rule = { ...RULE, forMs: 0, clearForMs: 0 };
  const { emitted, kinds } = run('xo'.repeat(65) + 'o'.repeat(40), rule);
  const flapping = emitted.filter((each) => each.startsWith('flapping')).map((each) => Number(each.split(' ')[1]));
  expect(flapping).toHaveLength(3);
  expect(flapping.slice(1).map((minute, i) => minute - (flapping[i] ?? 0))).toEqual([60, 60]);
  const from = kinds.indexOf('flapping');
  expect(kinds.slice(from).filter((kind) => kind === 'fired')).toEqual([]);
  expect(kinds.slice(-2)).toEqual(['steady', 'resolved']);
});

const seenAtRandom = fc.array(fc.constantFrom<Seen>('x', '.', 'o', '-'), { maxLength: 120 });

property.prop([fc.array(fc.constantFrom<Seen>('.', 'o', '-'), { maxLength: 120 })])(
  'without the condition nothing is ever emitted',
  (seen) => {
    expect(run(seen.join('')).emitted).toEqual([]);
  },
);

property.prop([seenAtRandom, fc.nat({ max: 200 })])('missing data never close what is open', (seen, more) => {
  const { memory } = run(seen.join(''));
  const later = run(seen.join('') + '-'.repeat(more));
  if (memory !== null && isOpen(memory) && !memory.isFlapping) {
    expect(later.memory !== null && isOpen(later.memory)).toBe(true);
  }
});

property.prop([seenAtRandom])('fired and resolved take turns, and the same readings give the same steps', (seen) => {
  const { kinds, emitted } = run(seen.join(''));
  const turns = kinds.filter((kind) => kind === 'fired' || kind === 'resolved');
  turns.forEach((kind, i) => {
    expect(kind).toBe(i % 2 === 0 ? 'fired' : 'resolved');
  });
  expect(run(seen.join('')).emitted).toEqual(emitted);
});
