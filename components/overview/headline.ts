import { daysInWords } from '#components/models/model-words.ts';
import { count, countShort, latency, percent, plural, share, times } from '#components/ui/format.ts';
import { LAST_DAYS } from '#server/models/deprecations/domain/replacement-rules.ts';

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
  /** Open alerts of production by severity, and the worst open incident; null: they could not be read. */
  people: { page: number; warning: number; incidents: number; incident: string | null } | null;
  /** The model that serves and retires first; null: none within 180 days. */
  retirement: { name: string; days: number } | null;
};

/** What "healthy" means beside what fires: errors ≤ 1 %, P99 ≤ twice that of a week before, over 24 hours. */
export const ERROR_RATE_MAX = 0.01;
const P99_FACTOR_MAX = 2;
/** With fewer requests than this, production's health is not judged. */
export const REQUESTS_MIN = 100;

/** How many times last week's P99 this one is; null where either is unknown. */
const slowdown = ({ latencyP99, latencyP99Before }: OverviewFacts): number | null =>
  latencyP99 === null || !latencyP99Before ? null : latencyP99 / latencyP99Before;

/** What people work on or are woken for comes before every figure of a day. */
function trouble({ people }: OverviewFacts): string | null {
  if (people === null) return null;
  const { page, warning, incidents, incident } = people;
  if (incidents > 0 && incident !== null)
    return incidents === 1 ? `${incident} is open` : `${plural(incidents, 'incident')} are open, the worst ${incident}`;
  if (page > 0) return `${plural(page, 'page fires', 'pages fire')} in production`;
  return warning > 0 ? `${plural(warning, 'warning fires', 'warnings fire')} in production` : null;
}

function health(f: OverviewFacts): string {
  const first = trouble(f);
  if (first !== null) return first;
  if (!f.requests) return 'No request has arrived from production in 24 hours';
  if (f.errorRate !== null && f.errorRate > ERROR_RATE_MAX)
    return `${percent(f.errorRate)} of production’s requests fail`;
  const factor = slowdown(f);
  if (factor !== null && factor > P99_FACTOR_MAX)
    return `Production is slow: P99 is ${latency(f.latencyP99)}, ${times(factor)} last week’s`;
  if (f.requests < REQUESTS_MIN) return `Too few requests to judge production: ${count(f.requests)} in 24 hours`;
  return f.people === null
    ? 'Production’s figures are within their limits; its alerts are unknown'
    : 'Production is healthy';
}

/** A retirement within the days in which it is urgent. */
function retirementWords(next: OverviewFacts['retirement']): string {
  if (next === null || next.days > LAST_DAYS) return '';
  if (next.days <= 0) return `${next.name} is retired and still serves`;
  return `${next.name} retires ${daysInWords(next.days)}`;
}

/** The headline of the first page: the state of production, what waits, and the next retirement. */
export function overviewHeadline(f: OverviewFacts): string {
  const next = [
    f.waitsForMe > 0 ? `${plural(f.waitsForMe, 'decision waits', 'decisions wait')} for you` : '',
    f.needsEvidence > 0 ? `${plural(f.needsEvidence, 'gate needs', 'gates need')} evidence` : '',
    f.waitsForOthers > 0 ? `${plural(f.waitsForOthers, 'approval waits', 'approvals wait')} for another person` : '',
  ].filter((part) => part !== '');
  const waits = next.length > 0 ? next.join(', ') : 'Nothing waits for you';
  const rest = [waits, retirementWords(f.retirement)].filter((part) => part !== '').join(', ');
  return `${health(f)}. ${rest.charAt(0).toUpperCase()}${rest.slice(1)}.`;
}

/** The evidence line under the headline: the figures and limits that it was computed from. */
export function overviewEvidence(f: OverviewFacts): string {
  if (!f.requests) return 'Errors, latency and quality appear with the first event.';
  const fires = f.people !== null && f.people.page + f.people.warning === 0;
  const parts = [
    ...(fires ? ['Nothing fires on production'] : []),
    `${f.requests < 10_000 ? plural(f.requests, 'request') : `${countShort(f.requests)} requests`} in 24 h`,
    `errors ${percent(f.errorRate)}, limit ${share(ERROR_RATE_MAX)}`,
    f.latencyP99 === null
      ? 'latency unknown'
      : `P99 ${latency(f.latencyP99)}${f.latencyP99Before === null ? '' : `, limit ${latency(P99_FACTOR_MAX * f.latencyP99Before)} (twice last week’s)`}`,
  ];
  return `${parts.join(' · ')}.`;
}
