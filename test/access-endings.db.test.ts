import { afterAll, describe, expect, it, vi } from 'vitest';
import { readAudit } from '#server/audit/read-audit.ts';
import { createProject } from '#server/projects/create-project.ts';
import { addMember } from '#server/projects/members/add-member.ts';
import { renewLink } from '#server/projects/members/renew-link.ts';
import { checkPassword, type SessionStart } from '#server/projects/sign-in/check-password.ts';
import { readPersonOfSession } from '#server/projects/sign-in/read-person-of-session.ts';
import { readSignInLink } from '#server/projects/sign-in/read-sign-in-link.ts';
import { INSTALLATION } from '#server/projects/sign-in/redeem-sign-in-link.ts';
import { endSession, type OpenSession, openSession } from '#server/projects/sign-in/session.ts';
import { tokenOf } from '#server/projects/sign-in/sign-in-link.ts';
import { accessSetup, OWN, someAddress, THEIRS } from './builders/access-setup.ts';
import { codeOf } from './builders/pages.ts';
import { PASSWORD, startSystem } from './harness/system.ts';

/* Which action ends which links, passwords, sessions and memberships; and who may make projects. */

const { system, access, eve, quinn, inviteElsewhere } = await accessSetup();
afterAll(() => system.dispose());

describe('one use voids all of them', () => {
  it('only the newest link works: neither an earlier one nor one of another project does', async () => {
    const email = someAddress();
    const first = await addMember(system.ctx({ person: eve }), { email, role: 'release_manager' });
    const renewed = await renewLink(system.ctx({ person: eve }), { personId: first.personId });
    const elsewhere = await inviteElsewhere(email);
    expect(await codeOf(access.redeem(first.signInLink, THEIRS))).toBe('link_used');
    expect(await codeOf(access.redeem(renewed.signInLink, THEIRS))).toBe('link_used');
    await access.redeem(elsewhere, OWN);
    expect([await access.role(first.personId, 'other'), await access.role(first.personId, 'default')]).toEqual([
      'admin',
      null,
    ]);
    expect(await codeOf(access.redeem(first.signInLink, THEIRS))).toBe('link_used');
    const last = await renewLink(system.ctx({ person: eve }), { personId: first.personId });
    expect(await codeOf(access.redeem(last.signInLink, THEIRS)), 'the inviting admin does not sign in').toBe(
      'has_account',
    );
  });

  it('of two who use a link at once one gets in, and no second session is left', async () => {
    const email = someAddress();
    const { signInLink } = await addMember(system.ctx(), { email, role: 'viewer' });
    const both = await Promise.allSettled([access.redeem(signInLink, THEIRS), access.redeem(signInLink, OWN)]);
    expect(both.map((it) => it.status).sort()).toEqual(['fulfilled', 'rejected']);
    const right = await Promise.all([access.start(email, THEIRS), access.start(email, OWN)]);
    expect(right.filter((it) => it !== null)).toHaveLength(1);
  });

  it('a use and a new link at once never leave an account with a link that can set its password', async () => {
    const ctx = system.ctx({ person: eve });
    const { personId, signInLink } = await addMember(ctx, { email: someAddress(), role: 'viewer' });
    const [, renewed] = await Promise.allSettled([access.redeem(signInLink, OWN), renewLink(ctx, { personId })]);
    if (renewed.status === 'fulfilled' && (await access.role(personId, 'default')) !== null) {
      expect(await codeOf(access.redeem(renewed.value.signInLink, THEIRS))).not.toBe('done');
    }
    const [left] = await system.services.sql`
      select count(*)::int as n from sign_in_link where person_id = ${personId} and used_at is null`;
    expect(left?.n).toBeLessThanOrEqual(1);
  });

  it('a change of the password and a removal void the outstanding link', async () => {
    const person = await system.person({ role: 'viewer' });
    expect(await readSignInLink(system.services, tokenOf(person.signInLink))).not.toBeNull();
    await (await access.as(person)).projects.changePassword({ current: PASSWORD, next: OWN });
    expect(await codeOf(access.redeem(person.signInLink, THEIRS))).toBe('link_used');
    const removed = await system.person({ role: 'viewer' });
    await (await access.as(eve)).projects.removeMember({ project: 'default', personId: removed.id });
    expect(await codeOf(access.redeem(removed.signInLink, THEIRS))).toBe('link_used');
  });

  it('a password that was set meanwhile is not overwritten by a change that was checked before', async () => {
    const person = await system.person({ role: 'viewer' });
    const api = await access.as(person);
    const both = await Promise.allSettled([
      access.redeem(person.signInLink, OWN),
      api.projects.changePassword({ current: PASSWORD, next: THEIRS }),
    ]);
    const opens = await Promise.all([OWN, THEIRS, PASSWORD].map((it) => access.start(person.email, it)));
    expect(opens.filter((it) => it !== null)).toHaveLength(1);
    expect(both.filter((it) => it.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('a session', () => {
  it('that was signed out is refused with the same cookie, and another one of the same person continues', async () => {
    const [one, two] = [await access.signIn(eve.email, PASSWORD), await access.signIn(eve.email, PASSWORD)];
    await endSession(system.services, { userId: one.id, sessionId: one.sessionId });
    expect(await access.whose(one)).toBeNull();
    expect(await codeOf((await access.pages(one)).projects.list())).toBe('UNAUTHORIZED');
    expect(await access.whose(two)).toMatchObject({ id: eve.id });
  });

  it('is not ended by a caller who has only its number', async () => {
    const mine = await access.signIn(eve.email, PASSWORD);
    await endSession(system.services, { userId: quinn.id, sessionId: mine.sessionId });
    expect(await access.whose(mine)).not.toBeNull();
  });

  it('ends after 7 days', async () => {
    await using own = await startSystem({ now: '2026-03-01T12:00:00Z' });
    const person = await own.person({ role: 'viewer' });
    const open = async (password: string) => {
      const started = await checkPassword(own.services, { email: person.email, password, ip: null });
      return openSession(own.services, started as SessionStart);
    };
    const read = ({ id, ...rest }: OpenSession) => readPersonOfSession(own.services, { userId: id, ...rest });
    const session = await open(PASSWORD);
    own.clock.advance(7 * 24 * 3_600_000 - 1);
    expect(await read(session)).not.toBeNull();
    own.clock.advance(1);
    expect(await read(session)).toBeNull();
  });

  it('ends with a change of the password, and with signing out everywhere', async () => {
    const person = await system.person({ role: 'viewer' });
    const both = [await access.signIn(person.email, PASSWORD), await access.signIn(person.email, PASSWORD)] as const;
    await (await access.pages(both[0])).projects.changePassword({ current: PASSWORD, next: OWN });
    expect(await Promise.all(both.map(access.whose))).toEqual([null, null]);
    const next = await access.signIn(person.email, OWN);
    await (await access.pages(next)).projects.signOutEverywhere();
    expect(await access.whose(next)).toBeNull();
  });

  it('that was opened during a change of its password is refused', async () => {
    const person = await system.person({ role: 'viewer' });
    const checked = await access.start(person.email, PASSWORD);
    await (await access.as(person)).projects.changePassword({ current: PASSWORD, next: OWN });
    expect(await access.whose(await openSession(system.services, checked as SessionStart))).toBeNull();
  });
});

describe('a removed member', () => {
  it('can do nothing: session, key and project are gone, and the next invitation does not restore them', async () => {
    const email = someAddress();
    const { personId, signInLink } = await addMember(system.ctx(), { email, role: 'editor' });
    await access.redeem(signInLink, OWN);
    const session = await access.signIn(email, OWN);
    const key = await system.key(['read'], { owner: { ...eve, id: personId } });
    const asks = async () => (await system.api('GET', '/api/v1/prompts', { key })).status;
    expect(await asks()).toBe(200);
    await (await access.as(eve)).projects.removeMember({ project: 'default', personId });
    expect(await access.whose(session), 'no project is left').toBeNull();
    await vi.waitFor(async () => expect(await asks()).toBe(401), { timeout: 2000, interval: 20 });

    const again = await access.pages(await access.signIn(email, OWN));
    expect(await codeOf(again.projects.members({ project: 'default' }))).toBe('NOT_FOUND');
    expect(await codeOf(again.projects.create({ name: 'after-removal' }))).toBe('insufficient_role');
    const second = await addMember(system.ctx({ person: eve }), { email, role: 'admin' });
    expect(await access.role(personId, 'default'), 'invited is not back').toBeNull();
    await again.projects.acceptInvitation({ token: tokenOf(second.signInLink) });
    expect(await access.role(personId, 'default')).toBe('admin');
    expect(await asks(), 'keys of before the removal stay revoked').toBe(401);
  });

  it('leaves no usable key of a service account whose text they have seen', async () => {
    const maker = await system.person({ role: 'admin' });
    const api = await access.as(maker);
    const made = await api.projects.createKey({ project: 'default', name: 'ci', scopes: ['read'], owner: 'service' });
    const asks = async () => (await system.api('GET', '/api/v1/prompts', { key: made.key })).status;
    expect(await asks()).toBe(200);
    await (await access.as(eve)).projects.removeMember({ project: 'default', personId: maker.id });
    await vi.waitFor(async () => expect(await asks()).toBe(401), { timeout: 2000, interval: 20 });
  });

  it('of one project keeps the session for the others', async () => {
    const person = await system.person({ role: 'viewer' });
    const link = await inviteElsewhere(person.email);
    const session = await access.signIn(person.email, PASSWORD);
    await (await access.pages(session)).projects.acceptInvitation({ token: tokenOf(link) });
    await (await access.as(quinn)).projects.removeMember({ project: 'other', personId: person.id });
    const api = await access.pages(session);
    expect(await codeOf(api.projects.members({ project: 'other' }))).toBe('NOT_FOUND');
    expect(await codeOf(api.projects.members({ project: 'default' }))).toBe('done');
  });
});

describe('making projects', () => {
  it('is for admins of the installation, until one of them opens it to every member', async () => {
    const email = someAddress();
    const invited = await addMember(system.ctx(), { email, role: 'viewer' }, { installationAdmin: true });
    await access.redeem(invited.signInLink, OWN);
    const first = await access.pages(await access.signIn(email, OWN));
    const viewer = await system.person({ role: 'viewer' });
    for (const who of [viewer, eve]) {
      const api = await access.as(who);
      expect(await codeOf(api.projects.create({ name: 'not-mine' }))).toBe('insufficient_role');
      const opened = api.projects.setProjectCreators({ projectCreators: 'everybody' });
      expect(await codeOf(opened)).toBe('insufficient_role');
      const shell = await api.projects.shell({ project: 'default' });
      expect(shell.refusals['project.create']).toContain('admin of the installation');
    }
    expect(await codeOf(first.projects.create({ name: 'of-the-first' }))).toBe('done');
    await first.projects.setProjectCreators({ projectCreators: 'everybody' });
    expect(await codeOf((await access.as(viewer)).projects.create({ name: 'of-a-viewer' }))).toBe('done');
    const nobodys = await system.person({ role: 'viewer' });
    await (await access.as(eve)).projects.removeMember({ project: 'default', personId: nobodys.id });
    expect(await codeOf((await access.as(nobodys)).projects.create({ name: 'of-nobody' }))).toBe('insufficient_role');
    await first.projects.setProjectCreators({ projectCreators: 'installation_admins' });
    const { rows } = await readAudit(
      { ...system.ctx(), project: INSTALLATION },
      { limit: 2, action: 'installation.update' },
    );
    expect(rows.map((it) => it.detail)).toEqual([
      { from: 'everybody', to: 'installation_admins' },
      { from: 'installation_admins', to: 'everybody' },
    ]);
  });

  it('stays open to the command line', async () => {
    const { project: _, ...operator } = system.ctx();
    expect(await createProject(operator, { name: 'by-the-operator' })).toMatchObject({ name: 'by-the-operator' });
  });
});
