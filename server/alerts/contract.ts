import { z } from 'zod';
import { ALERT_SOURCES, ALERT_VERDICTS, SEVERITIES } from '#server/alerts/domain/alert.ts';
import { ERROR_COUNTS } from '#server/alerts/domain/error-count.ts';
import { MONITOR_KINDS } from '#server/alerts/domain/monitor-kind.ts';
import { RULE_GROUPINGS } from '#server/alerts/domain/rule.ts';
import { SERIES_KINDS } from '#server/alerts/domain/series-kind.ts';
import { visibleText } from '#server/audit/contract.ts';
import { CELL_METRICS } from '#server/telemetry/query/domain/metric-name.ts';

export const monitorName = visibleText(120);
const minutes = (max: number, min = 0) => z.int().min(min).max(max);
const value = z.number().min(0).max(1e15);

const filter = z.strictObject({
  environment: z.string().min(1).max(200).optional(),
  prompt: z.string().min(1).max(200).optional(),
  version: z.int().min(1).max(2_147_483_647).optional(),
  model: z.string().min(1).max(300).optional().meta({ description: '`provider/id`.' }),
  service: z.string().min(1).max(200).optional(),
});
const groupBy = z.array(z.enum(RULE_GROUPINGS)).max(3);
const share = z.number().gt(0).max(0.5).nullable();
const pairsMax = 4;

/** A rule as our own pages send it; what is left out is as in the built-in monitor of the kind. */
export const ruleInput = z
  .strictObject({
    ...{ filter, groupBy, limit: value, clear: value, windowMin: minutes(60, 1), forMin: minutes(1440) },
    ...{ clearForMin: minutes(1440), minSamples: z.int().min(1).max(1_000_000), p: share, literal: z.boolean() },
    ...{ pinned: value.nullable(), metric: z.enum(CELL_METRICS).nullable(), direction: z.enum(['above', 'below']) },
    against: z.enum(['fixed', 'baseline']),
    count: z.enum(ERROR_COUNTS),
    pairs: z
      .array(
        z.strictObject({ longMin: minutes(4320, 1), shortMin: minutes(4320, 1), factor: z.number().gt(0).max(1000) }),
      )
      .max(pairsMax),
  })
  .partial();

/** The same as programs send it. */
const ruleBody = z
  .strictObject({
    filter: filter.meta({ description: 'Which traffic it watches; left out: all.' }),
    group_by: groupBy.meta({ description: 'One series for each combination that occurs.' }),
    limit: value.meta({ description: 'In the unit of the kind: docs/alerts.md.' }),
    clear: value.meta({ description: 'Where a firing series is good again.' }),
    window_minutes: minutes(60, 1),
    for_minutes: minutes(1440).meta({ description: 'How long the condition must hold.' }),
    clear_for_minutes: minutes(1440),
    min_samples: z.int().min(1).max(1_000_000),
    p: share.meta({ description: 'Chance below which it is not put down to luck; null: not tested.' }),
    literal: z.boolean().meta({ description: 'The bare threshold: `min_samples` and `p` are off.' }),
    pinned_baseline: value.nullable(),
    metric: z.enum(CELL_METRICS).nullable(),
    direction: z.enum(['above', 'below']),
    against: z.enum(['fixed', 'baseline']),
    count: z
      .enum(ERROR_COUNTS)
      .meta({ description: '`not_caller`: statuses 400 to 499 other than 408, 425 and 429 are no errors.' }),
    pairs: z
      .array(
        z.strictObject({
          long_minutes: minutes(4320, 1),
          short_minutes: minutes(4320, 1),
          factor: z.number().gt(0).max(1000),
        }),
      )
      .max(pairsMax),
  })
  .partial();
export type RuleBody = z.output<typeof ruleBody>;
export type RuleInput = z.output<typeof ruleInput>;

const chosen = { name: monitorName, severity: z.enum(SEVERITIES), enabled: z.boolean() };

export const createMonitorBody = z.strictObject({
  ...chosen,
  kind: z.enum(SERIES_KINDS),
  enabled: z.boolean().default(true),
  rule: ruleBody.default({}),
});
export const patchMonitorBody = z.strictObject({ ...chosen, rule: ruleBody }).partial();

