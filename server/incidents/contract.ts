import { z } from 'zod';
import { SEVERITIES } from '#server/alerts/domain/alert.ts';
import { INT_MAX, instantSchema, visibleText } from '#server/audit/contract.ts';
import { CURSOR_CHARS_MAX, ROWS_DEFAULT, ROWS_MAX } from '#server/platform/pure/page-size.ts';
import {
  DETECTORS,
  ENTRY_KINDS,
  ENTRY_SOURCES,
  INCIDENT_ROLES,
  INCIDENT_SEVERITIES,
  INCIDENT_STATES,
} from './domain/incident.ts';
import { GROUPINGS } from './domain/statistics.ts';
import { CLOSENESS } from './domain/suspects.ts';

const name = z.string().trim().min(1).max(200);
const title = visibleText(300);
const severity = z.literal(INCIDENT_SEVERITIES).meta({ description: '1 is the worst.' });
const reason = z.string().trim().max(1_000);
const version = z.int().min(1).max(INT_MAX);

export const declareBody = z.strictObject({
  title,
  severity: severity.default(2),
  prompt: name.nullish(),
  version: version.nullish(),
  environment: name.nullish(),
  model: name.nullish(),
  impact_start: instantSchema.nullish().meta({ description: 'The first bad minute; left out: not known.' }),
  drill: z.boolean().default(false).meta({ description: 'An exercise: in no figure beside those of drills.' }),
});
export type Declaration = z.output<typeof declareBody>;

const time = instantSchema.nullable().optional();
/** What of an incident can be changed; every field left out stays. */
export const patchBody = z
  .strictObject({
    title,
    state: z.enum(INCIDENT_STATES).exclude(['merged']),
    severity,
    drill: z.boolean(),
    scope: z
      .strictObject({
        ...{ prompt: name.nullable(), version: version.nullable(), environment: name.nullable() },
        model: name.nullable(),
      })
      .partial(),
    times: z.strictObject({
      ...{ impact_start: time, detected: time, acknowledged: time, mitigated: time, resolved: time },
    }),
    roles: z
      .strictObject(Object.fromEntries(INCIDENT_ROLES.map((role) => [role, z.uuid().nullable().optional()])))
      .meta({ description: 'The person of each role, a member; null: nobody.' }),
    merge_into: z.string().max(50).meta({ description: 'The incident that this one is a duplicate of: INC-12.' }),
    reason: reason.meta({ description: 'Needed for times, severity, scope, declining, opening again and merging.' }),
  })
  .partial();
export type IncidentChange = z.output<typeof patchBody>;

export const noteBody = z.strictObject({
  text: visibleText(4_000),
  kind: z.enum(['note', 'communication', 'action']).default('note'),
  occurred_at: instantSchema.optional().meta({ description: 'Left out: now.' }),
});
export type NoteEntry = z.output<typeof noteBody>;

const filters = {
  state: z.enum(INCIDENT_STATES).optional(),
  open: z.stringbool().optional().meta({ description: 'Only those in triage, active or mitigated.' }),
  severity: z.coerce.number().pipe(z.literal(INCIDENT_SEVERITIES)).optional(),
  prompt: name.optional(),
};
export const listQuery = z.strictObject({
  ...filters,
  limit: z.coerce.number().int().min(1).max(ROWS_MAX).default(ROWS_DEFAULT),
  cursor: z.string().max(CURSOR_CHARS_MAX).optional(),
});
export const timelineQuery = z.strictObject({ kind: z.enum(ENTRY_KINDS).optional() });
export const statisticsQuery = z.strictObject({
  from: instantSchema.optional().meta({ description: 'By detection; left out: a year before `to`.' }),
  to: instantSchema.optional(),
});
export const blastQuery = z.strictObject({ format: z.enum(['json', 'csv']).default('json') });

const at = z.iso.datetime().nullable();
const ms = z.number().nullable();
const actor = z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() });

const durations = z.object({
  ...{ detect_ms: ms, acknowledge_ms: ms, mitigate_ms: ms, resolve_ms: ms },
  proactive: z.boolean().meta({ description: 'Detected before the impact began: 0 ms to detect.' }),
  unknown_start: z.boolean(),
});

const summary = {
  id: z.uuid(),
  name: z.string().meta({ description: 'INC- and the number in the project.' }),
  number: z.int(),
  title: z.string(),
  state: z.enum(INCIDENT_STATES),
  severity,
  ...{ prompt: z.string().nullable(), version: z.int().nullable() },
  ...{ environment: z.string().nullable(), model: z.string().nullable() },
  kind: z.string().nullable().meta({ description: 'Of the alert that opened it.' }),
  drill: z.boolean(),
  detector: z.enum(DETECTORS),
  detected_by: z.string().nullable(),
  trigger: z
    .object({ at: z.iso.datetime(), kind: z.string(), title: z.string(), path: z.string() })
    .nullable()
    .meta({ description: 'The change of its prompt or model at most 15 minutes before: it preceded it.' }),
  durations,
  mitigated_by_machine: z.boolean(),
  opened_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
};
export const incidentSummary = z.object({ ...summary, impact_start: at, detected: at, mitigated: at });

const timeValue = z
  .object({
    ...{ at, source: z.enum(['machine', 'person']), by: z.string(), reason: z.string().nullable() },
    original_at: at.meta({ description: 'The first value that it had.' }),
  })
  .nullable();
const estimate = z.object({ value: z.number(), interval95: z.tuple([z.number(), z.number()]).nullable() }).nullable();

