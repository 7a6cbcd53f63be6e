import { and, eq } from 'drizzle-orm';
import { invitation, member } from '#db/schema/projects.ts';
import type { Role } from '#server/platform/actions.ts';
import type { Services } from '#server/platform/context.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { notifyKeys } from '#server/projects/keys/notify-keys.ts';

/**
 * Turns an invitation into a membership, with the role that the invitation has now; returns null where it was
 * withdrawn. `invitedBy` is a person, or null for the server's operator. The caller must have locked the person's row.
 * Only this, making a project and {@link admitAdmins} insert into `member`.
 */
export async function joinProject(
  ctx: InTx<Pick<Services, 'clock'>>,
  who: { projectId: number; personId: string },
): Promise<{ role: Role; name: string; invitedBy: string | null } | null> {
  const [accepted] = await ctx.db
    .delete(invitation)
    .where(and(eq(invitation.projectId, who.projectId), eq(invitation.personId, who.personId)))
    .returning({ role: invitation.role, name: invitation.name, invitedBy: invitation.invitedBy });
  if (!accepted) return null;
  await ctx.db
    .insert(member)
    .values({ ...who, role: accepted.role, createdAt: ctx.clock.now() })
    .onConflictDoNothing();
  await notifyKeys(ctx);
  return accepted;
}
