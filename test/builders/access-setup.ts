import { randomUUID } from 'node:crypto';
import { loadMember } from '#server/projects/members/load-member.ts';
import { checkPassword } from '#server/projects/sign-in/check-password.ts';
import { readPersonOfSession } from '#server/projects/sign-in/read-person-of-session.ts';
import { redeemSignInLink } from '#server/projects/sign-in/redeem-sign-in-link.ts';
import { type OpenSession, openSession } from '#server/projects/sign-in/session.ts';
import { tokenOf } from '#server/projects/sign-in/sign-in-link.ts';
import { PASSWORD, type Person, type System, startSystem } from '#test/harness/system.ts';
import { pagesOf } from './pages.ts';

export const THEIRS = 'the squatter chose this';
export const OWN = 'the owner chose this one';

/** An address that no account has. */
export const someAddress = (): string => `victim-${randomUUID()}@corp.test`;

/** Links, passwords, sessions and the pages' own procedures, for the people of a system. */
function accessOf(system: System) {
  const { services } = system;
  const start = (email: string, password: string) => checkPassword(services, { email, password, ip: randomUUID() });
  const redeem = (link: string, password: string) =>
    redeemSignInLink(services, { token: tokenOf(link), password, ip: null });
  const role = async (personId: string, project: string) =>
    (await loadMember(services, { personId, project }))?.role ?? null;
  const whose = ({ id, ...session }: OpenSession) => readPersonOfSession(services, { userId: id, ...session });

  async function signIn(email: string, password: string): Promise<OpenSession> {
    const started = await start(email, password);
    if (!started) throw new Error(`${email} does not sign in`);
    return openSession(services, started);
  }

  /** The API of the pages as the owner of this session's cookie. */
  async function pages(session: OpenSession) {
    return pagesOf(system, await whose(session));
  }

  const as = async (person: Person) => pages(await signIn(person.email, PASSWORD));

  return { start, redeem, role, whose, signIn, pages, as };
}

/** A system with the admins of two projects: Eve of `default`, Quinn of `other`. */
export async function accessSetup() {
  const system = await startSystem();
  const access = accessOf(system);
  const eve = await system.person({ role: 'admin', name: 'Eve' });
  const quinn = await system.person({ role: 'admin', name: 'Quinn', project: 'other' });

  return {
    system,
    access,
    eve,
    quinn,
    /** The other project's admin invites the address. */
    async inviteElsewhere(email: string): Promise<string> {
      const api = await access.as(quinn);
      return (await api.projects.addMember({ project: 'other', email, role: 'admin' })).signInLink;
    },
  };
}
