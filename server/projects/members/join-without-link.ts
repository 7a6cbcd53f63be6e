import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict, forbidden, notFound } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { lockPerson } from '#server/projects/sign-in/lock-person.ts';
import { voidLinks } from '#server/projects/sign-in/sign-in-link.ts';
import { joinProject } from './join-project.ts';

/**
 * Makes an invited person a member without a link, for a person who acts only by keys that are made on the server. From
 * then on only the server's operator can give that person a password. Errors: 404, 403 `operator_required` for any
 * other caller, 409 `has_account` where the person has a password, which a link would require.
 */
export async function joinWithoutLink(ctx: Ctx, { personId }: { personId: string }): Promise<void> {
  if (ctx.actor.kind !== 'system') throw forbidden('operator_required', 'Only the operator of the server can do this.');
  await inTransaction(ctx, async (ctx) => {
    const who = await lockPerson(ctx, personId);
    if (!who) throw notFound();
    if (who.passwordHash !== null) {
      throw conflict(
        'has_account',
        `${who.email} has a password already, so they join by a link. Leave out --no-link.`,
      );
    }
    await voidLinks(ctx, personId);
    const joined = await joinProject(ctx, { projectId: ctx.project.id, personId });
    if (!joined) throw notFound();
    await appendAudit(ctx, {
      action: 'member.join',
      object: { kind: 'person', id: personId },
      detail: { email: who.email, role: joined.role, invitedBy: joined.invitedBy },
    });
  });
}
