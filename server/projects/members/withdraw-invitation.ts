import { and, eq } from 'drizzle-orm';
import { invitation } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { lockPerson } from '#server/projects/sign-in/lock-person.ts';
import { voidLinks } from '#server/projects/sign-in/sign-in-link.ts';

/** Deletes an invitation and voids the person's outstanding links. Errors: 404. */
export async function withdrawInvitation(ctx: Ctx, { personId }: { personId: string }): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    await lockPerson(ctx, personId);
    const [gone] = await ctx.db
      .delete(invitation)
      .where(and(eq(invitation.projectId, ctx.project.id), eq(invitation.personId, personId)))
      .returning({ role: invitation.role });
    if (!gone) throw notFound();
    await voidLinks(ctx, personId);
    await appendAudit(ctx, {
      action: 'member.withdraw',
      object: { kind: 'person', id: personId },
      detail: { role: gone.role },
    });
  });
}
