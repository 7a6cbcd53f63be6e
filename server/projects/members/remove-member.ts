import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { member, person } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { notifyKeys } from '#server/projects/keys/notify-keys.ts';
import { revokeKeysOf } from '#server/projects/keys/revoke-keys-of.ts';
import { lockPerson } from '#server/projects/sign-in/lock-person.ts';
import { endSessionsOf } from '#server/projects/sign-in/session.ts';
import { voidLinks } from '#server/projects/sign-in/sign-in-link.ts';
import { lockAdmins } from './lock-admins.ts';

/**
 * Ends a membership: the person's keys of this project and outstanding links with it, for good. Who belongs to no
 * project any more is signed out everywhere and no admin of the installation. Errors: 404, {@link lockAdmins}'.
 */
export async function removeMember(ctx: Ctx, { personId }: { personId: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await lockPerson(tx, personId);
    await lockAdmins(tx, ctx, personId);
    const [gone] = await tx
      .delete(member)
      .where(and(eq(member.projectId, ctx.project.id), eq(member.personId, personId)))
      .returning({ role: member.role });
    if (!gone) throw notFound();
    await voidLinks(tx, ctx, personId);
    await endWhereNowhere(tx, personId);
    await notifyKeys(tx);
    await revokeKeysOf(tx, ctx, { personId, projectId: ctx.project.id });
    await appendAudit(tx, ctx, {
      action: 'member.remove',
      object: { kind: 'person', id: personId },
      detail: { role: gone.role },
    });
  });
}

async function endWhereNowhere(tx: Tx, personId: string): Promise<void> {
  const left = await tx.select({ id: member.projectId }).from(member).where(eq(member.personId, personId)).limit(1);
  if (left.length > 0) return;
  await tx
    .update(person)
    .set({ sessionVersion: sql`${person.sessionVersion} + 1`, installationAdmin: false })
    .where(eq(person.id, personId));
  await endSessionsOf(tx, personId);
}
