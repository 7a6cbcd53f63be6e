import { and, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { incident } from '#db/schema/incidents.ts';
import { readNoise } from '#server/alerts/notify/on-call/read-noise.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { type IncidentSeverity, type IncidentState, OPEN_STATES } from './domain/incident.ts';
import { type Counted, type Statistics, statisticsOf } from './domain/statistics.ts';
import { durationsOf } from './domain/times.ts';
import type { IncidentRow } from './find-incident.ts';
import { PEOPLE_TIME } from './people-time.ts';
import { type AlertPrecision, readAlertPrecision } from './read-alert-precision.ts';
import { timesOf } from './set-time.ts';

export type IncidentFilter = {
  state?: IncidentState;
  /** Only those in triage, active or mitigated. */
  open?: boolean;
  severity?: IncidentSeverity;
  prompt?: string;
};

/** Incidents, the newest number first. One index range. 422 `invalid_cursor`. */
export async function readIncidents(
  ctx: ReadCtx,
  { limit, cursor, ...filter }: IncidentFilter & { limit: number; cursor?: string },
): Promise<Page<IncidentRow>> {
  const before = decodeCursor(cursor, ['int']);
  const rows = await ctx.db
    .select()
    .from(incident)
    .where(
      and(
        eq(incident.projectId, ctx.project.id),
        before === null ? undefined : lt(incident.number, before[0]),
        filter.state === undefined ? undefined : eq(incident.state, filter.state),
        filter.open === true ? inArray(incident.state, [...OPEN_STATES]) : undefined,
        filter.severity === undefined ? undefined : eq(incident.severity, filter.severity),
        filter.prompt === undefined ? undefined : eq(incident.prompt, filter.prompt),
      ),
    )
    .orderBy(desc(incident.number))
    .limit(limit + 1);
  return toPage(rows, limit, ({ number }) => [number]);
}

/** Statistics without a range are of this long. */
const DAYS = 365;
/** Incidents that one set of statistics is computed from, the newest. */
const COUNTED_MAX = 10_000;

/** Noise is of the last twelve weeks of the range at most. */
const NOISE_MS = 12 * 7 * DAY_MS;

type AllStatistics = Statistics & {
  from: Date;
  to: Date;
  alerts: AlertPrecision[];
  noise: Awaited<ReturnType<typeof readNoise>>;
};

export type StatisticsRange = { from?: string; to?: string };

/**
 * The statistics of incidents that were detected in `[from, to)`, by default of the year until now, with the precision of the
 * alerts that opened in it and the noise of its last twelve weeks. 422 for an empty range.
 */
export async function readStatistics(ctx: Ctx, range: StatisticsRange): Promise<AllStatistics> {
  const to = range.to === undefined ? new Date(ctx.clock.now().getTime() + 1) : new Date(range.to);
  const from = range.from === undefined ? new Date(to.getTime() - DAYS * DAY_MS) : new Date(range.from);
  if (from >= to) throw invalid('/to', 'invalid_range', 'to must be later than from.');
  const at = sql`coalesce(${incident.detectedAt}, ${incident.openedAt})`;
  const rows = await ctx.db
    .select({
      row: incident,
      peopleTime: PEOPLE_TIME,
      worst: sql<IncidentSeverity>`(select min(s.severity) from incident_severity s where s.incident_id = ${incident.id})`,
    })
    .from(incident)
    .where(
      and(
        eq(incident.projectId, ctx.project.id),
        gte(at, sql`${from.toISOString()}::timestamptz`),
        lt(at, sql`${to.toISOString()}::timestamptz`),
      ),
    )
    .orderBy(desc(incident.number))
    .limit(COUNTED_MAX);
  const counted = rows.map(
    ({ row, worst, peopleTime }): Counted => ({
      ...{ state: row.state, isDrill: row.isDrill, at: (row.detectedAt ?? row.openedAt).getTime() },
      ...{ severity: worst, trigger: row.trigger?.kind ?? null, detector: row.detector },
      ...{ isMitigatedByMachine: row.isMitigatedByMachine, durations: durationsOf(timesOf(row)) },
      peopleMs: peopleTime.ms,
    }),
  );
  const alerts = await readAlertPrecision(ctx, { from, to });
  const noise = await readNoise(ctx, { from: new Date(Math.max(from.getTime(), to.getTime() - NOISE_MS)), to });
  return { from, to, ...statisticsOf(counted), alerts, noise };
}
