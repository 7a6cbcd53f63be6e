import { and, eq } from 'drizzle-orm';
import { member } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { lockAdmins } from './lock-admins.ts';
import { notifyKeys } from './notify-keys.ts';

/** Ends a membership; the person's keys of this project stop with it. Errors: 404, {@link lockAdmins}'. */
export async function removeMember(ctx: Ctx, { personId }: { personId: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await lockAdmins(tx, ctx, personId);
    const [gone] = await tx
      .delete(member)
      .where(and(eq(member.projectId, ctx.project.id), eq(member.personId, personId)))
      .returning({ role: member.role });
    if (!gone) throw notFound();
    await notifyKeys(tx);
    await appendAudit(tx, ctx, {
      action: 'member.remove',
      object: { kind: 'person', id: personId },
      detail: { role: gone.role },
    });
  });
}
