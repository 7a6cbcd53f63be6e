import { and, eq, isNull } from 'drizzle-orm';
import { apiKey } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { notifyKeys } from './notify-keys.ts';

/** Revokes a key for ever; every process refuses it within 2 s. Revoking it again changes nothing. Errors: 404. */
export async function revokeKey(ctx: Ctx, { id }: { id: string }): Promise<{ id: string }> {
  if (!isUuid(id)) throw notFound();
  const mine = and(eq(apiKey.id, id), eq(apiKey.projectId, ctx.project.id));
  await inTransaction(ctx, async (ctx) => {
    const [ended] = await ctx.db
      .update(apiKey)
      .set({ revokedAt: ctx.clock.now() })
      .where(and(mine, isNull(apiKey.revokedAt)))
      .returning({ name: apiKey.name, last4: apiKey.last4 });
    if (!ended) {
      const known = await ctx.db.select({ id: apiKey.id }).from(apiKey).where(mine);
      if (known.length === 0) throw notFound();
      return;
    }
    await notifyKeys(ctx);
    await appendAudit(ctx, { action: 'key.revoke', object: { kind: 'key', id }, detail: ended });
  });
  return { id };
}
