import { and, eq } from 'drizzle-orm';
import { silence } from '#db/schema/notify.ts';
import type { SilenceChange, SilenceEntry } from '#server/alerts/notify/contract.ts';
import { matcherWords, silenceProblems } from '#server/alerts/notify/domain/silence.ts';
import { makeAllDue } from '#server/alerts/notify/note-entry.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict, invalidFields, notFound } from '#server/platform/faults.ts';
import { isUuid, newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';

export type SilenceRow = typeof silence.$inferSelect;

/**
 * Silences the alerts that match, from `starts_at` to `ends_at`. Evaluation and history go on; whatever still fires at its
 * end is told then. 422 by field: without an end or a reason, past 7 days, and where it would hide every alert.
 */
export async function createSilence(ctx: Ctx, entry: SilenceEntry): Promise<SilenceRow> {
  const now = ctx.clock.now();
  const startsAt = entry.starts_at == null ? now : new Date(entry.starts_at);
  const endsAt = entry.ends_at == null ? null : new Date(entry.ends_at);
  const { matchers, reason } = entry;
  const given = { matchers, reason, startsAt: startsAt.getTime(), endsAt: endsAt?.getTime() ?? null };
  const problems = silenceProblems(given, now.getTime());
  if (problems.length > 0 || endsAt === null) throw invalidFields(problems);
  return inTransaction(ctx, async (ctx) => {
    const [row] = await ctx.db
      .insert(silence)
      .values({
        ...{ id: newId(), projectId: ctx.project.id, matchers, reason: reason.trim(), startsAt, endsAt },
        ...{ actor: actorRecord(ctx.actor), createdAt: now },
      })
      .returning();
    if (!row) throw new Error('The silence was not inserted.');
    await makeAllDue(ctx, startsAt > now ? startsAt : now);
    await appendAudit(ctx, { action: 'silence.create', object: { kind: 'silence', id: row.id }, detail: auditOf(row) });
    return row;
  });
}

/**
 * Changes the end or the reason of a silence that is not over; an end that is over already ends it now. 404 unknown; 409
 * `silence_over`; 422 as on creation.
 */
export async function updateSilence(ctx: Ctx, id: string, change: SilenceChange): Promise<SilenceRow> {
  return inTransaction(ctx, async (ctx) => {
    const before = await lockSilence(ctx, id);
    const now = ctx.clock.now();
    if (before.endsAt <= now) throw conflict('silence_over', 'The silence is over. Make another one.');
    const asked = change.ends_at === undefined ? before.endsAt : new Date(change.ends_at);
    const isEnded = asked <= now;
    const endsAt = isEnded ? now : asked;
    const reason = change.reason ?? before.reason;
    const given = { matchers: before.matchers, reason, startsAt: before.startsAt.getTime(), endsAt: endsAt.getTime() };
    const problems = silenceProblems(given, now.getTime());
    const refused = problems.filter(({ path }) => !(isEnded && path === '/ends_at'));
    if (refused.length > 0) throw invalidFields(refused);
    const [row] = await ctx.db
      .update(silence)
      .set({ endsAt, reason: reason.trim() })
      .where(and(eq(silence.projectId, ctx.project.id), eq(silence.id, before.id)))
      .returning();
    if (!row) throw notFound();
    await makeAllDue(ctx, now);
    const detail = { before: auditOf(before), after: auditOf(row) };
    await appendAudit(ctx, { action: 'silence.update', object: { kind: 'silence', id: row.id }, detail });
    return row;
  });
}

async function lockSilence(ctx: InTx, id: string): Promise<SilenceRow> {
  if (!isUuid(id)) throw notFound();
  const mine = and(eq(silence.projectId, ctx.project.id), eq(silence.id, id));
  const [row] = await ctx.db.select().from(silence).where(mine).for('update');
  if (!row) throw notFound();
  return row;
}

const auditOf = ({ matchers, reason, startsAt, endsAt }: SilenceRow) => ({
  ...{ matches: matcherWords(matchers), reason, starts_at: startsAt.toISOString(), ends_at: endsAt.toISOString() },
});
