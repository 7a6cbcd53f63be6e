import { and, eq, isNull, sql } from 'drizzle-orm';
import { invitation, person } from '#db/schema/projects.ts';
import { type AuditCtx, appendAudit } from '#server/audit/append-audit.ts';
import type { DbCtx, Services } from '#server/platform/context.ts';
import { Fault, forbidden, invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { passwordProblem } from '#server/projects/domain/password-rules.ts';
import { revokeKeysOf } from '#server/projects/keys/revoke-keys-of.ts';
import { joinProject } from '#server/projects/members/join-project.ts';
import type { SessionStart } from './check-password.ts';
import { lockPerson } from './lock-person.ts';
import { hashPassword } from './password.ts';
import { type OpenLink, readSignInLink } from './read-sign-in-link.ts';
import { endSessionsOf } from './session.ts';
import { voidLinks } from './sign-in-link.ts';

/** The project of audit rows that belong to none: about people and their passwords. */
export const INSTALLATION = { id: 0, name: '', simulated: false };

type Given = { token: string; password: string; ip: string | null };

/**
 * Uses a one-time link: sets the password, accepts its invitation, and ends all other links and sessions of the person.
 * Where it replaces a password (a link from the server's operator), it also revokes the keys that act as the person,
 * since another person who used the account may have made them. Errors: 410 `link_used` for an unknown, used, void or
 * old link, 403 `has_account` where the password of the address is needed, 422 for a password that is refused (the link
 * stays valid), 503 `busy`.
 */
export async function redeemSignInLink(
  services: Pick<Services, 'db' | 'clock' | 'auditKey'>,
  given: Given,
): Promise<SessionStart> {
  const seen = await readSignInLink(services, given.token);
  if (!seen) throw linkGone();
  if (!seen.setsPassword) throw hasAccount(seen);
  const problem = passwordProblem(given.password, seen.email);
  if (problem !== null) throw invalid('/password', 'weak_password', problem);
  const passwordHash = await hashPassword(given.password);
  return inTransaction(services, async (services) => {
    const before = await lockPerson(services, seen.id);
    const link = await readSignInLink(services, given.token);
    if (!before || !link) throw linkGone();
    if (!link.setsPassword) throw hasAccount(link);
    await voidLinks(services, link.id);
    const changed = await setPassword(services, link, passwordHash);
    await endSessionsOf(services, link.id);
    const actor = { kind: 'person', id: link.id, name: link.name, role: 'viewer', scopes: null } as const;
    const ctx = { ...services, project: INSTALLATION, actor, requestId: newId(), ip: given.ip };
    await accept(ctx, link, before.passwordHash !== null);
    return changed;
  });
}

async function setPassword(ctx: InTx<DbCtx>, link: OpenLink, passwordHash: string): Promise<SessionStart> {
  const [changed] = await ctx.db
    .update(person)
    .set({
      passwordHash,
      name: link.name,
      sessionVersion: sql`${person.sessionVersion} + 1`,
      ...(link.vouched && link.installationAdmin ? { installationAdmin: true } : {}),
    })
    .where(eq(person.id, link.id))
    .returning({ id: person.id, sessionVersion: person.sessionVersion });
  if (!changed) throw linkGone();
  return changed;
}

async function accept(ctx: InTx<AuditCtx>, link: OpenLink, hadPassword: boolean): Promise<void> {
  const object = { kind: 'person', id: link.id };
  const { vouched, installationAdmin } = link;
  await appendAudit(ctx, { action: 'account.use_link', object, detail: { vouched, installationAdmin } });
  if (vouched && hadPassword) await revokeKeysOf(ctx, { personId: link.id });
  for (const id of await projectsOf(ctx, link)) {
    const joined = await joinProject(ctx, { projectId: id, personId: link.id });
    if (!joined) throw linkGone();
    const detail = { email: link.email, role: joined.role, invitedBy: joined.invitedBy };
    await appendAudit({ ...ctx, project: { ...INSTALLATION, id } }, { action: 'member.join', object, detail });
  }
}

/**
 * The projects whose invitations a link accepts: its own, and for a link from the server's operator also those of all
 * other invitations from the operator. In the order of their ids, in which chains of the audit log are locked.
 */
async function projectsOf(ctx: InTx<DbCtx>, link: OpenLink): Promise<number[]> {
  const own = link.project === null ? [] : [link.project.id];
  if (!link.vouched) return own;
  const rows = await ctx.db
    .select({ id: invitation.projectId })
    .from(invitation)
    .where(and(eq(invitation.personId, link.id), isNull(invitation.invitedBy)));
  return [...new Set([...own, ...rows.map((it) => it.id)])].sort((a, b) => a - b);
}

/** 410: the link is not valid, whatever the reason. */
export const linkGone = (): Fault =>
  new Fault('link_used', {
    status: 410,
    public:
      'This sign-in link was used before, was replaced by a newer one, or is older than 24 hours. Ask an admin for a new one.',
  });

const hasAccount = ({ project }: OpenLink): Fault =>
  forbidden(
    'has_account',
    `This address has an account already. Sign in with its password to join ${project?.name ?? 'the project'}; if you never set that password, ask the operator of the server.`,
  );
