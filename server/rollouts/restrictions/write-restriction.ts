import { and, count, eq, gt, isNull } from 'drizzle-orm';
import { environment } from '#db/schema/projects.ts';
import { prompt } from '#db/schema/prompts.ts';
import { restriction } from '#db/schema/rollouts.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid, notFound } from '#server/platform/faults.ts';
import { isUuid, newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { renewSnapshots } from '#server/prompts/record-deployment.ts';
import type { RestrictionEntry } from '#server/rollouts/contract.ts';
import { RESTRICTION_MS_MAX } from '#server/rollouts/domain/restriction.ts';

export type RestrictionRow = typeof restriction.$inferSelect;

/** Most that are in force at once: every edge process holds them in memory. */
const IN_FORCE_MAX = 1_000;

/**
 * Blocks a user or caps a prompt's input until `ends_at`, in every edge process as soon as the transaction is committed. An
 * earlier one of the same user or place is lifted by it. 422 by field for an end in the past or past 7 days and for
 * a prompt or environment that the project does not have; 409 `too_many_restrictions` past 1,000 in force.
 */
export async function createRestriction(ctx: Ctx, entry: RestrictionEntry): Promise<RestrictionRow> {
  const now = ctx.clock.now();
  const endsAt = new Date(entry.ends_at);
  if (endsAt <= now) throw invalid('/ends_at', 'in_the_past', 'ends_at is over already. Give a time in the future.');
  if (endsAt.getTime() - now.getTime() > RESTRICTION_MS_MAX)
    throw invalid('/ends_at', 'too_long', 'ends_at is more than 7 days ahead. Make another one when it is over.');
  const what =
    entry.kind === 'user'
      ? { userKey: entry.user, prompt: null, environment: null, charsMax: null }
      : { userKey: null, prompt: entry.prompt, environment: entry.environment, charsMax: entry.max_chars };
  if (entry.kind === 'input') await requirePlace(ctx, entry);
  return inTransaction(ctx, async (ctx) => {
    await liftSame(ctx, what);
    const [row] = await ctx.db
      .insert(restriction)
      .values({
        ...{ id: newId(), projectId: ctx.project.id, kind: entry.kind, ...what, reason: entry.reason },
        ...{ actor: actorRecord(ctx.actor), startsAt: now, endsAt },
      })
      .returning();
    if (!row) throw new Error('The restriction was not inserted.');
    const [held] = await ctx.db.select({ n: count() }).from(restriction).where(inForce(ctx));
    if ((held?.n ?? 0) > IN_FORCE_MAX)
      throw conflict('too_many_restrictions', `At most ${IN_FORCE_MAX} are in force at once. Lift one first.`);
    await announce(ctx, row, 'capped');
    await appendAudit(ctx, { action: 'restriction.create', object: objectOf(row), detail: auditOf(row) });
    return row;
  });
}

/** Lifts a restriction at once. 404; 409 `not_in_force` where it is over or lifted already. */
export async function liftRestriction(ctx: Ctx, id: string): Promise<RestrictionRow> {
  if (!isUuid(id)) throw notFound();
  const mine = and(eq(restriction.projectId, ctx.project.id), eq(restriction.id, id));
  return inTransaction(ctx, async (ctx) => {
    const [row] = await ctx.db
      .update(restriction)
      .set({ liftedAt: ctx.clock.now(), liftedBy: actorRecord(ctx.actor) })
      .where(and(mine, inForce(ctx)))
      .returning();
    if (!row) {
      const known = await ctx.db.select({ id: restriction.id }).from(restriction).where(mine);
      throw known.length === 0 ? notFound() : conflict('not_in_force', 'This restriction is over or lifted already.');
    }
    await announce(ctx, row, 'no longer capped');
    await appendAudit(ctx, { action: 'restriction.lift', object: objectOf(row), detail: auditOf(row) });
    return row;
  });
}

/** Those that have an effect now. */
export const inForce = (ctx: Pick<Ctx, 'project' | 'clock'>) =>
  and(eq(restriction.projectId, ctx.project.id), isNull(restriction.liftedAt), gt(restriction.endsAt, ctx.clock.now()));

type What = Pick<RestrictionRow, 'userKey' | 'prompt' | 'environment'>;

async function liftSame(ctx: InTx, { userKey, prompt, environment }: What): Promise<void> {
  const same =
    userKey === null
      ? and(eq(restriction.prompt, prompt ?? ''), eq(restriction.environment, environment ?? ''))
      : eq(restriction.userKey, userKey);
  await ctx.db
    .update(restriction)
    .set({ liftedAt: ctx.clock.now(), liftedBy: actorRecord(ctx.actor) })
    .where(and(inForce(ctx), same));
}

async function requirePlace(ctx: Ctx, place: { prompt: string; environment: string }): Promise<void> {
  const mine = ctx.project.id;
  const [known] = await ctx.db
    .select({ id: prompt.id })
    .from(prompt)
    .where(and(eq(prompt.projectId, mine), eq(prompt.name, place.prompt)));
  if (!known) throw invalid('/prompt', 'prompt_missing', `There is no prompt ${place.prompt}.`);
  const [where] = await ctx.db
    .select({ id: environment.id })
    .from(environment)
    .where(and(eq(environment.projectId, mine), eq(environment.name, place.environment)));
  if (!where) throw invalid('/environment', 'environment_missing', `There is no environment ${place.environment}.`);
}

/** Makes the snapshots read it, and marks a cap on the charts of its prompt. A user is named on no chart. */
async function announce(ctx: InTx, row: RestrictionRow, word: string): Promise<void> {
  await renewSnapshots(ctx);
  if (row.prompt === null || row.environment === null) return;
  const limit = row.liftedAt === null ? ` at ${(row.charsMax ?? 0).toLocaleString('en')} characters` : '';
  await recordChange(ctx, {
    ...{ kind: 'policy', prompt: row.prompt, environment: row.environment, path: '/runbooks' },
    title: `The input of ${row.prompt} in ${row.environment} is ${word}${limit}`,
  });
}

const objectOf = ({ id }: RestrictionRow) => ({ kind: 'restriction', id });

const auditOf = ({ kind, userKey, prompt, environment, charsMax, reason, endsAt }: RestrictionRow) => ({
  ...{ kind, reason, ends_at: endsAt.toISOString() },
  ...(userKey === null ? { prompt, environment, max_chars: charsMax } : { user: userKey }),
});
