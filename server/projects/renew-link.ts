import { and, eq } from 'drizzle-orm';
import { member, person } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict, notFound } from '#server/platform/faults.ts';
import { mayHaveLink } from './may-have-link.ts';
import { linkOf, makeSignInLink } from './sign-in-link.ts';

/**
 * A new one-time link for a member who never signed in. Errors: 404, 409 `has_a_way_in` for one who has a password or
 * belongs to another project too; such people get theirs from whoever runs the server.
 */
export async function renewLink(ctx: Ctx, { personId }: { personId: string }): Promise<{ signInLink: string }> {
  return ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ id: person.id, passwordHash: person.passwordHash })
      .from(member)
      .innerJoin(person, eq(person.id, member.personId))
      .where(and(eq(member.projectId, ctx.project.id), eq(member.personId, personId)));
    if (!found) throw notFound();
    if (!(await mayHaveLink(tx, ctx, found))) {
      throw conflict(
        'has_a_way_in',
        'This person has signed in already or belongs to another project. Whoever runs the server can make a link with "users create".',
      );
    }
    const token = await makeSignInLink(tx, ctx, personId);
    await appendAudit(tx, ctx, { action: 'member.renew_link', object: { kind: 'person', id: personId } });
    return { signInLink: linkOf(ctx.publicUrl, token) };
  });
}
