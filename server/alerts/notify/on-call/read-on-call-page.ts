import { and, count, eq, gte } from 'drizzle-orm';
import { escalation } from '#db/schema/notify.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { readOnCall, readOpenPages } from './read-on-call.ts';

/** Who is on call now and next, whom a page goes to and after how long, and how many pages each was told of in 7 days. */
export async function readOnCallPage(ctx: Ctx) {
  const now = ctx.clock.now();
  const { people, rotations, steps } = await readOnCall(ctx);
  const nameOf = (id: string): string => people.get(id)?.name ?? 'somebody who left';
  const openPages = await readOpenPages(ctx, 1);
  const pages = await ctx.db
    .select({ personId: escalation.personId, pages: count() })
    .from(escalation)
    .where(and(eq(escalation.projectId, ctx.project.id), gte(escalation.at, new Date(now.getTime() - 7 * DAY_MS))))
    .groupBy(escalation.personId);
  return {
    people: [...people.values()].toSorted((a, b) => a.name.localeCompare(b.name)),
    rotations: rotations.map(({ row, overrides, now: turn }) => ({
      ...{ id: row.id, name: row.name, timeZone: row.timeZone, handOverDay: row.handOverDay },
      ...{ handOverMinute: row.handOverMinute, startsOn: row.startsOn },
      people: row.people.map((id) => ({ id, name: nameOf(id) })),
      now: turn && {
        name: nameOf(turn.person),
        until: new Date(turn.until),
        next: nameOf(turn.next),
        isOverride: turn.isOverride,
      },
      overrides: overrides.map((one) => ({
        id: one.id,
        name: nameOf(one.personId),
        startsAt: one.startsAt,
        endsAt: one.endsAt,
      })),
    })),
    steps: steps.map(({ step, afterMinutes, rotationId, person }) => ({
      ...{ step, afterMinutes, rotationId, personId: rotationId === null ? (person?.id ?? null) : null },
      name: person?.name ?? null,
      rotation: rotations.find(({ row }) => row.id === rotationId)?.row.name ?? null,
    })),
    /** When the oldest page opened that fires and nobody acknowledged. */
    pagedAt: openPages[0]?.openedAt ?? null,
    pages: pages.flatMap(({ personId, pages }) => (personId === null ? [] : [{ name: nameOf(personId), pages }])),
  };
}
