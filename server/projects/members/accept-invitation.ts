import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { forbidden } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { SignedInCtx } from '#server/platform/trpc.ts';
import { lockPerson } from '#server/projects/sign-in/lock-person.ts';
import { readSignInLink } from '#server/projects/sign-in/read-sign-in-link.ts';
import { linkGone } from '#server/projects/sign-in/redeem-sign-in-link.ts';
import { voidLinks } from '#server/projects/sign-in/sign-in-link.ts';
import { joinProject } from './join-project.ts';

/**
 * Joins the signed-in person to the project of a one-time link: link and password together prove that the address is
 * theirs. Returns the project's name. Errors: 410 `link_used`, 403 `other_person` where the link is for another
 * address.
 */
export async function acceptInvitation(ctx: SignedInCtx, { token }: { token: string }): Promise<{ project: string }> {
  const personId = ctx.person.id;
  return inTransaction(ctx, async (ctx) => {
    await lockPerson(ctx, personId);
    const link = await readSignInLink(ctx, token);
    if (!link?.project) throw linkGone();
    if (link.id !== personId) {
      throw forbidden('other_person', 'This link is for another address. Sign out, and sign in with that one.');
    }
    await voidLinks(ctx, personId);
    const joined = await joinProject(ctx, { projectId: link.project.id, personId });
    if (!joined) throw linkGone();
    const actor: Ctx['actor'] = {
      kind: 'person',
      id: personId,
      name: ctx.person.name,
      role: joined.role,
      scopes: null,
    };
    await appendAudit(
      { ...ctx, project: { ...link.project, simulated: false }, actor },
      {
        action: 'member.join',
        object: { kind: 'person', id: personId },
        detail: { email: link.email, role: joined.role, invitedBy: joined.invitedBy },
      },
    );
    return { project: link.project.name };
  });
}