/** The same for our own pages. */
export const createMonitorInput = z.object({ ...chosen, kind: z.enum(SERIES_KINDS), rule: ruleInput });
export const patchMonitorInput = z.object({ ...chosen, rule: ruleInput }).partial();
export const previewInput = z.object({
  kind: z.enum(SERIES_KINDS),
  rule: ruleInput,
  days: z.union([z.literal(7), z.literal(30)]),
});

export const monitorResponse = z.object({
  id: z.uuid(),
  ...chosen,
  kind: z.enum(MONITOR_KINDS),
  builtin: z.string().nullable().meta({ description: 'The key of a monitor that every project has from the start.' }),
  version: z.int(),
  rule: ruleBody.nullable(),
  firing: z.int().meta({ description: 'Series whose alert is open.' }),
  not_measured: z.string().nullable().meta({ description: 'Why it looks at nothing: a metric or name that is gone.' }),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

const actor = z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() });
export const ALERT_STATUSES = ['firing', 'resolved', 'all'] as const;

export const alertFilter = {
  status: z.enum(ALERT_STATUSES).default('all'),
  severity: z.enum(SEVERITIES).optional(),
  kind: z.string().min(1).max(60).optional(),
  prompt: z.string().min(1).max(200).optional(),
};

export const alertResponse = z.object({
  id: z.uuid(),
  status: z.enum(['firing', 'resolved']),
  title: z.string(),
  kind: z.string(),
  severity: z.enum(SEVERITIES),
  source: z.enum(ALERT_SOURCES),
  monitor_id: z.uuid().nullable(),
  monitor_version: z.int().nullable(),
  labels: z.record(z.string(), z.string()),
  evidence: z.record(z.string(), z.unknown()).meta({ description: 'What it was decided from when it fired.' }),
  changes: z
    .array(
      z.object({
        ...{ at: z.string(), kind: z.string(), title: z.string(), path: z.string() },
        ...{ prompt: z.string().nullable(), environment: z.string().nullable(), model: z.string().nullable() },
        actor: z.string().nullable(),
      }),
    )
    .meta({ description: 'What changed from an hour before the first bad minute on, newest first.' }),
  verdict: z
    .enum(ALERT_VERDICTS)
    .nullable()
    .meta({ description: 'Of quality: whether the system or its judge moved. unknown: the anchors do not tell.' }),
  verdict_evidence: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'What the verdict was decided from: production and anchors over the same time.' }),
  impact_start: z.iso.datetime().nullable().meta({ description: 'The first bad minute.' }),
  opened_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime(),
  count: z.int().meta({ description: 'How often it fired: again within 30 minutes it is the same alert.' }),
  flapping: z.boolean(),
  without_data: z.boolean(),
  acknowledged_at: z.iso.datetime().nullable(),
  acknowledged_by: actor.nullable(),
  resolved_at: z.iso.datetime().nullable(),
  resolved_by: actor.nullable().meta({ description: 'Null where the series became good by itself.' }),
});

export const resolveBody = z.strictObject({ reason: z.string().trim().min(1).max(500) });

/** What an import did with a monitor. */
export const IMPORT_DONE = ['created', 'changed', 'unchanged'] as const;

/** Characters of an OpenSLO text. */
const DOCUMENT_MAX = 200_000;
const noted = z.object({ path: z.string(), reason: z.string() });

export const openSloQuery = z.strictObject({
  monitor: z.uuid().optional().meta({ description: 'Only this monitor; left out: all.' }),
});
export const openSloBody = z.strictObject({
  document: z.string().min(1).max(DOCUMENT_MAX).meta({ description: 'OpenSLO v1 as YAML or JSON, several documents.' }),
  dry_run: z.boolean().default(false).meta({ description: 'Only say what it would do.' }),
});
export const openSloResponse = z.object({
  document: z.string().meta({ description: 'YAML, a document for each monitor.' }),
  exported: z.array(z.object({ id: z.uuid(), name: z.string() })),
  carried: z
    .array(noted.extend({ monitor: z.string() }))
    .meta({ description: 'What other tools do not see: it stands in annotations.' }),
  left_out: z.array(z.object({ id: z.uuid(), monitor: z.string(), kind: z.enum(MONITOR_KINDS), reason: z.string() })),
});
export const openSloImported = z.object({
  dry_run: z.boolean(),
  monitors: z.array(monitorResponse.omit({ firing: true, not_measured: true }).extend({ done: z.enum(IMPORT_DONE) })),
  ignored: z.array(noted).meta({ description: 'What does not matter here, by its path in the documents, and why.' }),
});
