import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import type { SeriesState } from './alert.ts';
import { isFlappingNow, SAMPLES } from './flapping.ts';
import type { Baseline, Reading } from './reading.ts';

/** What the next step needs to know of a series. Times in ms. */
export type SeriesMemory = {
  state: SeriesState;
  /** When the state began. */
  since: number;
  /** End of the window in which the condition began to hold; null: it does not. */
  pendingFrom: number | null;
  /** End of the window in which the series became good; null: it is not. */
  clearFrom: number | null;
  /** When a firing series was last judged; null: it is judged now. */
  unseenSince: number | null;
  isWithoutData: boolean;
  /** Newest last, one a minute: see flapping.ts. */
  samples: string;
  /** Minute of the newest sample. */
  sampledAt: number | null;
  isFlapping: boolean;
  flappingToldAt: number | null;
  /** The alert stays open though the series is good, because it flaps. */
  isHeld: boolean;
  /** Frozen while it fires, so that an alert does not become the new normal. */
  baseline: Baseline;
  /** Evidence begins here: what came before belongs to an alert that is over, also where it arrives late. */
  evidenceFrom: number | null;
};

/** What happened, in the order in which it is to be recorded. */
export type Emit = 'fired' | 'resolved' | 'no_data' | 'data_back' | 'flapping' | 'steady';

export type StepInput = {
  /** Null: always ok so far. */
  memory: SeriesMemory | null;
  reading: Reading;
  now: number;
  /** End of the newest window. */
  windowEnd: number;
  /** The evaluator was away for more than 5 minutes: no timer may count what it did not see. */
  isAfterPause: boolean;
  rule: { forMs: number; clearForMs: number; longestMs: number };
  baseline?: Baseline;
};

export type Step = { memory: SeriesMemory | null; emit: Emit[] };

/** How long a firing series may be without data until it says so. */
export const WITHOUT_DATA_MS = 30 * MINUTE_MS;
/** How long a series that was about to fire and then fell silent is remembered. */
const FORGET_MS = HOUR_MS;

const FRESH: Omit<SeriesMemory, 'since'> = {
  ...{ state: 'ok', pendingFrom: null, clearFrom: null, unseenSince: null, isWithoutData: false, samples: '' },
  ...{ sampledAt: null, isFlapping: false, flappingToldAt: null, isHeld: false, baseline: null, evidenceFrom: null },
};

/**
 * One step of one series:
 *
 * | from | condition holds | neither | good (beyond the clear level) | nothing, too few, no baseline |
 * | --- | --- | --- | --- | --- |
 * | ok | pending; firing where `for` is 0 | ok | ok | ok, and nothing is remembered |
 * | pending | firing once `for` is over | ok | ok | no_data |
 * | firing | firing | firing | resolving; ok where the clear time is 0 | firing, without data after 30 min |
 * | resolving | firing | firing | ok once the clear time is over | resolving, the timer restarts |
 * | no_data | pending; firing where `for` is 0 | ok | ok | no_data; forgotten after an hour |
 *
 * Missing data neither fires nor resolves. After a pause of the evaluator timers start again. While a series flaps its
 * alert stays open: one notice, then at most one an hour. A series that is plainly ok has no memory (`null`).
 */
export function stepMonitor(input: StepInput): Step {
  const { now, windowEnd, rule } = input;
  const before: SeriesMemory = input.memory ?? { ...FRESH, since: now };
  const timers = input.isAfterPause ? { ...before, pendingFrom: null, clearFrom: null } : before;
  const moved = move(timers, input);
  const wasOpen = isOpen(before);
  const emit: Emit[] = [];
  const memory = { ...moved, since: moved.state === before.state ? before.since : now };

  sample(memory, now);
  const flaps = isFlappingNow(memory.samples, before.isFlapping);
  const isFiring = memory.state === 'firing' || memory.state === 'resolving';
  if (isFiring && !wasOpen) emit.push('fired');
  if (flaps && (before.flappingToldAt === null || now - before.flappingToldAt >= HOUR_MS)) {
    emit.push('flapping');
    memory.flappingToldAt = now;
  }
  if (!flaps && before.isFlapping) {
    emit.push('steady');
    memory.flappingToldAt = null;
  }
  memory.isFlapping = flaps;
  memory.isHeld = !isFiring && wasOpen && flaps;
  if (!isFiring && wasOpen && !flaps) {
    emit.push('resolved');
    memory.evidenceFrom = windowEnd;
    memory.baseline = null;
    memory.isWithoutData = false;
  }
  if (memory.isWithoutData !== before.isWithoutData && isOpen(memory)) {
    emit.push(memory.isWithoutData ? 'no_data' : 'data_back');
  }
  return { memory: isForgettable(memory, now, windowEnd, rule.longestMs) ? null : memory, emit };
}

/** Whether the alert of a series is open. */
export const isOpen = ({ state, isHeld }: SeriesMemory): boolean =>
  state === 'firing' || state === 'resolving' || isHeld;

/** The table above, without flapping. */
function move(memory: SeriesMemory, { reading, now, windowEnd, rule, baseline = null }: StepInput): SeriesMemory {
  const isFiring = memory.state === 'firing' || memory.state === 'resolving';
  if (reading.is !== 'measured') {
    if (!isFiring) {
      const next = memory.state === 'pending' ? 'no_data' : memory.state;
      return { ...memory, state: next, pendingFrom: null };
    }
    const unseenSince = memory.unseenSince ?? now;
    return { ...memory, clearFrom: null, unseenSince, isWithoutData: now - unseenSince >= WITHOUT_DATA_MS };
  }
  const seen = { ...memory, unseenSince: null, isWithoutData: false };
  if (reading.breaches) {
    if (isFiring) return { ...seen, state: 'firing', clearFrom: null };
    const pendingFrom = memory.pendingFrom ?? windowEnd;
    const isOver = windowEnd - pendingFrom >= rule.forMs;
    return { ...seen, state: isOver ? 'firing' : 'pending', pendingFrom, baseline: memory.baseline ?? baseline };
  }
  if (isFiring && reading.isClear) {
    const clearFrom = memory.clearFrom ?? windowEnd;
    const isOver = windowEnd - clearFrom >= rule.clearForMs;
    return isOver
      ? { ...seen, state: 'ok', clearFrom: null, pendingFrom: null }
      : { ...seen, state: 'resolving', clearFrom };
  }
  if (isFiring) return { ...seen, state: 'firing', clearFrom: null };
  return { ...seen, state: 'ok', pendingFrom: null, baseline: memory.isHeld ? memory.baseline : null };
}

/** Adds a sample a minute: `1` while the series fires. */
function sample(memory: SeriesMemory, now: number): void {
  const minute = Math.floor(now / MINUTE_MS);
  const isFiring = memory.state === 'firing' || memory.state === 'resolving';
  if (memory.sampledAt === minute || (memory.samples === '' && !isFiring)) return;
  memory.samples = `${memory.samples === '' ? '0' : memory.samples}${isFiring ? '1' : '0'}`.slice(-SAMPLES);
  memory.sampledAt = minute;
}

/** Whether nothing of it could change what a later step decides. */
function isForgettable(memory: SeriesMemory, now: number, windowEnd: number, longestMs: number): boolean {
  if (memory.isHeld || memory.isFlapping) return false;
  if (memory.state === 'no_data') return now - memory.since >= FORGET_MS;
  if (memory.state !== 'ok') return false;
  const isOld = memory.evidenceFrom === null || windowEnd - memory.evidenceFrom >= longestMs;
  return isOld && !memory.samples.includes('1');
}
