import { and, eq } from 'drizzle-orm';
import { member } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Role } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { lockAdmins } from './lock-admins.ts';
import { notifyKeys } from './notify-keys.ts';

/** Gives a member another role, for their sessions at once and for their keys within 2 s. Errors: 404, {@link lockAdmins}'. */
export async function changeRole(ctx: Ctx, { personId, role }: { personId: string; role: Role }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await lockAdmins(tx, ctx, personId);
    const mine = and(eq(member.projectId, ctx.project.id), eq(member.personId, personId));
    const [before] = await tx.select({ role: member.role }).from(member).where(mine).for('update');
    if (!before) throw notFound();
    if (before.role === role) return;
    await tx.update(member).set({ role }).where(mine);
    await notifyKeys(tx);
    await appendAudit(tx, ctx, {
      action: 'member.change_role',
      object: { kind: 'person', id: personId },
      detail: { from: before.role, to: role },
    });
  });
}
