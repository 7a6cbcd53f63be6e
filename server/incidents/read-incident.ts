import { and, asc, desc, eq, ne, notInArray } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import {
  incident,
  incidentEntry,
  incidentLink,
  incidentRole,
  incidentSeverity,
  incidentTime,
} from '#db/schema/incidents.ts';
import { person } from '#db/schema/projects.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import type { EntryRow } from './add-entries.ts';
import type { EntryKind } from './domain/incident.ts';
import { alike } from './domain/same-scope.ts';
import { severityIntervals } from './domain/severity-intervals.ts';
import { readSuspects } from './fill-timeline.ts';
import { findIncident, type IncidentRow } from './find-incident.ts';
import { PEOPLE_TIME } from './people-time.ts';
import { scopeOf } from './refresh-incident.ts';

export type IncidentView = Awaited<ReturnType<typeof readIncident>>;

/** Incidents among which those like this one are looked for, the newest. */
const PAST_MAX = 500;

/** One incident with everything that its page shows but its timeline. Nine reads by key. 404 unknown. */
export async function readIncident(ctx: Ctx, name: string) {
  const row = await findIncident(ctx, name);
  const startedAt = row.impactStartAt ?? row.detectedAt ?? row.openedAt;
  const [times, steps, roles, alerts, suspects, before, [worked], target] = await Promise.all([
    ctx.db.select().from(incidentTime).where(eq(incidentTime.incidentId, row.id)).orderBy(asc(incidentTime.id)),
    ctx.db
      .select()
      .from(incidentSeverity)
      .where(eq(incidentSeverity.incidentId, row.id))
      .orderBy(asc(incidentSeverity.fromAt)),
    readRoles(ctx, row.id),
    readAlerts(ctx, row.id),
    readSuspects(ctx, scopeOf(row), startedAt),
    readBefore(ctx, row),
    ctx.db.select({ time: PEOPLE_TIME }).from(incident).where(eq(incident.id, row.id)),
    row.mergedInto === null ? null : findIncident(ctx, row.mergedInto),
  ]);
  const end = (row.resolvedAt ?? ctx.clock.now()).getTime();
  const intervals = severityIntervals(
    steps.map(({ fromAt, ...step }) => ({ ...step, from: fromAt.getTime() })),
    Math.max(end, startedAt.getTime() + 1),
  );
  return {
    row,
    times,
    steps,
    intervals,
    roles,
    alerts,
    suspects,
    before,
    target,
    peopleTime: worked?.time ?? { people: 0, ms: 0 },
  };
}

const readRoles = (ctx: ReadCtx, incidentId: string) =>
  ctx.db
    .select({ role: incidentRole.role, personId: incidentRole.personId, name: person.name })
    .from(incidentRole)
    .innerJoin(person, eq(person.id, incidentRole.personId))
    .where(eq(incidentRole.incidentId, incidentId))
    .orderBy(asc(incidentRole.role));

const readAlerts = (ctx: ReadCtx, incidentId: string) =>
  ctx.db
    .select({
      ...{ id: alert.id, title: alert.title, severity: alert.severity, kind: alert.kind },
      ...{ openedAt: alert.openedAt, resolvedAt: alert.resolvedAt, evidence: alert.evidence },
    })
    .from(incidentLink)
    .innerJoin(alert, eq(alert.id, incidentLink.alertId))
    .where(and(eq(alert.projectId, ctx.project.id), eq(incidentLink.incidentId, incidentId)))
    .orderBy(asc(alert.openedAt));

/** Real incidents before this one that it repeats. */
async function readBefore(ctx: ReadCtx, row: IncidentRow): Promise<IncidentRow[]> {
  if (row.kind === null) return [];
  const past = await ctx.db
    .select()
    .from(incident)
    .where(
      and(
        eq(incident.projectId, ctx.project.id),
        ...[eq(incident.kind, row.kind), eq(incident.isDrill, false), ne(incident.id, row.id)],
        notInArray(incident.state, ['declined', 'merged']),
      ),
    )
    .orderBy(desc(incident.number))
    .limit(PAST_MAX);
  const timed = (one: IncidentRow) => ({ ...one, detectedAt: one.detectedAt?.getTime() ?? null, row: one });
  const earlier = past.filter(({ number }) => number < row.number);
  return alike(timed(row), earlier.map(timed)).map(({ row: one }) => one);
}

/** Rows of a timeline that are read at once. */
const ENTRIES_MAX = 2_000;

/** The timeline, oldest first; of one kind where it is given. At most the first 2,000 rows. 404 unknown incident. */
export async function readTimeline(ctx: ReadCtx, name: string, kind?: EntryKind): Promise<EntryRow[]> {
  const row = await findIncident(ctx, name);
  return ctx.db
    .select()
    .from(incidentEntry)
    .where(
      and(
        eq(incidentEntry.projectId, ctx.project.id),
        eq(incidentEntry.incidentId, row.id),
        kind === undefined ? undefined : eq(incidentEntry.kind, kind),
      ),
    )
    .orderBy(asc(incidentEntry.occurredAt), asc(incidentEntry.id))
    .limit(ENTRIES_MAX);
}
