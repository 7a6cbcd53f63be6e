import { quantile } from '#server/stats/quantile.ts';

/** Requests with fewer of which the P99 of traffic is not shown: fewer than three of them are above it. */
export const TRAFFIC_MIN = 300;
/** Paired answers with fewer of which runs have no P99: it would be their largest value. */
export const PAIRS_MIN = 100;

/** P99 latency in ms over `n` requests or answers. */
export type P99 = { p99: number; n: number };

/**
 * The P99 of the replacement beside that of now. `basis`: `traffic` where the replacement serves the prompt's own traffic
 * already, `runs` where both answered the same golden items; `measuredNow` is then the P99 of what serves in those runs,
 * since a run's latency is not that of traffic. Null: too few.
 */
export type LatencyChange = {
  /** Of the prompt's traffic now. */
  now: P99 | null;
  replacement: P99 | null;
  measuredNow: P99 | null;
  basis: 'traffic' | 'runs' | null;
  /** Of what it is compared with: 0.2 is 20 % slower. */
  change: number | null;
};

/** Latencies of one golden item in ms by the candidate and by what serves now. */
export type LatencyPair = { candidateMs: number | null; baselineMs: number | null };

type Measured = { p99: number | null; n: number };

/** Compares P99: by traffic where the replacement has enough of the prompt's own, else by the runs. */
export function latencyChange(now: Measured, replacement: Measured, pairs: readonly LatencyPair[]): LatencyChange {
  const [mine, theirs] = [enough(now), enough(replacement)];
  if (theirs !== null && mine !== null) {
    return { now: mine, replacement: theirs, measuredNow: null, basis: 'traffic', change: changeOf(theirs, mine) };
  }
  const timed = pairs.filter(({ candidateMs, baselineMs }) => candidateMs !== null && baselineMs !== null);
  const candidate = quantile(
    timed.flatMap(({ candidateMs }) => candidateMs ?? []),
    0.99,
  );
  const baseline = quantile(
    timed.flatMap(({ baselineMs }) => baselineMs ?? []),
    0.99,
  );
  if (timed.length < PAIRS_MIN || candidate === null || baseline === null) {
    return { now: mine, replacement: null, measuredNow: null, basis: null, change: null };
  }
  const [after, before] = [
    { p99: candidate, n: timed.length },
    { p99: baseline, n: timed.length },
  ];
  return { now: mine, replacement: after, measuredNow: before, basis: 'runs', change: changeOf(after, before) };
}

const enough = ({ p99, n }: Measured): P99 | null => (p99 === null || n < TRAFFIC_MIN ? null : { p99, n });

const changeOf = (after: P99, before: P99): number | null => (before.p99 > 0 ? after.p99 / before.p99 - 1 : null);
