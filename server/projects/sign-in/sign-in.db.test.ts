import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember } from '#server/projects/members/add-member.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { changePassword, signOutEverywhere } from './change-password.ts';
import { checkPassword, type SessionStart } from './check-password.ts';
import { readPersonOfSession } from './read-person-of-session.ts';
import { readSignInLink } from './read-sign-in-link.ts';
import { redeemSignInLink } from './redeem-sign-in-link.ts';
import { openSession } from './session.ts';

const PASSWORD = 'four words are better';
let system: System;
beforeAll(async () => {
  system = await startSystem({ now: '2026-03-01T12:00:00Z' });
});
afterAll(() => system.dispose());

/** Invites a person; returns the e-mail address and the token of the link. */
async function invite() {
  const email = `${randomUUID()}@example.test`;
  const { personId, signInLink } = await addMember(system.ctx(), { email, role: 'viewer' });
  return { email, personId, token: new URL(signInLink ?? '').searchParams.get('token') ?? '' };
}

async function member() {
  const invited = await invite();
  const session = await redeemSignInLink(system.services, { token: invited.token, password: PASSWORD, ip: null });
  return { ...invited, session };
}

const signIn = (email: string, password: string, ip = randomUUID()) =>
  checkPassword(system.services, { email, password, ip });

/** The person of a new session that begins with `start`. */
async function readSession(start: SessionStart) {
  const { id: userId, ...session } = await openSession(system.services, start);
  return readPersonOfSession(system.services, { userId, ...session });
}

describe('a one-time link', () => {
  it('names its person, sets the password, signs in, and is not valid any more', async () => {
    const { email, personId, token } = await invite();
    expect(await readSignInLink(system.services, token)).toMatchObject({ id: personId, email });
    const session = await redeemSignInLink(system.services, { token, password: PASSWORD, ip: null });
    expect(await readSession(session)).toMatchObject({ id: personId });
    expect(await signIn(email, PASSWORD)).toEqual(session);
    expect(await readSignInLink(system.services, token)).toBeNull();
    await expect(redeemSignInLink(system.services, { token, password: PASSWORD, ip: null })).rejects.toMatchObject({
      code: 'link_used',
    });
  });

  it('works for one of two uses at once', async () => {
    const { token } = await invite();
    const both = await Promise.allSettled(
      ['first password here', 'second password here'].map((password) =>
        redeemSignInLink(system.services, { token, password, ip: null }),
      ),
    );
    expect(both.map((it) => it.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('stays valid after a password that is refused', async () => {
    const { token } = await invite();
    const weak = redeemSignInLink(system.services, { token, password: 'password', ip: null });
    await expect(weak).rejects.toMatchObject({ code: 'weak_password' });
    expect(await readSignInLink(system.services, token)).not.toBeNull();
  });

  it('ends after 24 hours', async () => {
    const { token } = await invite();
    system.clock.advance(24 * 3_600_000 - 1);
    expect(await readSignInLink(system.services, token)).not.toBeNull();
    system.clock.advance(1);
    expect(await readSignInLink(system.services, token)).toBeNull();
  });
});

describe('a password', () => {
  it('signs in with the e-mail address in any case', async () => {
    const { email, session } = await member();
    expect(await signIn(`  ${email.toUpperCase()} `, PASSWORD)).toEqual(session);
  });

  it('that is wrong, of an unknown address, or not set yet gives the same result', async () => {
    const { email } = await member();
    const { email: invited } = await invite();
    expect(await signIn(email, 'wrong password')).toBeNull();
    expect(await signIn('nobody@example.test', PASSWORD)).toBeNull();
    expect(await signIn(invited, PASSWORD)).toBeNull();
  });

  it('changed, or signed out everywhere, ends every session', async () => {
    const { personId, session, email } = await member();
    const ctx = { ...system.services, person: { id: personId, name: 'x' }, requestId: 'r', ip: null };
    await changePassword(ctx, { current: PASSWORD, next: 'another good one' });
    expect(await readSession(session)).toBeNull();
    const second = await signIn(email, 'another good one');
    if (second === null) throw new Error('the new password does not sign in');
    expect(await readSession(second)).not.toBeNull();
    await signOutEverywhere(ctx);
    expect(await readSession(second)).toBeNull();
  });

  it('is not changed without the present one', async () => {
    const { personId } = await member();
    const ctx = { ...system.services, person: { id: personId, name: 'x' }, requestId: 'r', ip: null };
    const change = changePassword(ctx, { current: 'guessed it', next: 'another good one' });
    await expect(change).rejects.toMatchObject({ code: 'wrong_password' });
  });
});

describe('too many attempts', () => {
  it('stop one account from one address after 5, whatever the password, and expire', async () => {
    const { email, session } = await member();
    const ip = randomUUID();
    for (let i = 0; i < 5; i++) expect(await signIn(email, 'wrong', ip)).toBeNull();
    await expect(signIn(email, PASSWORD, ip)).rejects.toMatchObject({ code: 'too_many_attempts', status: 429 });
    expect(await signIn(email, PASSWORD, randomUUID())).toEqual(session);
    system.clock.advance(30 * 60_000);
    expect(await signIn(email, PASSWORD, ip)).toEqual(session);
  });

  it('stop an account that does not exist just the same', async () => {
    const ip = randomUUID();
    for (let i = 0; i < 5; i++) expect(await signIn('nobody@example.test', 'wrong', ip)).toBeNull();
    await expect(signIn('nobody@example.test', 'wrong', ip)).rejects.toMatchObject({ code: 'too_many_attempts' });
  });

  it('stop an address after 50, over all accounts', async () => {
    const ip = randomUUID();
    for (let i = 0; i < 50; i++) expect(await signIn(`${randomUUID()}@example.test`, 'wrong', ip)).toBeNull();
    const next = signIn(`${randomUUID()}@example.test`, 'wrong', ip);
    await expect(next).rejects.toMatchObject({ code: 'too_many_attempts' });
  });

  it('from one address past its limit do not count for other addresses', async () => {
    const { email, session } = await member();
    const ip = randomUUID();
    await Promise.allSettled(Array.from({ length: 150 }, () => signIn(email, 'wrong', ip)));
    expect(await signIn(email, PASSWORD, randomUUID())).toEqual(session);
  });

  it('are counted before they are made, so that many at once cannot pass the limit', async () => {
    const { email } = await member();
    const ip = randomUUID();
    const all = await Promise.allSettled(Array.from({ length: 15 }, () => signIn(email, 'wrong', ip)));
    expect(all.filter((it) => it.status === 'fulfilled')).toHaveLength(5);
  });

  it('do not count right passwords', async () => {
    const { email, session } = await member();
    const ip = randomUUID();
    for (let i = 0; i < 8; i++) expect(await signIn(email, PASSWORD, ip)).toEqual(session);
  });
});
