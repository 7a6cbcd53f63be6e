import { and, eq, sql } from 'drizzle-orm';
import { member, person } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx, DbCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { notifyKeys } from '#server/projects/keys/notify-keys.ts';
import { revokeKeysOf } from '#server/projects/keys/revoke-keys-of.ts';
import { lockPerson } from '#server/projects/sign-in/lock-person.ts';
import { endSessionsOf } from '#server/projects/sign-in/session.ts';
import { voidLinks } from '#server/projects/sign-in/sign-in-link.ts';
import { lockAdmins } from './lock-admins.ts';

/**
 * Ends a membership. Revokes the person's keys of this project and voids outstanding links. A person who is then in no
 * project is signed out everywhere and is no longer an admin of the installation. Errors: 404, and those of
 * {@link lockAdmins}.
 */
export async function removeMember(ctx: Ctx, { personId }: { personId: string }): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    await lockPerson(ctx, personId);
    await lockAdmins(ctx, personId);
    const [gone] = await ctx.db
      .delete(member)
      .where(and(eq(member.projectId, ctx.project.id), eq(member.personId, personId)))
      .returning({ role: member.role });
    if (!gone) throw notFound();
    await voidLinks(ctx, personId);
    await endSessionsOutsideProjects(ctx, personId);
    await notifyKeys(ctx);
    await revokeKeysOf(ctx, { personId, projectId: ctx.project.id });
    await appendAudit(ctx, {
      action: 'member.remove',
      object: { kind: 'person', id: personId },
      detail: { role: gone.role },
    });
  });
}

/** Ends the sessions of a person who is in no project of the whole installation. */
async function endSessionsOutsideProjects(ctx: InTx<DbCtx>, personId: string): Promise<void> {
  const left = await ctx.db.select({ id: member.projectId }).from(member).where(eq(member.personId, personId)).limit(1);
  if (left.length > 0) return;
  await ctx.db
    .update(person)
    .set({ sessionVersion: sql`${person.sessionVersion} + 1`, installationAdmin: false })
    .where(eq(person.id, personId));
  await endSessionsOf(ctx, personId);
}
