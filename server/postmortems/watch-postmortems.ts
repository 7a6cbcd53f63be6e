import { and, eq, gte, inArray, isNull } from 'drizzle-orm';
import { incident } from '#db/schema/incidents.ts';
import { postmortem, postmortemReminder } from '#db/schema/postmortems.ts';
import { tellPeople } from '#server/alerts/notify/tell-people.ts';
import { type Ctx, type Services, systemCtx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { startLoop } from '#server/platform/loop.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { readAllProjects, systemCtxOf } from '#server/projects/read-project.ts';
import { dayOf, isReminded } from './domain/due.ts';
import { draftPostmortemOf } from './draft-postmortem.ts';
import { readDueReviews } from './read-due-reviews.ts';

/** Incidents that ended before are drafted when a person asks. */
const DRAFTED_WITHIN_MS = 7 * DAY_MS;

/**
 * Drafts the post-mortem of every incident of the whole installation that is over and has none, one after the other. One
 * that fails is logged and tried again in the next round.
 */
export async function draftPostmortems(services: Services, isStopped: () => boolean = () => false): Promise<void> {
  const since = new Date(services.clock.now().getTime() - DRAFTED_WITHIN_MS);
  const rows = await services.db
    .select({ id: incident.id, projectId: incident.projectId })
    .from(incident)
    .leftJoin(postmortem, eq(postmortem.incidentId, incident.id))
    .where(
      and(inArray(incident.state, ['resolved', 'closed']), gte(incident.resolvedAt, since), isNull(postmortem.id)),
    );
  for (const { id, projectId } of rows) {
    if (isStopped()) return;
    try {
      const ctx = await systemCtxOf(services, projectId, 'post-mortems');
      if (ctx) await draftPostmortemOf(ctx, id);
    } catch (err) {
      services.log.warn({ err, incident: id }, 'a post-mortem was not drafted; it is tried again in a minute');
    }
  }
}

/** Reminds people of every project of action items and reviews that are due, at most once a day (UTC) of each. */
export async function remindPeople(services: Services, isStopped: () => boolean = () => false): Promise<void> {
  for (const each of await readAllProjects(services)) {
    if (isStopped()) return;
    try {
      await remindProject(systemCtx(services, each, 'post-mortems', newId()));
    } catch (err) {
      services.log.warn({ err, project: each.name }, 'nobody was reminded of action items; tried again in an hour');
    }
  }
}

async function remindProject(ctx: Ctx): Promise<void> {
  const { reviews, actions } = await readDueReviews(ctx);
  const due = [
    ...reviews.map(({ incidentId, name, title, daysLeft, number }) => ({
      ...{ subjectId: incidentId, personId: null, daysLeft, number },
      title: `The post-mortem of ${name} ${dueWords(daysLeft)}: ${title}`,
    })),
    ...actions.map(({ id, ownerId, owner, name, title, daysLeft, number }) => ({
      ...{ subjectId: id, personId: ownerId, daysLeft, number },
      title: `An action item of ${name} ${dueWords(daysLeft)}, ${owner}: ${title}`,
    })),
  ];
  const day = dayOf(ctx.clock.now());
  for (const { subjectId, personId, title, number } of due.filter(({ daysLeft }) => isReminded(daysLeft))) {
    await inTransaction(ctx, async (ctx) => {
      const [isFirst] = await ctx.db
        .insert(postmortemReminder)
        .values({ projectId: ctx.project.id, subjectId, day, at: ctx.clock.now() })
        .onConflictDoNothing()
        .returning({ day: postmortemReminder.day });
      if (!isFirst) return;
      const path = `/incidents/${number}/postmortem`;
      await tellPeople(ctx, { key: `reminder:${subjectId}:${day}`, title, path, personId });
    });
  }
}

function dueWords(daysLeft: number): string {
  if (daysLeft === 0) return 'is due today';
  const days = Math.abs(daysLeft) === 1 ? '1 day' : `${Math.abs(daysLeft)} days`;
  return daysLeft > 0 ? `is due in ${days}` : `is overdue by ${days}`;
}

/** Drafts every minute and reminds every hour. Returns the stop function, which waits for the running rounds. */
export function watchPostmortems(services: Services): () => Promise<void> {
  const loop = (
    work: (services: Services, isStopped: () => boolean) => Promise<void>,
    { pauseMs, failed }: { pauseMs: number; failed: string },
  ) =>
    startLoop(
      async (isStopped) => {
        await work(services, isStopped);
        return false;
      },
      { pauseMs, onError: (err) => services.log.warn({ err }, failed) },
    );
  const stops = [
    loop(draftPostmortems, { pauseMs: MINUTE_MS, failed: 'post-mortems were not drafted; tried again in a minute' }),
    loop(remindPeople, { pauseMs: HOUR_MS, failed: 'nobody was reminded; tried again in an hour' }),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
