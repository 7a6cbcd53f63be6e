import { and, asc, eq, gt, inArray, isNull, lte, sql } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { incident } from '#db/schema/incidents.ts';
import { silence } from '#db/schema/notify.ts';
import { SEVERITIES, type Severity } from '#server/alerts/domain/alert.ts';
import type { Matcher } from '#server/alerts/notify/domain/silence.ts';
import { readOnCall } from '#server/alerts/notify/on-call/read-on-call.ts';
import { type IncidentSeverity, type IncidentState, OPEN_STATES } from '#server/incidents/domain/incident.ts';
import { nameOf } from '#server/incidents/find-incident.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type DueReview, type OpenAction, readDueReviews } from '#server/postmortems/read-due-reviews.ts';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';

/** Alerts and incidents that the shell and the first page list; the counts have all. */
const LISTED_MAX = 5;

export type FiringCounts = Record<Severity, number>;

export type Now = {
  /** Open alerts by severity: of the project, and of those that are of production or of no environment. */
  firing: FiringCounts;
  firingInProduction: FiringCounts;
  /** The loudest first, then the oldest. */
  alerts: { id: string; title: string; severity: Severity; openedAt: Date; isAcknowledged: boolean }[];
  openIncidents: number;
  /** The worst first, then the oldest. */
  incidents: {
    number: number;
    name: string;
    title: string;
    severity: IncidentSeverity;
    state: IncidentState;
    openedAt: Date;
  }[];
  /** Who is on call in each rotation; empty: the project has none. `person` null: nobody is in it. */
  onCall: { rotation: string; person: string | null; until: number | null }[];
};

/** What needs people at this moment: what fires, which incidents are open, and who is on call. */
export async function readNow(ctx: Ctx): Promise<Now> {
  const isFiring = and(eq(alert.projectId, ctx.project.id), isNull(alert.resolvedAt));
  const loudest = sql`array_position(${sql.raw(`array['${SEVERITIES.join("','")}']`)}, ${alert.severity})`;
  const isOpen = and(eq(incident.projectId, ctx.project.id), inArray(incident.state, [...OPEN_STATES]));
  const isProduction = sql`(${alert.environment} is null or ${alert.environment} = ${DEFAULT_ENVIRONMENT})`;
  const [counts, alerts, incidents, openIncidents, { rotations, people }] = await Promise.all([
    ctx.db
      .select({
        severity: alert.severity,
        all: sql<number>`count(*)::int`,
        production: sql<number>`(count(*) filter (where ${isProduction}))::int`,
      })
      .from(alert)
      .where(isFiring)
      .groupBy(alert.severity),
    ctx.db
      .select({
        ...{ id: alert.id, title: alert.title, severity: alert.severity, openedAt: alert.openedAt },
        isAcknowledged: sql<boolean>`${alert.acknowledgedAt} is not null`,
      })
      .from(alert)
      .where(isFiring)
      .orderBy(loudest, asc(alert.openedAt))
      .limit(LISTED_MAX),
    ctx.db
      .select({
        ...{ number: incident.number, title: incident.title, severity: incident.severity },
        ...{ state: incident.state, openedAt: incident.openedAt },
      })
      .from(incident)
      .where(isOpen)
      .orderBy(asc(incident.severity), asc(incident.openedAt))
      .limit(LISTED_MAX),
    ctx.db.$count(incident, isOpen),
    readOnCall(ctx),
  ]);
  const countsBy = (of: (row: (typeof counts)[number]) => number): FiringCounts => {
    const known = new Map(counts.map((row) => [row.severity, of(row)]));
    return { page: known.get('page') ?? 0, warning: known.get('warning') ?? 0, ticket: known.get('ticket') ?? 0 };
  };
  return {
    firing: countsBy((row) => row.all),
    firingInProduction: countsBy((row) => row.production),
    ...{ alerts, openIncidents },
    incidents: incidents.map((row) => ({ ...row, name: nameOf(row) })),
    onCall: rotations.map(({ row, now }) => ({
      rotation: row.name,
      person: people.get(now?.person ?? '')?.name ?? null,
      until: now?.until ?? null,
    })),
  };
}

/** A silence that hides alerts at this moment. */
export type SilenceEnding = { id: string; matchers: Matcher[]; by: string; endsAt: Date };

/** The silences that run, those that end first first. What they hide rings again when they end. */
export async function readSilencesEnding(ctx: Ctx): Promise<SilenceEnding[]> {
  const now = ctx.clock.now();
  const rows = await ctx.db
    .select({ id: silence.id, matchers: silence.matchers, actor: silence.actor, endsAt: silence.endsAt })
    .from(silence)
    .where(and(eq(silence.projectId, ctx.project.id), lte(silence.startsAt, now), gt(silence.endsAt, now)))
    .orderBy(asc(silence.endsAt))
    .limit(LISTED_MAX);
  return rows.map(({ actor, ...row }) => ({ ...row, by: actor.name }));
}

/** Days before an action item is due from which it waits for its owner. */
const SOON_DAYS = 3;

/** Post-mortems that the project owes, and action items of this person that are due within three days or overdue. */
export async function readReviewsDue(ctx: Ctx): Promise<{ reviews: DueReview[]; actions: OpenAction[] }> {
  const { reviews, actions } = await readDueReviews(ctx);
  const mine = actions.filter(({ ownerId, daysLeft }) => ownerId === ctx.actor.id && daysLeft <= SOON_DAYS);
  return { reviews: reviews.slice(0, LISTED_MAX), actions: mine.slice(0, LISTED_MAX) };
}
