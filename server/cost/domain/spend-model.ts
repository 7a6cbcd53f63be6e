/**
 * A whole day's spend; `day` counts days since 1970-01-01, a Thursday, in UTC. A history has every day since its first
 * whose spend is known, 0 where nothing was spent; finite and from 0.
 */
export type SpendDay = { day: number; amount: number };

const WEEKS = 8;
const TREND_DAYS = 42;
const WEEK = 7;
/** Weight of a day relative to the day after it in the level: the last week has about three quarters of the weight. */
const KEEP = 0.82;
/** Days over which growth fades, because growth today rarely lasts for a month. */
const GROWTH_DAYS = 14;
/** Most growth a day, either way: twice as much each week. What looks faster is use that began or ended, and no trend. */
const GROWTH_MAX = Math.LN2 / 7;

/**
 * The expected spend of a day, as a function of the day: level of the last days × growth × the weekday's share. The
 * share of a weekday with few days is shrunk towards 1; growth is shrunk towards 0 where noise explains it
 * (positive-part James-Stein), and fades. `days` in order, at least one.
 */
export function fitDays(days: readonly SpendDay[]): (day: number) => number {
  const weekdays = weekdayShares(days.slice(-WEEKS * WEEK));
  const share = (day: number) => weekdays[day % WEEK] ?? 1;
  const even = days.map(({ day, amount }) => ({ day, amount: amount / share(day) }));
  const growth = growthOf(even.slice(-TREND_DAYS));
  const last = days.at(-1)?.day ?? 0;
  let weights = 0;
  let level = 0;
  for (const { day, amount } of even.slice(-TREND_DAYS)) {
    const weight = KEEP ** (last - day);
    weights += weight;
    level += weight * amount * Math.exp(growth * (last - day));
  }
  return (day) => {
    const ahead = day - last;
    const carried = GROWTH_DAYS * (1 - Math.exp(-ahead / GROWTH_DAYS));
    return (level / weights) * Math.exp(growth * carried) * share(day);
  };
}

/** Each weekday's mean divided by the mean of all days, shrunk towards 1 by half a day of the mean. */
function weekdayShares(days: readonly SpendDay[]): number[] {
  const mean = days.reduce((sum, { amount }) => sum + amount, 0) / days.length;
  if (!(mean > 0)) return new Array<number>(WEEK).fill(1);
  return Array.from({ length: WEEK }, (_, weekday) => {
    const own = days.filter(({ day }) => day % WEEK === weekday);
    const sum = own.reduce((total, { amount }) => total + amount, 0);
    return (sum + 0.5 * mean) / (own.length + 0.5) / mean;
  });
}

/**
 * The median of the slopes between all pairs (Theil and Sen): a few days unlike the others, as before use began, change it
 * little.
 */
function medianSlope(points: readonly { x: number; y: number }[]): number {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let i = 0;
  for (const [at, a] of points.entries()) {
    for (const b of points.slice(at + 1)) slopes[i++] = (b.y - a.y) / (b.x - a.x);
  }
  slopes.sort();
  const middle = slopes.length / 2;
  return ((slopes[Math.floor(middle)] ?? 0) + (slopes[Math.ceil(middle) - 1] ?? 0)) / 2;
}

/** Growth a day of the logarithm, at most {@link GROWTH_MAX}; days without spend are left out. */
function growthOf(days: readonly SpendDay[]): number {
  const points = days.filter(({ amount }) => amount > 0).map(({ day, amount }) => ({ x: day, y: Math.log(amount) }));
  const n = points.length;
  if (n < WEEK * 2) return 0;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / n;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / n;
  const across = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = medianSlope(points);
  const squares = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const variance = squares / (n - 2) / across;
  const growth = slope === 0 ? 0 : slope * Math.max(0, 1 - (4 * variance) / (slope * slope));
  return Math.max(-GROWTH_MAX, Math.min(GROWTH_MAX, growth));
}
