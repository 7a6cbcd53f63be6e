import { and, eq } from 'drizzle-orm';
import { invitation, member } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { forbidden, notFound } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { lockPerson } from '#server/projects/sign-in/lock-person.ts';
import { linkOf, makeSignInLink } from '#server/projects/sign-in/sign-in-link.ts';

type Given = { personId: string; installationAdmin?: boolean };

/** A new one-time link for an invitation of this project; every earlier link of the person is void. Errors: 404. */
export async function renewLink(ctx: Ctx, { personId, installationAdmin }: Given): Promise<{ signInLink: string }> {
  return inTransaction(ctx, async (ctx) => {
    if (!(await lockPerson(ctx, personId))) throw notFound();
    const [found] = await ctx.db
      .select({ role: invitation.role })
      .from(invitation)
      .where(and(eq(invitation.projectId, ctx.project.id), eq(invitation.personId, personId)));
    if (!found) throw notFound();
    const vouched = ctx.actor.kind === 'system';
    const token = await makeSignInLink(ctx, {
      personId,
      projectId: ctx.project.id,
      vouched,
      installationAdmin: vouched && installationAdmin === true,
    });
    await appendAudit(ctx, { action: 'member.renew_link', object: { kind: 'person', id: personId } });
    return { signInLink: linkOf(ctx.publicUrl, token) };
  });
}

/**
 * A link with which a member sets the password anew: proof by whoever runs the server, and by nobody else. Every
 * earlier link is void. Errors: 403, 404.
 */
export async function makeResetLink(ctx: Ctx, { personId, installationAdmin }: Given): Promise<{ signInLink: string }> {
  if (ctx.actor.kind !== 'system') throw forbidden('operator_required', 'Whoever runs the server makes such a link.');
  return inTransaction(ctx, async (ctx) => {
    if (!(await lockPerson(ctx, personId))) throw notFound();
    const [found] = await ctx.db
      .select({ role: member.role })
      .from(member)
      .where(and(eq(member.projectId, ctx.project.id), eq(member.personId, personId)));
    if (!found) throw notFound();
    const token = await makeSignInLink(ctx, { personId, projectId: null, vouched: true, installationAdmin });
    await appendAudit(ctx, { action: 'member.reset_link', object: { kind: 'person', id: personId } });
    return { signInLink: linkOf(ctx.publicUrl, token) };
  });
}
