import { and, eq } from 'drizzle-orm';
import { invitation, member, person } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Role } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict } from '#server/platform/faults.ts';
import { validate } from '#server/platform/http/validate.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { memberInput } from '#server/projects/contract.ts';
import { lockPerson } from '#server/projects/sign-in/lock-person.ts';
import { linkOf, makeSignInLink } from '#server/projects/sign-in/sign-in-link.ts';

export type Invited = {
  personId: string;
  /** A one-time link that accepts this invitation, shown once. */
  signInLink: string;
};

/**
 * Invites an address to the project; the person becomes a member by accepting. The link sets a password where the
 * address has none. An existing account needs its own password, so that an invitation gives no access to it. Earlier
 * links of the address become void. Errors: 422 for a wrong address or role, 409 `already_member` or `already_invited`.
 */
export async function addMember(
  ctx: Ctx,
  given: { email: string; name?: string; role: Role },
  options: { installationAdmin?: boolean } = {},
): Promise<Invited> {
  const { email, name = email.split('@')[0] ?? email, role } = validate(memberInput, given);
  return inTransaction(ctx, async (ctx) => {
    const personId = await findOrMakePerson(ctx, { email, name });
    await lockPerson(ctx, personId);
    await requireNew(ctx, { personId, email });
    const invitedBy = ctx.actor.kind === 'person' ? ctx.actor.id : null;
    const projectId = ctx.project.id;
    const createdAt = ctx.clock.now();
    await ctx.db.insert(invitation).values({ projectId, personId, name, role, invitedBy, createdAt });
    const vouched = ctx.actor.kind === 'system';
    const installationAdmin = vouched && options.installationAdmin === true;
    const token = await makeSignInLink(ctx, { personId, projectId, vouched, installationAdmin });
    await appendAudit(ctx, {
      action: 'member.invite',
      object: { kind: 'person', id: personId },
      detail: { email, role, ...(installationAdmin ? { installationAdmin } : {}) },
    });
    return { personId, signInLink: linkOf(ctx.publicUrl, token) };
  });
}

async function findOrMakePerson(ctx: InTx, { email, name }: { email: string; name: string }): Promise<string> {
  await ctx.db
    .insert(person)
    .values({ id: newId(), email, name, createdAt: ctx.clock.now() })
    .onConflictDoNothing({ target: person.email });
  const [found] = await ctx.db.select({ id: person.id }).from(person).where(eq(person.email, email));
  if (!found) throw new Error('The person was neither found nor made.');
  return found.id;
}

async function requireNew(ctx: InTx, { personId, email }: { personId: string; email: string }): Promise<void> {
  const members = await ctx.db
    .select({ role: member.role })
    .from(member)
    .where(and(eq(member.projectId, ctx.project.id), eq(member.personId, personId)));
  if (members.length > 0) {
    throw conflict('already_member', `${email} is a member of this project already. Change the role instead.`);
  }
  const invited = await ctx.db
    .select({ role: invitation.role })
    .from(invitation)
    .where(and(eq(invitation.projectId, ctx.project.id), eq(invitation.personId, personId)));
  if (invited.length > 0) {
    throw conflict('already_invited', `${email} is invited already. Make a new link, or change the role, in the list.`);
  }
}
