import { eq, sql } from 'drizzle-orm';
import { person } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/faults.ts';
import type { SignedInCtx } from '#server/platform/trpc.ts';
import { passwordProblem } from './domain/password-rules.ts';
import { countSignIn, forgiveSignIn } from './limit-sign-in.ts';
import { hashPassword, isRightPassword } from './password.ts';
import { INSTALLATION } from './redeem-sign-in-link.ts';

/**
 * Changes one's own password and ends every session, this one included.
 * Errors: 422 `wrong_password` or `weak_password`, 429 `too_many_attempts`, 503 `busy`.
 */
export async function changePassword(ctx: SignedInCtx, given: { current: string; next: string }): Promise<void> {
  const [me] = await ctx.db.select().from(person).where(eq(person.id, ctx.person.id));
  if (!me) throw notFound();
  const attempt = { email: me.email, ip: ctx.ip };
  await countSignIn(ctx, attempt);
  if (!(await isRightPassword(me.passwordHash, given.current))) {
    throw invalid('/current', 'wrong_password', 'The present password is wrong.');
  }
  await forgiveSignIn(ctx, attempt);
  const problem = passwordProblem(given.next, me.email);
  if (problem !== null) throw invalid('/next', 'weak_password', problem);
  await endSessions(ctx, 'account.change_password', await hashPassword(given.next));
}

/** Ends every session of oneself, this one included. */
export const signOutEverywhere = (ctx: SignedInCtx): Promise<void> => endSessions(ctx, 'account.sign_out_everywhere');

async function endSessions(ctx: SignedInCtx, action: string, passwordHash?: string): Promise<void> {
  const { id, name } = ctx.person;
  const actor: Ctx['actor'] = { kind: 'person', id, name, role: 'viewer', scopes: null };
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(person)
      .set({ sessionVersion: sql`${person.sessionVersion} + 1`, ...(passwordHash ? { passwordHash } : {}) })
      .where(eq(person.id, id));
    await appendAudit(tx, { ...ctx, project: INSTALLATION, actor }, { action, object: { kind: 'person', id } });
  });
}
