import { and, asc, eq } from 'drizzle-orm';
import { member } from '#db/schema/projects.ts';
import { conflict, forbidden } from '#server/platform/faults.ts';
import type { InTx } from '#server/platform/in-transaction.ts';

/**
 * Locks the project's admins and checks that the caller may change or remove `personId`: not themself, not the last
 * admin, and the caller is still an admin. Of two admins who demote each other at once, one succeeds.
 * Errors: 403 `own_membership`, 403 `insufficient_role`, 409 `last_admin`.
 */
export async function lockAdmins(ctx: InTx, personId: string): Promise<void> {
  if (ctx.actor.id === personId) {
    throw forbidden('own_membership', 'You cannot change or remove your own membership. Ask another admin.');
  }
  const admins = await ctx.db
    .select({ id: member.personId })
    .from(member)
    .where(and(eq(member.projectId, ctx.project.id), eq(member.role, 'admin')))
    .orderBy(asc(member.personId))
    .for('update');
  if (ctx.actor.kind === 'person' && !admins.some((it) => it.id === ctx.actor.id)) {
    throw forbidden('insufficient_role', 'You are no longer an admin of this project.');
  }
  if (admins.length === 1 && admins[0]?.id === personId) {
    throw conflict('last_admin', 'This is the last admin of the project. Make another person an admin first.');
  }
}
