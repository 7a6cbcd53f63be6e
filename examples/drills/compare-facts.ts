import { type Published, type TrafficScenario, valueAt } from './scenario.ts';

const MINUTE_MS = 60_000;

/** What an incident, or the post-mortem that is drafted from it, says: the fields of `GET /api/v1/incidents/{id}`. */
export type IncidentFacts = {
  times: Record<'impact_start' | 'detected' | 'mitigated' | 'resolved', { at: string | null } | null>;
  detector: string;
  trigger: { title: string } | null;
  suspects: readonly { title: string }[];
  impact: { requests: number; failed_requests: number } | null;
};

/** One fact in both: times in minutes since the start of the scenario, shares from 0 to 1. */
export type FactRow = {
  fact: 'impact start' | 'mitigated' | 'resolved' | 'failed share' | 'trigger';
  published: number | string | null;
  found: number | string | null;
  /** Null where one of both is not known: then nothing can be compared. */
  holds: boolean | null;
};

/** How far a time may be off, in published minutes, and the share of failed requests, as a share of what is expected. */
export type Tolerance = { startMin: number; endMin: number; share: number };

/**
 * Holds the facts of an incident against the published ones. `minuteMs`: how long one published minute took, 60,000 on a
 * virtual clock; `failedShare`: the share of failed requests that the scenario sent between the first bad minute and the
 * end of the impact, null where nothing failed.
 */
export function compareFacts(
  published: Published,
  found: IncidentFacts,
  given: { startedAt: number; minuteMs?: number; failedShare: number | null; tolerance: Tolerance },
): FactRow[] {
  const { startedAt, minuteMs = MINUTE_MS, failedShare, tolerance } = given;
  const minuteOf = (name: keyof IncidentFacts['times']): number | null => {
    const at = found.times[name]?.at ?? null;
    return at === null ? null : Math.round((10 * (Date.parse(at) - startedAt)) / minuteMs) / 10;
  };
  const time = (
    fact: 'impact start' | 'mitigated' | 'resolved',
    said: number | null,
    name: keyof typeof found.times,
  ) => {
    const is = minuteOf(name);
    const limit = fact === 'impact start' ? tolerance.startMin : tolerance.endMin;
    return { fact, published: said, found: is, holds: both(said, is, (a, b) => Math.abs(a - b) <= limit) };
  };
  const { impact } = found;
  const share = impact === null || impact.requests === 0 ? null : impact.failed_requests / impact.requests;
  return [
    time('impact start', published.impactStart, 'impact_start'),
    time('mitigated', published.mitigated, 'mitigated'),
    time('resolved', published.resolved, 'resolved'),
    {
      ...{ fact: 'failed share', published: failedShare, found: share },
      holds: both(failedShare, share, (a, b) => Math.abs(a - b) <= tolerance.share * a),
    },
    triggerRow(published.trigger, found),
  ];
}

const both = <T>(one: T | null, other: T | null, holds: (one: T, other: T) => boolean): boolean | null =>
  one === null || other === null ? null : holds(one, other);

/** Where no change was published, none may be named as the trigger. */
function triggerRow(published: string | null, { trigger, suspects }: IncidentFacts): FactRow {
  const found = trigger?.title ?? null;
  const first = suspects[0]?.title ?? found;
  if (published === null) return { fact: 'trigger', published, found, holds: found === null };
  return { fact: 'trigger', published, found: first, holds: first?.includes(published) ?? false };
}

/** The rows as lines for people. */
export const factLines = (rows: readonly FactRow[]): string[] =>
  rows.map(({ fact, published, found, holds }) => {
    const verdict = holds === null ? 'not compared' : holds ? 'holds' : 'DIFFERS';
    return `${fact}: published ${words(fact, published)}, found ${words(fact, found)}: ${verdict}`;
  });

function words(fact: FactRow['fact'], value: number | string | null): string {
  if (value === null) return fact === 'trigger' ? 'none' : 'not known';
  if (typeof value === 'string') return value;
  return fact === 'failed share' ? `${(100 * value).toFixed(1)} %` : `minute ${value}`;
}

/** Share of requests of the hit lanes that fail between two minutes of a scenario, beside those that always do; null where none does. */
export function failedShareOf({ fault: { errors } }: TrafficScenario, from: number, to: number): number | null {
  if (errors === undefined || to <= from) return null;
  const minutes = Array.from({ length: Math.round(to - from) }, (_, i) => valueAt(errors, from + i));
  return minutes.reduce((sum, share) => sum + share, 0) / minutes.length;
}
