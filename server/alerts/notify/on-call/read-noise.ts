import { and, asc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { notification, onCallOverride, onCallRotation } from '#db/schema/notify.ts';
import { member, person } from '#db/schema/projects.ts';
import type { Severity } from '#server/alerts/domain/alert.ts';
import { type Noise, noiseOf, type Told } from '#server/alerts/notify/domain/noise.ts';
import { onCallAt } from '#server/alerts/notify/domain/on-call.ts';
import type { Ctx } from '#server/platform/context.ts';

/** Notifications that are counted, the newest of the range. */
const COUNTED_MAX = 50_000;

/**
 * What each person was told of in `[from, to)`, by week: the person that a notification woke, else who was on call when it was
 * delivered, by the first rotation as it is now with the overrides of then. Several channels of one notification count once.
 * Weeks and nights are those of that rotation's time zone, else of UTC. Addresses of a mail channel are no persons.
 */
export async function readNoise(
  ctx: Ctx,
  { from, to }: { from: Date; to: Date },
): Promise<(Noise & { name: string })[]> {
  const rows = await ctx.db
    .selectDistinctOn([sql`date_trunc('minute', ${notification.createdAt})`, notification.groupKey], {
      at: notification.createdAt,
      personId: notification.personId,
      severity: sql<Severity>`${notification.notice}->>'severity'`,
    })
    .from(notification)
    .where(
      and(
        ...[eq(notification.projectId, ctx.project.id), eq(notification.state, 'delivered')],
        ...[gte(notification.createdAt, from), lt(notification.createdAt, to)],
        sql`${notification.notice}->>'reason' not in ('test', 'change', 'resolved_some', 'resolved_all')`,
        inArray(sql`${notification.notice}->>'severity'`, ['page', 'warning']),
      ),
    )
    .orderBy(
      sql`date_trunc('minute', ${notification.createdAt}) desc`,
      asc(notification.groupKey),
      sql`${notification.personId} nulls last`,
    )
    .limit(COUNTED_MAX);
  const { names, onCall, timeZone } = await readDuty(ctx);
  const told = rows.flatMap(({ at, personId, severity }): Told[] => {
    const who = personId ?? onCall(at.getTime());
    return who === null || severity === 'ticket' ? [] : [{ person: who, severity, at: at.getTime() }];
  });
  return noiseOf(told, timeZone).map((row) => ({ ...row, name: names.get(row.person) ?? 'somebody who left' }));
}

/** Who was on call when, by the first rotation. */
async function readDuty(ctx: Ctx) {
  const mine = ctx.project.id;
  const people = await ctx.db
    .select({ id: person.id, name: person.name })
    .from(member)
    .innerJoin(person, eq(person.id, member.personId))
    .where(eq(member.projectId, mine));
  const [rotation] = await ctx.db
    .select()
    .from(onCallRotation)
    .where(eq(onCallRotation.projectId, mine))
    .orderBy(asc(onCallRotation.name))
    .limit(1);
  const overrides =
    rotation === undefined
      ? []
      : await ctx.db
          .select()
          .from(onCallOverride)
          .where(and(eq(onCallOverride.projectId, mine), eq(onCallOverride.rotationId, rotation.id)));
  const turns = overrides.map((one) => ({
    ...{ person: one.personId, from: one.startsAt.getTime(), to: one.endsAt.getTime() },
    createdAt: one.createdAt.getTime(),
  }));
  return {
    names: new Map(people.map(({ id, name }) => [id, name])),
    timeZone: rotation?.timeZone ?? 'UTC',
    onCall: (at: number): string | null => (rotation ? (onCallAt(rotation, turns, at)?.person ?? null) : null),
  };
}
