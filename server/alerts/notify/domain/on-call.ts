/** A weekly rotation: each person is on call for a week, in the order of `people`, from one hand-over to the next. */
export type Rotation = {
  people: readonly string[];
  /** IANA name; the hand-over keeps its local time when clocks change. */
  timeZone: string;
  /** 1 Monday … 7 Sunday, and minutes after midnight, both in the time zone. */
  handOverDay: number;
  handOverMinute: number;
  /** A calendar date: the week that contains it, or begins on it after its hand-over, is of the first person. */
  startsOn: string;
};

/** Somebody stands in for whoever is on call, in `[from, to)` ms. */
export type Override = { person: string; from: number; to: number; createdAt: number };

export type OnCall = { person: string; until: number; next: string; isOverride: boolean };

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

/** Whether the runtime knows the time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Milliseconds by which local time is ahead of UTC at an instant. */
export function offsetMs(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(at / 1000) * 1000;
}

/** Local time as if it were UTC, in ms. */
export const localMsOf = (timeZone: string, at: number): number => at + offsetMs(timeZone, at);

/** The instant of a local time, days and minutes since 1970; a local time that is skipped gives the moment after the jump. */
export function instantOf(timeZone: string, day: number, minute: number): number {
  const local = day * DAY_MS + minute * 60_000;
  const guess = local - offsetMs(timeZone, local);
  return local - offsetMs(timeZone, guess);
}

/** Days since 1970 of the weekday (1 Monday … 7 Sunday) on or before a day. 1970-01-01 was a Thursday. */
function weekdayBefore(day: number, weekday: number): number {
  const of = ((((day + 3) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS) + 1;
  return day - ((of - weekday + WEEK_DAYS) % WEEK_DAYS);
}

/**
 * Who is on call at `at` ms, until when, and who is next. An override wins over the rotation, and of several the one that
 * was made last. Null where nobody is in the rotation and nobody stands in.
 */
export function onCallAt(rotation: Rotation, overrides: readonly Override[], at: number): OnCall | null {
  const [stands] = overrides.filter((one) => one.from <= at && at < one.to).sort((a, b) => b.createdAt - a.createdAt);
  const turn = turnAt(rotation, at);
  if (stands) {
    const after = turnAt(rotation, stands.to)?.person ?? stands.person;
    return { person: stands.person, until: stands.to, next: after, isOverride: true };
  }
  if (turn === null) return null;
  const coming = overrides.filter((one) => at < one.from && one.from < turn.until).sort((a, b) => a.from - b.from)[0];
  return coming === undefined
    ? { ...turn, isOverride: false }
    : { person: turn.person, until: coming.from, next: coming.person, isOverride: false };
}

function turnAt(rotation: Rotation, at: number): { person: string; until: number; next: string } | null {
  const { people, timeZone, handOverDay, handOverMinute, startsOn } = rotation;
  const localDay = Math.floor(localMsOf(timeZone, at) / DAY_MS);
  let began = weekdayBefore(localDay, handOverDay);
  if (at < instantOf(timeZone, began, handOverMinute)) began -= WEEK_DAYS;
  const first = weekdayBefore(Math.floor(Date.parse(`${startsOn}T00:00:00Z`) / DAY_MS), handOverDay);
  const week = (began - first) / WEEK_DAYS;
  const personOf = (n: number) => people[((n % people.length) + people.length) % people.length];
  const [person, next] = [personOf(week), personOf(week + 1)];
  if (person === undefined || next === undefined) return null;
  return { person, next, until: instantOf(timeZone, began + WEEK_DAYS, handOverMinute) };
}

/** A step of escalation: whoever it names is told `afterMinutes` after the alert opened, unless it is acknowledged. */
export type EscalationStep = { step: number; afterMinutes: number };

/**
 * The steps of an alert that are due and were not taken, in their order. Only pages escalate; an acknowledgement and the
 * end of the alert stop them. Times in ms.
 */
export function dueSteps<S extends EscalationStep>(
  steps: readonly S[],
  alert: {
    severity: string;
    openedAt: number;
    isAcknowledged: boolean;
    isResolved: boolean;
    isMuted: boolean;
    taken: readonly number[];
  },
  now: number,
): S[] {
  if (alert.severity !== 'page' || alert.isAcknowledged || alert.isResolved || alert.isMuted) return [];
  return steps
    .filter((one) => !alert.taken.includes(one.step) && now >= alert.openedAt + one.afterMinutes * 60_000)
    .sort((a, b) => a.step - b.step);
}
