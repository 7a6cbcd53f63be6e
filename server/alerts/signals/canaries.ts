import { and, asc, count, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { signalCanary } from '#db/schema/signals.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx, type ReadCtx } from '#server/platform/context.ts';
import { conflict, invalid } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { canaryBody } from './contract.ts';

export type CanaryRow = { prompt: string | null; canary: string; updatedBy: string; updatedAt: Date };

/** Canaries of a project: each is looked for in every output of its prompt. */
const CANARIES_MAX = 200;

/** The canaries of the project, that of all prompts first. */
export async function readCanaries(ctx: ReadCtx): Promise<CanaryRow[]> {
  const rows = await ctx.db
    .select()
    .from(signalCanary)
    .where(eq(signalCanary.projectId, ctx.project.id))
    .orderBy(asc(signalCanary.prompt));
  return rows.map(({ prompt, canary, updatedBy, updatedAt }) => ({
    ...{ prompt: prompt === '' ? null : prompt, canary, updatedBy: updatedBy.name, updatedAt },
  }));
}

/**
 * Sets, changes or removes the canary of a prompt or of all; outputs of minutes that are scanned from now on are searched
 * for it. 422 `not_unique` for a text that anybody could write: it needs a digit or a mark. 409 `too_many_canaries`.
 */
export async function putCanary(ctx: Ctx, { prompt, canary }: z.output<typeof canaryBody>): Promise<CanaryRow[]> {
  if (canary !== null && !/[\d_-]/.test(canary)) {
    throw invalid(
      '/canary',
      'not_unique',
      'canary: plain words can stand in any answer. Add digits, as in "amber-7f3a9c1e".',
    );
  }
  const key = { projectId: ctx.project.id, prompt: prompt ?? '' };
  await inTransaction(ctx, async (ctx) => {
    if (canary === null) {
      await ctx.db
        .delete(signalCanary)
        .where(and(eq(signalCanary.projectId, key.projectId), eq(signalCanary.prompt, key.prompt)));
    } else {
      const values = { canary, updatedBy: actorRecord(ctx.actor), updatedAt: ctx.clock.now() };
      await ctx.db
        .insert(signalCanary)
        .values({ ...key, ...values })
        .onConflictDoUpdate({ target: [signalCanary.projectId, signalCanary.prompt], set: values });
      const [mine] = await ctx.db
        .select({ n: count() })
        .from(signalCanary)
        .where(eq(signalCanary.projectId, key.projectId));
      if ((mine?.n ?? 0) > CANARIES_MAX) {
        throw conflict('too_many_canaries', `A project has at most ${CANARIES_MAX} canaries. Remove one first.`);
      }
    }
    const detail = { prompt: prompt ?? null, set: canary !== null };
    await appendAudit(ctx, { action: 'signal.canary', object: { kind: 'canary', id: key.prompt || 'all' }, detail });
  });
  return readCanaries(ctx);
}
