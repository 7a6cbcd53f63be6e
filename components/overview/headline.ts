import { count, countShort, latency, percent, plural, share, times } from '#components/ui/format.ts';

export type OverviewFacts = {
  /** Requests of the last 24 h in production; null or 0 = none. */
  requests: number | null;
  errorRate: number | null;
  latencyP99: number | null;
  latencyP99Before: number | null;
  waitsForMe: number;
  /** Gates that lack evidence and that this person cannot decide without it. */
  needsEvidence: number;
  /** Approvals that another person has to give. */
  waitsForOthers: number;
};

/** What "healthy" means here until a team sets monitors of its own: errors ≤ 1 %, P99 ≤ twice that of a week before. */
export const ERROR_RATE_MAX = 0.01;
const P99_FACTOR_MAX = 2;
/** With fewer requests than this, production's health is not judged. */
export const REQUESTS_MIN = 100;

/** How many times last week's P99 this one is; null where either is unknown. */
const slowdown = ({ latencyP99, latencyP99Before }: OverviewFacts): number | null =>
  latencyP99 === null || !latencyP99Before ? null : latencyP99 / latencyP99Before;

function health(f: OverviewFacts): string {
  if (!f.requests) return 'No request has arrived from production in 24 hours';
  if (f.errorRate !== null && f.errorRate > ERROR_RATE_MAX)
    return `${percent(f.errorRate)} of production’s requests fail`;
  const factor = slowdown(f);
  if (factor !== null && factor > P99_FACTOR_MAX)
    return `Production is slow: P99 is ${latency(f.latencyP99)}, ${times(factor)} last week’s`;
  if (f.requests < REQUESTS_MIN) return `Too few requests to judge production: ${count(f.requests)} in 24 hours`;
  return 'Production is healthy';
}

/** The headline of the first page: the state of production, then what waits. */
export function overviewHeadline(f: OverviewFacts): string {
  const next = [
    f.waitsForMe > 0 ? `${plural(f.waitsForMe, 'decision waits', 'decisions wait')} for you` : '',
    f.needsEvidence > 0 ? `${plural(f.needsEvidence, 'gate needs', 'gates need')} evidence` : '',
    f.waitsForOthers > 0 ? `${plural(f.waitsForOthers, 'approval waits', 'approvals wait')} for another person` : '',
  ].filter((part) => part !== '');
  const rest = next.length > 0 ? next.join(', ') : 'Nothing waits for you';
  return `${health(f)}. ${rest.charAt(0).toUpperCase()}${rest.slice(1)}.`;
}

/** The evidence line under the headline: the figures and limits that it was computed from. */
export function overviewEvidence(f: OverviewFacts): string {
  if (!f.requests) return 'Errors, latency and quality appear with the first event.';
  const parts = [
    `${f.requests < 10_000 ? plural(f.requests, 'request') : `${countShort(f.requests)} requests`} in 24 h`,
    `errors ${percent(f.errorRate)}, limit ${share(ERROR_RATE_MAX)}`,
    f.latencyP99 === null
      ? 'latency unknown'
      : `P99 ${latency(f.latencyP99)}${f.latencyP99Before === null ? '' : `, limit ${latency(P99_FACTOR_MAX * f.latencyP99Before)} (twice last week’s)`}`,
  ];
  return `${parts.join(' · ')}.`;
}
