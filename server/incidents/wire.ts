import type { z } from 'zod';
import { actorWire } from '#server/platform/http/actor-wire.ts';
import type { EntryRow } from './add-entries.ts';
import type {
  blastResponse,
  entryResponse,
  impactResponse,
  incidentResponse,
  incidentSummary,
  statisticsResponse,
} from './contract.ts';
import type { Estimate } from './domain/impact.ts';
import { statesAfter } from './domain/incident.ts';
import type { Figures, GROUPINGS, Spread } from './domain/statistics.ts';
import { durationsOf, type TimeField } from './domain/times.ts';
import { type IncidentRow, nameOf } from './find-incident.ts';
import type { BlastRadius } from './read-blast-radius.ts';
import type { IncidentView } from './read-incident.ts';
import type { readStatistics } from './read-incidents.ts';
import { timesOf } from './set-time.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const pair = (interval: readonly [number, number] | null): [number, number] | null => interval && [...interval];

/** An incident in a list, as the edge and the pages get it. */
export function summaryWire(row: IncidentRow): z.output<typeof incidentSummary> {
  const { detectMs, acknowledgeMs, mitigateMs, resolveMs, proactive, unknownStart } = durationsOf(timesOf(row));
  return {
    ...{
      id: row.id,
      name: nameOf(row),
      number: row.number,
      title: row.title,
      state: row.state,
      severity: row.severity,
    },
    ...{ prompt: row.prompt, version: row.version, environment: row.environment, model: row.model, kind: row.kind },
    ...{ drill: row.isDrill, detector: row.detector, detected_by: row.detectedBy, trigger: row.trigger },
    durations: {
      ...{ detect_ms: detectMs, acknowledge_ms: acknowledgeMs, mitigate_ms: mitigateMs, resolve_ms: resolveMs },
      ...{ proactive, unknown_start: unknownStart },
    },
    mitigated_by_machine: row.isMitigatedByMachine,
    ...{ opened_at: row.openedAt.toISOString(), updated_at: row.updatedAt.toISOString() },
    ...{ impact_start: iso(row.impactStartAt), detected: iso(row.detectedAt), mitigated: iso(row.mitigatedAt) },
  };
}

/** How many suspects an incident names. */
const SUSPECTS = 10;

/** One incident with what is known of it. */
export function incidentWire(view: IncidentView): z.output<typeof incidentResponse> {
  const { row, target, suspects, intervals } = view;
  const { impact_start: _, detected: __, mitigated: ___, ...summary } = summaryWire(row);
  return {
    ...summary,
    reason: row.reason,
    merged_into: target && nameOf(target),
    next_states: statesAfter(row.state),
    times: {
      ...{ impact_start: timeWire(view, 'impact_start'), detected: timeWire(view, 'detected') },
      ...{ acknowledged: timeWire(view, 'acknowledged'), mitigated: timeWire(view, 'mitigated') },
      resolved: timeWire(view, 'resolved'),
    },
    severities: view.steps.map(({ severity, fromAt, actor, reason }, i) => {
      const next = view.steps[i + 1]?.fromAt ?? (row.resolvedAt && intervals.length > i ? row.resolvedAt : null);
      return { severity, from: fromAt.toISOString(), to: iso(next), by: actor.name, reason };
    }),
    people_time: view.peopleTime,
    roles: view.roles.map(({ role, personId, name }) => ({ role, person_id: personId, name })),
    alerts: view.alerts.map(({ id, title, severity, kind, openedAt, resolvedAt }) => ({
      ...{ id, title, severity, kind, opened_at: openedAt.toISOString(), resolved_at: iso(resolvedAt) },
    })),
    suspects: suspects.slice(0, SUSPECTS).map(({ at, actor, beforeMs, ...one }) => ({
      ...{ at: new Date(at).toISOString(), kind: one.kind, title: one.title, path: one.path, by: actor.name },
      ...{ prompt: one.prompt, environment: one.environment },
      ...{ closeness: one.closeness, score: one.score, before_ms: beforeMs },
    })),
    suspects_total: suspects.length,
    impact: impactWire(row),
    same_before: view.before.map((one) => ({
      ...{ name: nameOf(one), number: one.number, title: one.title, detected: iso(one.detectedAt) },
    })),
  };
}

