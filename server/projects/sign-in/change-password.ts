import { eq, sql } from 'drizzle-orm';
import { person } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { SignedInCtx } from '#server/platform/trpc.ts';
import { passwordProblem } from '#server/projects/domain/password-rules.ts';
import { clearFailedSignIns, countSignInAttempt } from './limit-sign-in.ts';
import { lockPerson } from './lock-person.ts';
import { hashPassword, isRightPassword } from './password.ts';
import { INSTALLATION } from './redeem-sign-in-link.ts';
import { endSessionsOf } from './session.ts';
import { voidLinks } from './sign-in-link.ts';

/**
 * Changes the caller's own password, ends all of their sessions, this one included, and voids outstanding links.
 * Errors: 422 `wrong_password` or `weak_password`, 429 `too_many_attempts`, 503 `busy`.
 */
export async function changePassword(ctx: SignedInCtx, given: { current: string; next: string }): Promise<void> {
  const [me] = await ctx.db.select().from(person).where(eq(person.id, ctx.person.id));
  if (!me) throw notFound();
  const attempt = { email: me.email, ip: ctx.ip };
  await countSignInAttempt(ctx, attempt);
  if (!(await isRightPassword(me.passwordHash, given.current))) {
    throw wrongPassword();
  }
  await clearFailedSignIns(ctx, attempt);
  const problem = passwordProblem(given.next, me.email);
  if (problem !== null) throw invalid('/next', 'weak_password', problem);
  const next = { from: me.passwordHash, to: await hashPassword(given.next) };
  if (!(await endSessions(ctx, 'account.change_password', next))) throw wrongPassword();
}

/** Ends all sessions of the caller, this one included. */
export async function signOutEverywhere(ctx: SignedInCtx): Promise<void> {
  await endSessions(ctx, 'account.sign_out_everywhere');
}

/**
 * Ends all sessions; with `password`, also sets the new password and voids outstanding links. Returns false where the
 * stored password is no longer the one that was checked.
 */
async function endSessions(
  ctx: SignedInCtx,
  action: string,
  password?: { from: string | null; to: string },
): Promise<boolean> {
  const { id, name } = ctx.person;
  const actor: Ctx['actor'] = { kind: 'person', id, name, role: 'viewer', scopes: null };
  return inTransaction(ctx, async (ctx) => {
    const before = await lockPerson(ctx, id);
    if (password && before?.passwordHash !== password.from) return false;
    await ctx.db
      .update(person)
      .set({ sessionVersion: sql`${person.sessionVersion} + 1`, ...(password ? { passwordHash: password.to } : {}) })
      .where(eq(person.id, id));
    await endSessionsOf(ctx, id);
    if (password) await voidLinks(ctx, id);
    await appendAudit({ ...ctx, project: INSTALLATION, actor }, { action, object: { kind: 'person', id } });
    return true;
  });
}

const wrongPassword = () => invalid('/current', 'wrong_password', 'The present password is wrong.');