export const impactResponse = z
  .object({
    ...{ from: z.iso.datetime(), to: z.iso.datetime(), computed_at: z.iso.datetime() },
    ...{ requests: z.int(), failed_requests: z.int(), excess_failures: estimate },
    ...{ users: z.int().nullable(), failed_users: z.int().nullable() },
    ...{ outcomes: z.int(), failed_outcomes: z.int(), excess_failed_outcomes: estimate },
    ...{ extra_cost_usd: estimate, quality_difference: estimate, baseline_requests: z.int() },
  })
  .nullable()
  .meta({ description: 'Beside the 24 hours before the start; null: not computed yet.' });

export const incidentResponse = z.object({
  ...summary,
  reason: z.string().nullable(),
  merged_into: z.string().nullable(),
  next_states: z.array(z.enum(INCIDENT_STATES)),
  times: z.object({
    ...{ impact_start: timeValue, detected: timeValue, acknowledged: timeValue },
    ...{ mitigated: timeValue, resolved: timeValue },
  }),
  severities: z.array(
    z.object({ severity, from: z.iso.datetime(), to: at, by: z.string(), reason: z.string().nullable() }),
  ),
  people_time: z
    .object({ people: z.int(), ms: z.number() })
    .meta({ description: 'The sum over people of the time between the first and the last thing that each did in it.' }),
  roles: z.array(z.object({ role: z.enum(INCIDENT_ROLES), person_id: z.uuid(), name: z.string() })),
  alerts: z.array(
    z.object({
      ...{ id: z.uuid(), title: z.string(), severity: z.enum(SEVERITIES), kind: z.string() },
      ...{ opened_at: z.iso.datetime(), resolved_at: at },
    }),
  ),
  suspects: z
    .array(
      z.object({
        ...{ at: z.iso.datetime(), kind: z.string(), title: z.string(), path: z.string(), by: z.string() },
        ...{ prompt: z.string().nullable(), environment: z.string().nullable() },
        closeness: z.enum(Object.keys(CLOSENESS) as (keyof typeof CLOSENESS)[]),
        ...{ score: z.number(), before_ms: z.number() },
      }),
    )
    .meta({ description: 'The first ten changes before it, by scope and closeness in time. They preceded it.' }),
  suspects_total: z.int(),
  impact: impactResponse,
  same_before: z.array(z.object({ name: z.string(), number: z.int(), title: z.string(), detected: at })),
});

/** What of a row of the timeline can be changed; it is never deleted. */
export const patchEntryBody = z
  .strictObject({
    withdrawn: z.boolean().meta({ description: 'Struck through, with who and why; false takes that back.' }),
    pinned: z.boolean(),
    reason: reason.meta({ description: 'Needed to withdraw it.' }),
  })
  .partial();
export type EntryChange = z.output<typeof patchEntryBody>;

export const entryResponse = z.object({
  id: z.int(),
  occurred_at: z.iso.datetime(),
  recorded_at: z.iso.datetime(),
  source: z.enum(ENTRY_SOURCES),
  kind: z.enum(ENTRY_KINDS),
  actor: actor.nullable(),
  path: z.string().nullable(),
  text: z.string(),
  withdrawn: z.object({ at: z.iso.datetime(), by: actor, reason: z.string() }).nullable(),
  pinned: z.boolean(),
  clock_skew: z.boolean().meta({ description: 'It is said to have happened after it was recorded.' }),
});

const spread = z.object({
  n: z.int(),
  median_ms: ms,
  interval95_ms: z.tuple([z.number(), z.number()]).nullable(),
  ...{ p90_ms: ms, mean_ms: ms },
});
const figures = z.object({
  n: z.int(),
  ...{ detect: spread, acknowledge: spread, mitigate: spread, resolve: spread },
  ...{ unknown_start: z.int(), proactive: z.int() },
  people_ms: z.number().meta({ description: 'Of all together, as people_time of each.' }),
});
const groups = z.array(figures.extend({ key: z.string(), is_trend: z.boolean() }));
export const statisticsResponse = z.object({
  ...{ from: z.iso.datetime(), to: z.iso.datetime() },
  all: figures,
  groups: z.object(
    Object.fromEntries(GROUPINGS.map((by) => [by, groups])) as Record<(typeof GROUPINGS)[number], typeof groups>,
  ),
  drills: figures,
  ...{ declined: z.int(), merged: z.int() },
  alerts: z
    .array(
      z.object({
        ...{ severity: z.enum(SEVERITIES), firings: z.int(), followed: z.int(), undecided: z.int() },
        ...{ precision: z.number().nullable(), interval95: z.tuple([z.number(), z.number()]).nullable() },
      }),
    )
    .meta({ description: 'How many firings belong to an incident that was confirmed, or were acted on.' }),
  noise: z
    .array(
      z.object({
        ...{ person_id: z.uuid(), name: z.string(), week: z.iso.date() },
        ...{ pages: z.int(), night_pages: z.int(), warnings: z.int() },
      }),
    )
    .meta({ description: 'What each person was told of in a week from this Monday on; nights from 22:00 to 07:00.' }),
});

export const blastResponse = z.object({
  ...{ from: z.iso.datetime(), to: z.iso.datetime() },
  data: z.array(
    z.object({
      ...{ unit: z.string(), requests: z.int(), failed_requests: z.int() },
      ...{ outcomes: z.int(), failed_outcomes: z.int(), cost_usd: z.number().nullable() },
      ...{ first_at: z.iso.datetime(), last_at: z.iso.datetime() },
    }),
  ),
  truncated: z.boolean().meta({ description: 'There were more units than the 20,000 that are returned.' }),
});
