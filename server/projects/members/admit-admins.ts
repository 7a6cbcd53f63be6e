import { and, eq, isNull } from 'drizzle-orm';
import { invitation, member, person, project } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { notifyKeys } from '#server/projects/keys/notify-keys.ts';

/**
 * Makes the admins of the project named `other` admins of this one too; members of this one keep their role. People
 * whom the server's operator invited there as admins are invited here too, so that the first admin's link joins both
 * projects. Returns the e-mail addresses of those who were added. They need no link: they have an account already.
 */
export async function admitAdmins(ctx: Ctx, other: string): Promise<string[]> {
  return inTransaction(ctx, async (ctx) => {
    const admins = await ctx.db
      .select({ id: person.id, email: person.email })
      .from(person)
      .innerJoin(member, and(eq(member.personId, person.id), eq(member.role, 'admin')))
      .innerJoin(project, and(eq(project.id, member.projectId), eq(project.name, other)));
    const added: string[] = [];
    for (const { id, email } of admins) {
      const row = { projectId: ctx.project.id, personId: id, role: 'admin' as const, createdAt: ctx.clock.now() };
      const made = await ctx.db.insert(member).values(row).onConflictDoNothing().returning({ id: member.personId });
      if (made.length === 0) continue;
      await appendAudit(ctx, {
        action: 'member.add',
        object: { kind: 'person', id },
        detail: { email, role: 'admin' },
      });
      added.push(email);
    }
    added.push(...(await inviteInvited(ctx, other)));
    if (added.length > 0) await notifyKeys(ctx);
    return added;
  });
}

async function inviteInvited(ctx: InTx, other: string): Promise<string[]> {
  const invited = await ctx.db
    .select({ id: person.id, email: person.email, name: invitation.name })
    .from(person)
    .innerJoin(invitation, and(eq(invitation.personId, person.id), eq(invitation.role, 'admin')))
    .innerJoin(project, and(eq(project.id, invitation.projectId), eq(project.name, other)))
    .where(isNull(invitation.invitedBy));
  const added: string[] = [];
  for (const { id: personId, email, name } of invited) {
    const here = and(eq(member.projectId, ctx.project.id), eq(member.personId, personId));
    if ((await ctx.db.select({ role: member.role }).from(member).where(here)).length > 0) continue;
    const row = { projectId: ctx.project.id, personId, name, role: 'admin' as const, createdAt: ctx.clock.now() };
    const made = await ctx.db
      .insert(invitation)
      .values(row)
      .onConflictDoNothing()
      .returning({ id: invitation.personId });
    if (made.length === 0) continue;
    const detail = { email, role: 'admin' };
    await appendAudit(ctx, { action: 'member.invite', object: { kind: 'person', id: personId }, detail });
    added.push(email);
  }
  return added;
}
