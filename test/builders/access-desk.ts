import { randomUUID } from 'node:crypto';
import { TRPCError } from '@trpc/server';
import { Fault } from '#server/platform/faults.ts';
import { loadMember } from '#server/projects/members/load-member.ts';
import { checkPassword } from '#server/projects/sign-in/check-password.ts';
import { readPersonOfSession } from '#server/projects/sign-in/read-person-of-session.ts';
import { redeemSignInLink } from '#server/projects/sign-in/redeem-sign-in-link.ts';
import { type OpenSession, openSession } from '#server/projects/sign-in/session.ts';
import { tokenOf } from '#server/projects/sign-in/sign-in-link.ts';
import { createCaller } from '#server/run/trpc-root.ts';
import { PASSWORD, type Person, type System } from '#test/harness/system.ts';

export const THEIRS = 'the squatter chose this';
export const OWN = 'the owner chose this one';

/** An address that nobody has used. */
export const someAddress = (): string => `victim-${randomUUID()}@corp.test`;

/** What an act was refused with, by its code; `done` where it was not. */
export const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Fault) return error.code;
      if (!(error instanceof TRPCError)) throw error;
      return error.cause instanceof Fault ? error.cause.code : error.code;
    },
  );

/** Links, passwords, sessions and the pages' own procedures, for the people of a system. */
export function accessDesk(system: System) {
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

  /** The API of the pages as whoever has this session's cookie. */
  async function pages(session: OpenSession) {
    const person = await whose(session);
    return createCaller({
      services,
      person,
      requestId: 'test',
      ip: null,
      loadMember: (who) => loadMember(services, who),
    });
  }

  const as = async (person: Person) => pages(await signIn(person.email, PASSWORD));

  return { start, redeem, role, whose, signIn, pages, as };
}
