import type { z } from 'zod';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { SERIES_KINDS } from '#server/alerts/domain/series-kind.ts';
import type { alertResponse, monitorResponse, RuleBody } from './contract.ts';
import type { MonitorView } from './monitors/read-monitors.ts';
import type { OpenSloImport } from './openslo/import-openslo.ts';
import type { WhatChanged } from './read-what-changed.ts';
import type { AlertRow } from './record-alerts.ts';

/** A rule as programs sent it; what they left out stays out. */
export function ruleOf(body: RuleBody): Partial<Rule> {
  const rule = {
    filter: body.filter,
    groupBy: body.group_by,
    limit: body.limit,
    clear: body.clear,
    windowMin: body.window_minutes,
    forMin: body.for_minutes,
    clearForMin: body.clear_for_minutes,
    minSamples: body.min_samples,
    p: body.p,
    literal: body.literal,
    pinned: body.pinned_baseline,
    metric: body.metric,
    direction: body.direction,
    against: body.against,
    count: body.count,
    pairs: body.pairs?.map(({ long_minutes: longMin, short_minutes: shortMin, factor }) => ({
      longMin,
      shortMin,
      factor,
    })),
  };
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
}

const ruleWire = (rule: Rule): RuleBody => ({
  filter: rule.filter,
  group_by: [...rule.groupBy],
  limit: rule.limit,
  clear: rule.clear,
  window_minutes: rule.windowMin,
  for_minutes: rule.forMin,
  clear_for_minutes: rule.clearForMin,
  min_samples: rule.minSamples,
  p: rule.p,
  literal: rule.literal,
  pinned_baseline: rule.pinned,
  metric: rule.metric,
  direction: rule.direction,
  against: rule.against,
  count: rule.count ?? 'all',
  pairs: rule.pairs.map(({ longMin, shortMin, factor }) => ({
    long_minutes: longMin,
    short_minutes: shortMin,
    factor,
  })),
});

/** A monitor as the edge sends it; without a rule where it listens to events of ours. */
export const monitorWire = ({ spec, ...row }: MonitorView): z.input<typeof monitorResponse> => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  severity: row.severity,
  enabled: row.enabled,
  builtin: row.builtin,
  version: row.version,
  rule: SERIES_KINDS.some((kind) => kind === row.kind) ? ruleWire(spec as Rule) : null,
  firing: row.firing,
  not_measured: row.notMeasured,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

/** What an import did, as the edge sends it. */
export const openSloWire = ({ monitors, ignored }: OpenSloImport) => ({
  monitors: monitors.map(({ row, done }) => {
    const { firing: _, not_measured: _not, ...written } = monitorWire({ ...row, firing: 0, notMeasured: null });
    return { ...written, done };
  }),
  ignored,
});

const time = (at: Date | null): string | null => at?.toISOString() ?? null;
const actorWire = (actor: AlertRow['acknowledgedBy']) =>
  actor === null ? null : { kind: actor.kind, id: actor.id, name: actor.name };

/** An alert as the edge sends it. */
export const alertWire = (row: AlertRow): z.input<typeof alertResponse> => ({
  id: row.id,
  status: row.resolvedAt === null ? 'firing' : 'resolved',
  title: row.title,
  kind: row.kind,
  severity: row.severity,
  source: row.source,
  monitor_id: row.monitorId,
  monitor_version: row.monitorVersion,
  labels: row.labels,
  evidence: row.evidence,
  changes: row.changes as WhatChanged[],
  verdict: row.verdict,
  verdict_evidence: row.verdictEvidence,
  impact_start: time(row.impactStart),
  opened_at: row.openedAt.toISOString(),
  last_seen_at: row.lastSeenAt.toISOString(),
  count: row.count,
  flapping: row.isFlapping,
  without_data: row.isWithoutData,
  acknowledged_at: time(row.acknowledgedAt),
  acknowledged_by: actorWire(row.acknowledgedBy),
  resolved_at: time(row.resolvedAt),
  resolved_by: actorWire(row.resolvedBy),
});
