import { and, eq } from 'drizzle-orm';
import { member, person, project } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notifyKeys } from './notify-keys.ts';

/**
 * Makes the admins of the project named `other` admins of this one too; whoever is a member already stays as they are.
 * Returns the e-mail addresses of those who were added. Needs no link: they sign in as they do there.
 */
export async function admitAdmins(ctx: Ctx, other: string): Promise<string[]> {
  return ctx.db.transaction(async (tx) => {
    const admins = await tx
      .select({ id: person.id, email: person.email })
      .from(person)
      .innerJoin(member, and(eq(member.personId, person.id), eq(member.role, 'admin')))
      .innerJoin(project, and(eq(project.id, member.projectId), eq(project.name, other)));
    const added: string[] = [];
    for (const { id, email } of admins) {
      const row = { projectId: ctx.project.id, personId: id, role: 'admin' as const, createdAt: ctx.clock.now() };
      const made = await tx.insert(member).values(row).onConflictDoNothing().returning({ id: member.personId });
      if (made.length === 0) continue;
      await appendAudit(tx, ctx, {
        action: 'member.add',
        object: { kind: 'person', id },
        detail: { email, role: 'admin', signInLink: false },
      });
      added.push(email);
    }
    if (added.length > 0) await notifyKeys(tx);
    return added;
  });
}
