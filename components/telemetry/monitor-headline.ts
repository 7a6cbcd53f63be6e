import type { Outputs } from '#components/shell/trpc.ts';
import {
  count,
  countShort,
  halfWidth,
  latency,
  money,
  percent,
  plural,
  plusMinus,
  points,
} from '#components/ui/format.ts';

type Monitor = Outputs['telemetry']['monitor'];

const many = (n: number): string => (n < 10_000 ? count(n) : countShort(n));

/** The headline: how many requests, the share of errors, the latency; then what has drifted. */
export function monitorHeadline({ totals, drift }: Pick<Monitor, 'totals' | 'drift'>): string {
  if (totals.requests === 0) return 'No request in this range.';
  const latencyText = totals.latency.p99 === null ? 'latency unknown' : `P99 ${latency(totals.latency.p99)}`;
  const head = `${many(totals.requests)} ${totals.requests === 1 ? 'request' : 'requests'}, ${percent(totals.errorRate)} errors, ${latencyText}.`;
  const first = (verdict: 'drift' | 'warn') => drift.signals.find((signal) => signal.drift.verdict === verdict);
  const [drifted, moving] = [first('drift'), first('warn')];
  if (drifted) return `${head} ${drifted.title} has drifted.`;
  return moving ? `${head} ${moving.title} is moving.` : head;
}

type Evidence = Pick<Monitor, 'totals' | 'compare' | 'source' | 'tookMs' | 'settling'>;

/** The grey line under it: quality, cost, the comparison, and what is not in the numbers yet. */
export function monitorEvidence({ totals, compare, source, tookMs, settling }: Evidence): string {
  const parts = [qualityText(totals), costText(totals)];
  if (compare) parts.push(againstText(totals, compare));
  const sentences = [parts.join(' · ')];
  if (source === 'raw') sentences.push(`Computed from raw events in ${latency(tookMs)}`);
  if (settling > 0)
    sentences.push(
      `${plural(settling, 'minute')} just arrived and ${settling === 1 ? 'is' : 'are'} still being summed`,
    );
  return `${sentences.join('. ')}.`;
}

function qualityText({ quality }: Monitor['totals']): string {
  if (quality === null) return 'Quality unknown: nothing was judged';
  return `Quality ${plusMinus(quality.mean, halfWidth(quality.low, quality.high))} (n ${count(quality.n)})`;
}

function costText({ cost, costKnown, requests }: Monitor['totals']): string {
  if (cost === null) return 'cost unknown';
  const unknown = requests - costKnown;
  return unknown > 0
    ? `cost ${money(cost)} for ${many(costKnown)} requests, unknown for ${many(unknown)}`
    : `cost ${money(cost)}`;
}

function againstText(totals: Monitor['totals'], compare: NonNullable<Monitor['compare']>): string {
  const before = compare.totals;
  const when = compare.kind === 'week' ? 'a week before' : 'the time before';
  if (before.requests === 0) return `no request ${when}`;
  const errors = totals.errorRate === null || before.errorRate === null ? null : totals.errorRate - before.errorRate;
  return `${when}: ${many(before.requests)} requests, errors ${errors === null ? 'unknown' : `${points(errors)} points since`}`;
}
