import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict, forbidden, notFound } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { lockPerson } from '#server/projects/sign-in/lock-person.ts';
import { voidLinks } from '#server/projects/sign-in/sign-in-link.ts';
import { joinProject } from './join-project.ts';

/**
 * Makes an invited person a member without a link, for somebody who only acts by keys made on the server. From then on
 * only whoever runs the server can give them a password. Errors: 404, 403 for anybody else, 409 `has_account` where
 * there is a password already: it was not proved.
 */
export async function joinWithoutLink(ctx: Ctx, { personId }: { personId: string }): Promise<void> {
  if (ctx.actor.kind !== 'system') throw forbidden('operator_required', 'Whoever runs the server does this.');
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
