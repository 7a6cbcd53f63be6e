import { and, desc, eq, gt } from 'drizzle-orm';
import { restriction } from '#db/schema/rollouts.ts';
import type { Ctx } from '#server/platform/context.ts';
import { actorWire } from '#server/platform/http/actor-wire.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import type { RestrictionRow } from './write-restriction.ts';

const OVER_MS = 7 * DAY_MS;
const LISTED_MAX = 1_000;

/** What is held back now and what was within the last 7 days, those that end last first. One index range. */
export async function readRestrictions(ctx: Ctx) {
  const now = ctx.clock.now();
  const rows = await ctx.db
    .select()
    .from(restriction)
    .where(and(eq(restriction.projectId, ctx.project.id), gt(restriction.endsAt, new Date(now.getTime() - OVER_MS))))
    .orderBy(desc(restriction.endsAt), desc(restriction.id))
    .limit(LISTED_MAX);
  return rows.map((row) => restrictionWire(row, now));
}

/** A restriction as the edge and the pages get it. */
export const restrictionWire = (row: RestrictionRow, now: Date) => ({
  ...{ id: row.id, kind: row.kind, user: row.userKey, prompt: row.prompt, environment: row.environment },
  ...{ max_chars: row.charsMax, reason: row.reason, in_force: row.liftedAt === null && row.endsAt > now },
  ...{ starts_at: row.startsAt.toISOString(), ends_at: row.endsAt.toISOString(), created_by: actorWire(row.actor) },
  ...{ lifted_at: row.liftedAt?.toISOString() ?? null, lifted_by: row.liftedBy && actorWire(row.liftedBy) },
});
