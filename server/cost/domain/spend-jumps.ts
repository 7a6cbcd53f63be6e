/** One UTC day (since 1970): dollars for spend, tokens a request for input length; of `requests` requests. */
export type JumpDay = { day: number; value: number; requests: number };

/** What a jump is of. */
export const JUMP_KINDS = ['user', 'key', 'service', 'input'] as const;
export type JumpKind = (typeof JUMP_KINDS)[number];

/** A user, a key, a service, or (kind `input`) a prompt. Days without requests may be missing. */
export type JumpSubject = { kind: JumpKind; name: string; days: readonly JumpDay[] };

export type Jump = {
  kind: JumpKind;
  name: string;
  day: number;
  value: number;
  requests: number;
  /** The median of the days before: 0 of one that spent nothing on most of them. */
  typical: number;
  /** Days before that the median is of. */
  of: number;
};

/** Whole days that a day is compared with, and the fewest from which the usual spend is known. */
const BEFORE_DAYS = 14;
const BEFORE_DAYS_MIN = 7;
/** A jump of spend is at least three times what is usual, and adds at least this share of the project's usual day. */
const SPEND_TIMES = 3;
const ADDED_SHARE_MIN = 0.05;
/** A jump of input length is at least half as much again, on a day with at least this many requests. */
const LENGTH_TIMES = 1.5;
const REQUESTS_MIN = 20;

/** How many times what is usual a day must be at least to be a jump. */
export const timesOfJump = (kind: JumpKind): number => (kind === 'input' ? LENGTH_TIMES : SPEND_TIMES);

/** Beyond the scatter of the days before: six robust standard deviations. */
const SCATTER = 6 * 1.4826;

/**
 * Users, keys and services whose spend, and prompts whose input, jumped today or yesterday against the fourteen days before.
 * Today counts up to now: it can only grow. Spend comes first, then input, each by the amount added, the largest first. `first`
 * is the first day with requests of the project; the days before it are not compared. `null`: fewer than seven days of
 * requests.
 */
export function findJumps(
  subjects: readonly JumpSubject[],
  { today, first, projectDays }: { today: number; first: number; projectDays: readonly JumpDay[] },
): Jump[] | null {
  if (today - first < BEFORE_DAYS_MIN) return null;
  const usual = median(valuesBefore({ days: projectDays, day: today, first }));
  return subjects
    .flatMap((subject) => jumpOn(subject, today, first, usual) ?? jumpOn(subject, today - 1, first, usual) ?? [])
    .sort(
      (a, b) =>
        Number(a.kind === 'input') - Number(b.kind === 'input') ||
        addedBy(b) - addedBy(a) ||
        a.name.localeCompare(b.name),
    );
}

const addedBy = ({ value, typical }: Jump): number => value - typical;

function jumpOn({ kind, name, days }: JumpSubject, day: number, first: number, usualOfProject: number): Jump | null {
  const at = days.find((one) => one.day === day);
  if (at === undefined) return null;
  const isLength = kind === 'input';
  const before = isLength ? lengthsBefore(days, day) : valuesBefore({ days, day, first });
  if (before.length < BEFORE_DAYS_MIN) return null;
  const typical = median(before);
  const scatter = SCATTER * median(before.map((value) => Math.abs(value - typical)));
  const added = at.value - typical;
  const isLarge = isLength
    ? at.requests >= REQUESTS_MIN && at.value >= LENGTH_TIMES * typical
    : at.value >= SPEND_TIMES * typical && added > 0 && added >= ADDED_SHARE_MIN * usualOfProject;
  if (!isLarge || added <= scatter) return null;
  return { kind, name, day, value: at.value, requests: at.requests, typical, of: before.length };
}

type Before = { days: readonly JumpDay[]; day: number; first: number };

/** Spend of each of the days before, 0 where there were no requests. */
function valuesBefore({ days, day, first }: Before): number[] {
  const byDay = new Map(days.map((one) => [one.day, one.value]));
  const from = Math.max(first, day - BEFORE_DAYS);
  return Array.from({ length: Math.max(0, day - from) }, (_, i) => byDay.get(from + i) ?? 0);
}

/** Lengths of the days before that had requests enough to have a mean. */
const lengthsBefore = (days: readonly JumpDay[], day: number): number[] =>
  days
    .filter((one) => one.day < day && one.day >= day - BEFORE_DAYS && one.requests >= REQUESTS_MIN)
    .map(({ value }) => value);

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
