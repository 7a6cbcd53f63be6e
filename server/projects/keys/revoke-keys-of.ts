import { and, eq, isNull, or } from 'drizzle-orm';
import { apiKey } from '#db/schema/projects.ts';
import { type AuditCtx, appendAudit } from '#server/audit/append-audit.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { notifyKeys } from './notify-keys.ts';

/**
 * Revokes every key that acts as the person, or that the person made for a service account and has therefore seen, in
 * one project or in all, each with a row in its project's log. Otherwise a key from an earlier membership, or from
 * another person who used the account, would be valid again.
 */
export async function revokeKeysOf(ctx: InTx<AuditCtx>, who: { personId: string; projectId?: number }): Promise<void> {
  const mine = who.projectId === undefined ? undefined : eq(apiKey.projectId, who.projectId);
  const theirs = or(eq(apiKey.ownerId, who.personId), eq(apiKey.createdBy, who.personId));
  const ended = await ctx.db
    .update(apiKey)
    .set({ revokedAt: ctx.clock.now() })
    .where(and(theirs, isNull(apiKey.revokedAt), mine))
    .returning({ id: apiKey.id, projectId: apiKey.projectId, name: apiKey.name, last4: apiKey.last4 });
  if (ended.length === 0) return;
  await notifyKeys(ctx);
  // Chains are always locked in the order of project ids, so that two transactions cannot deadlock.
  for (const { id, projectId, ...detail } of ended.toSorted((a, b) => a.projectId - b.projectId)) {
    const project = { ...ctx.project, id: projectId };
    await appendAudit({ ...ctx, project }, { action: 'key.revoke', object: { kind: 'key', id }, detail });
  }
}
