import { eq } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { member, person } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Role } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict } from '#server/platform/faults.ts';
import { validate } from '#server/platform/http/validate.ts';
import { newId } from '#server/platform/ids.ts';
import { memberInput } from './contract.ts';
import { mayHaveLink } from './may-have-link.ts';
import { notifyKeys } from './notify-keys.ts';
import { linkOf, makeSignInLink } from './sign-in-link.ts';

export type AddedMember = {
  personId: string;
  /** A one-time sign-in link, shown once; null where the person has a way in already. */
  signInLink: string | null;
};

/**
 * Makes somebody a member of the project, and a person where the e-mail address is new.
 * Errors: 422 for a wrong address or role, 409 `already_member`.
 */
export async function addMember(ctx: Ctx, given: { email: string; name?: string; role: Role }): Promise<AddedMember> {
  const { email, name, role } = validate(memberInput, given);
  try {
    return await ctx.db.transaction(async (tx) => {
      const who = await findOrMakePerson(tx, ctx, email, name ?? email.split('@')[0] ?? email);
      await tx.insert(member).values({ projectId: ctx.project.id, personId: who.id, role, createdAt: ctx.clock.now() });
      const token = (await mayHaveLink(tx, ctx, who)) ? await makeSignInLink(tx, ctx, who.id) : null;
      await notifyKeys(tx);
      await appendAudit(tx, ctx, {
        action: 'member.add',
        object: { kind: 'person', id: who.id },
        detail: { email, role, signInLink: token !== null },
      });
      return { personId: who.id, signInLink: token === null ? null : linkOf(ctx.publicUrl, token) };
    });
  } catch (error) {
    if (!isDuplicate(error, 'member_project_id_person_id_pk')) throw error;
    throw conflict('already_member', `${email} is a member of this project already. Change the role instead.`);
  }
}

type Known = { id: string; passwordHash: string | null };

async function findOrMakePerson(tx: Tx, ctx: Ctx, email: string, name: string): Promise<Known> {
  await tx
    .insert(person)
    .values({ id: newId(), email, name, createdAt: ctx.clock.now() })
    .onConflictDoNothing({ target: person.email });
  const [found] = await tx
    .select({ id: person.id, passwordHash: person.passwordHash })
    .from(person)
    .where(eq(person.email, email));
  if (!found) throw new Error('The person was neither found nor made.');
  return found;
}