function timeWire({ times }: IncidentView, field: TimeField) {
  const of = times.filter((each) => each.field === field);
  const last = of.at(-1);
  if (last === undefined) return null;
  return {
    ...{ at: iso(last.at), source: last.source, by: last.actor.name, reason: last.reason },
    original_at: iso(of[0]?.at ?? null),
  };
}

const estimateWire = (estimate: Estimate | null) =>
  estimate && { value: estimate.value, interval95: pair(estimate.interval) };

function impactWire({ impact, impactAt }: IncidentRow): z.output<typeof impactResponse> {
  if (impact === null || impactAt === null) return null;
  return {
    ...{ from: impact.from, to: impact.to, computed_at: impactAt.toISOString() },
    ...{ requests: impact.requests, failed_requests: impact.failedRequests },
    excess_failures: estimateWire(impact.excessFailures),
    ...{ users: impact.users, failed_users: impact.failedUsers },
    ...{ outcomes: impact.outcomes, failed_outcomes: impact.failedOutcomes },
    excess_failed_outcomes: estimateWire(impact.excessFailedOutcomes),
    extra_cost_usd: estimateWire(impact.extraCostUsd),
    quality_difference: estimateWire(impact.quality),
    baseline_requests: impact.baselineRequests,
  };
}

/** A row of a timeline. */
export const entryWire = (row: EntryRow): z.output<typeof entryResponse> => ({
  ...{ id: row.id, occurred_at: row.occurredAt.toISOString(), recorded_at: row.recordedAt.toISOString() },
  ...{ source: row.source, kind: row.kind, actor: row.actor && actorWire(row.actor), path: row.path, text: row.text },
  withdrawn:
    row.withdrawnAt && row.withdrawnBy
      ? { at: row.withdrawnAt.toISOString(), by: actorWire(row.withdrawnBy), reason: row.withdrawnReason ?? '' }
      : null,
  pinned: row.pinnedAt !== null,
  clock_skew: row.occurredAt > row.recordedAt,
});

const spreadWire = ({ n, median, interval, p90, mean }: Spread) => ({
  ...{ n, median_ms: median, interval95_ms: pair(interval), p90_ms: p90, mean_ms: mean },
});

const figuresWire = ({ n, detect, acknowledge, mitigate, resolve, unknownStart, proactive, peopleMs }: Figures) => ({
  n,
  ...{ detect: spreadWire(detect), acknowledge: spreadWire(acknowledge) },
  ...{ mitigate: spreadWire(mitigate), resolve: spreadWire(resolve) },
  ...{ unknown_start: unknownStart, proactive, people_ms: peopleMs },
});

/** Statistics of incidents. */
export function statisticsWire(of: Awaited<ReturnType<typeof readStatistics>>): z.output<typeof statisticsResponse> {
  const grouped = (by: (typeof GROUPINGS)[number]) =>
    of.groups[by].map(({ key, isTrend, ...figures }) => ({ key, is_trend: isTrend, ...figuresWire(figures) }));
  return {
    ...{ from: of.from.toISOString(), to: of.to.toISOString(), all: figuresWire(of.all) },
    groups: {
      ...{ month: grouped('month'), severity: grouped('severity'), trigger: grouped('trigger') },
      ...{ detector: grouped('detector'), mitigation: grouped('mitigation') },
    },
    ...{ drills: figuresWire(of.drills), declined: of.declined, merged: of.merged },
    alerts: of.alerts.map(({ interval, ...one }) => ({ ...one, interval95: pair(interval) })),
    noise: of.noise.map(({ person, nightPages, ...one }) => ({ ...one, person_id: person, night_pages: nightPages })),
  };
}

/** The units that met the bad variant. */
export const blastWire = ({ from, to, units, truncated }: BlastRadius): z.output<typeof blastResponse> => ({
  ...{ from: from.toISOString(), to: to.toISOString() },
  data: units.map((one) => ({
    ...{ unit: one.unit, requests: one.requests, failed_requests: one.failed },
    ...{ outcomes: one.outcomes, failed_outcomes: one.failedOutcomes, cost_usd: one.costUsd },
    ...{ first_at: one.firstAt.toISOString(), last_at: one.lastAt.toISOString() },
  })),
  truncated,
});
