import { and, eq } from 'drizzle-orm';
import { invitation, member } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { forbidden, notFound } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { lockPerson } from '#server/projects/sign-in/lock-person.ts';
import { linkOf, makeSignInLink } from '#server/projects/sign-in/sign-in-link.ts';

type Given = { personId: string; installationAdmin?: boolean };

/**
 * Makes a new one-time link for an invitation of this project; earlier links of the person become void. Errors: 404.
 */
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
 * Makes a link with which a member sets a new password. Only the server's operator may make one, since it gives access
 * to the whole account. Earlier links become void. Errors: 403 `operator_required`, 404.
 */
export async function makeResetLink(ctx: Ctx, { personId, installationAdmin }: Given): Promise<{ signInLink: string }> {
  if (ctx.actor.kind !== 'system')
    throw forbidden('operator_required', 'Only the operator of the server can make such a link.');
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
