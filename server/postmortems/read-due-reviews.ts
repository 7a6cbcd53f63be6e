import { and, asc, eq, gte, inArray, isNull } from 'drizzle-orm';
import { incident } from '#db/schema/incidents.ts';
import { postmortem, postmortemAction } from '#db/schema/postmortems.ts';
import { person } from '#db/schema/projects.ts';
import type { IncidentSeverity } from '#server/incidents/domain/incident.ts';
import { nameOf } from '#server/incidents/find-incident.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { daysUntil, reviewDueOn } from './domain/due.ts';
import type { PostmortemState } from './domain/postmortem.ts';

/** An incident whose post-mortem is to be published. */
export type DueReview = {
  incidentId: string;
  number: number;
  name: string;
  title: string;
  severity: IncidentSeverity;
  /** `none`: nothing has been drafted. */
  state: PostmortemState | 'none';
  /** `2026-11-27`, UTC. */
  dueOn: string;
  /** Negative: overdue. */
  daysLeft: number;
};

/** An action item that is not done. */
export type OpenAction = {
  id: string;
  title: string;
  owner: string;
  ownerId: string;
  dueOn: string;
  daysLeft: number;
  number: number;
  name: string;
};

/** Older incidents are not asked for: whoever knew has forgotten. */
const SINCE_MS = 90 * DAY_MS;

/**
 * The incidents of the last 90 days that are over and have no published post-mortem, where their severity asks for one, and
 * the action items that are not done; both by the day on which they are due. Drills are not asked for. Two reads by index.
 */
export async function readDueReviews(
  ctx: Pick<Ctx, 'db' | 'project' | 'clock'>,
): Promise<{ reviews: DueReview[]; actions: OpenAction[] }> {
  const now = ctx.clock.now();
  const over = await ctx.db
    .select({ incident, state: postmortem.state })
    .from(incident)
    .leftJoin(postmortem, eq(postmortem.incidentId, incident.id))
    .where(
      and(
        eq(incident.projectId, ctx.project.id),
        inArray(incident.state, ['resolved', 'closed']),
        eq(incident.isDrill, false),
        gte(incident.resolvedAt, new Date(now.getTime() - SINCE_MS)),
        isNull(postmortem.publishedVersion),
      ),
    );
  const reviews = over.flatMap(({ incident: row, state }): DueReview[] => {
    const dueOn = reviewDueOn(row);
    if (dueOn === null) return [];
    const { id: incidentId, number, title, severity } = row;
    return [
      {
        ...{ incidentId, number, name: nameOf(row), title, severity, state: state ?? 'none', dueOn },
        daysLeft: daysUntil(dueOn, now),
      },
    ];
  });
  const open = await ctx.db
    .select({ action: postmortemAction, owner: person.name, number: incident.number })
    .from(postmortemAction)
    .innerJoin(postmortem, eq(postmortem.id, postmortemAction.postmortemId))
    .innerJoin(incident, eq(incident.id, postmortem.incidentId))
    .innerJoin(person, eq(person.id, postmortemAction.ownerId))
    .where(and(eq(postmortemAction.projectId, ctx.project.id), isNull(postmortemAction.doneAt)))
    .orderBy(asc(postmortemAction.dueOn), asc(postmortemAction.id));
  return {
    reviews: reviews.toSorted((a, b) => a.daysLeft - b.daysLeft || a.number - b.number),
    actions: open.map(({ action: { id, title, ownerId, dueOn }, owner, number }) => ({
      ...{ id, title, owner, ownerId, dueOn, number, name: nameOf({ number }), daysLeft: daysUntil(dueOn, now) },
    })),
  };
}
