import { afterAll, describe, expect, it, vi } from 'vitest';
import { readAudit } from '#server/audit/read-audit.ts';
import { addMember } from '#server/projects/members/add-member.ts';
import { joinWithoutLink } from '#server/projects/members/join-without-link.ts';
import { makeResetLink } from '#server/projects/members/renew-link.ts';
import { tokenOf } from '#server/projects/sign-in/sign-in-link.ts';
import { accessSetup, OWN, someAddress, THEIRS } from './builders/access-setup.ts';
import { codeOf } from './builders/pages.ts';
import { PASSWORD } from './harness/system.ts';

/* Who gets access by an invitation. Each test is an attempt, with signed-in people and the pages' own procedures. */

const { system, access, eve, quinn, inviteElsewhere } = await accessSetup();
afterAll(() => system.dispose());

/** Eve invites an address that is not hers into her project, uses the link herself and sets a password. */
async function squat() {
  const email = someAddress();
  const api = await access.as(eve);
  const { personId, signInLink } = await api.projects.addMember({ project: 'default', email, role: 'viewer' });
  await access.redeem(signInLink, THEIRS);
  return { email, personId };
}

describe('an account whose password another person chose', () => {
  it('gets no access by an invitation elsewhere: not by waiting, and not by a link that requires a password', async () => {
    const { email, personId } = await squat();
    const link = await inviteElsewhere(email);
    const squatter = await access.pages(await access.signIn(email, THEIRS));
    expect(await codeOf(squatter.projects.members({ project: 'other' }))).toBe('NOT_FOUND');
    expect(await access.role(personId, 'other')).toBeNull();
    expect(await codeOf(access.redeem(link, OWN))).toBe('has_account');
    expect(await access.start(email, OWN)).toBeNull();
  });

  it('is returned to its owner by the server’s operator, whose link ends earlier password, sessions and keys', async () => {
    const { email, personId } = await squat();
    const open = await access.signIn(email, THEIRS);
    const key = await system.key(['read'], { owner: { ...eve, id: personId } });
    const asks = async () => (await system.api('GET', '/api/v1/prompts', { key })).status;
    expect(await asks()).toBe(200);
    const other = system.ctx({ project: 'other' });
    const { signInLink } = await addMember(other, { email, role: 'admin' });
    const owner = await access.redeem(signInLink, OWN);
    expect(owner.id).toBe(personId);
    expect(await access.whose(open)).toBeNull();
    expect(await access.start(email, THEIRS)).toBeNull();
    expect(await access.role(personId, 'other')).toBe('admin');
    await vi.waitFor(async () => expect(await asks()).toBe(401), { timeout: 2000, interval: 20 });
    const { rows } = await readAudit(system.ctx(), { limit: 5, action: 'key.revoke' });
    expect(rows[0]?.actor.id).toBe(personId);
  });

  it('cannot get a new password from the admin of a project, member or not', async () => {
    const there = await system.person({ role: 'admin', project: 'other' });
    const api = await access.as(eve);
    const { signInLink } = await api.projects.addMember({ project: 'default', email: there.email, role: 'viewer' });
    expect(await codeOf(access.redeem(signInLink, THEIRS))).toBe('has_account');
    const again = await api.projects.renewLink({ project: 'default', personId: there.id });
    expect(await codeOf(access.redeem(again.signInLink, THEIRS))).toBe('has_account');
    expect(await codeOf(makeResetLink(system.ctx({ person: eve }), { personId: eve.id }))).toBe('operator_required');
    expect(await access.start(there.email, PASSWORD)).not.toBeNull();
  });

  it('cannot become a member by an invitation that the operator made without a password', async () => {
    const email = someAddress();
    const { personId } = await addMember(system.ctx({ project: 'other' }), { email, role: 'admin' });
    await joinWithoutLink(system.ctx({ project: 'other' }), { personId });
    const { signInLink } = await (await access.as(eve)).projects.addMember({
      project: 'default',
      email,
      role: 'viewer',
    });
    expect(await codeOf(access.redeem(signInLink, THEIRS))).toBe('has_account');
  });

  it('is not confirmed by the operator’s --no-link', async () => {
    const { email, personId } = await squat();
    await addMember(system.ctx({ project: 'other' }), { email, role: 'admin' });
    expect(await codeOf(joinWithoutLink(system.ctx({ project: 'other' }), { personId }))).toBe('has_account');
    expect(await access.role(personId, 'other')).toBeNull();
  });

  it('does not become an admin of the installation by a link that a project’s admin renewed', async () => {
    const email = someAddress();
    const first = await addMember(system.ctx(), { email, role: 'admin' }, { installationAdmin: true });
    const { signInLink } = await (await access.as(eve)).projects.renewLink({
      project: 'default',
      personId: first.personId,
    });
    expect(await codeOf(access.redeem(first.signInLink, OWN))).toBe('link_used');
    await access.redeem(signInLink, THEIRS);
    expect(await access.whose(await access.signIn(email, THEIRS))).toMatchObject({ installation: { admin: false } });
  });
});

describe('an invitation', () => {
  it('is not a membership: no page, no key, no entry among the members', async () => {
    const email = someAddress();
    const { personId } = await addMember(system.ctx(), { email, role: 'admin' });
    const api = await access.as(eve);
    expect((await api.projects.members({ project: 'default' })).map((it) => it.email)).not.toContain(email);
    expect(await api.projects.invitations({ project: 'default' })).toContainEqual(
      expect.objectContaining({ email, role: 'admin', invitedBy: null }),
    );
    await expect(system.key(['read'], { owner: { ...eve, id: personId } })).rejects.toMatchObject({
      errors: [{ code: 'not_a_member' }],
    });
  });

  it('of an account is accepted with link and password together, with the role of that moment', async () => {
    const joiner = await system.person({ role: 'viewer' });
    const api = await access.as(quinn);
    const { signInLink } = await api.projects.addMember({ project: 'other', email: joiner.email, role: 'admin' });
    await api.projects.changeRole({ project: 'other', personId: joiner.id, role: 'editor' });
    expect(await access.role(joiner.id, 'other')).toBeNull();
    const theirs = await access.as(joiner);
    expect(await theirs.projects.acceptInvitation({ token: tokenOf(signInLink) })).toEqual({ project: 'other' });
    expect(await access.role(joiner.id, 'other')).toBe('editor');
    expect(await codeOf(theirs.projects.acceptInvitation({ token: tokenOf(signInLink) }))).toBe('link_used');
    const { rows } = await readAudit(system.ctx({ project: 'other' }), { limit: 1 });
    expect(rows[0]).toMatchObject({ action: 'member.join', actor: { id: joiner.id }, detail: { role: 'editor' } });
  });

  it('cannot be accepted by another signed-in person, and stays valid for its owner', async () => {
    const joiner = await system.person({ role: 'viewer' });
    const link = await inviteElsewhere(joiner.email);
    expect(await codeOf((await access.as(eve)).projects.acceptInvitation({ token: tokenOf(link) }))).toBe(
      'other_person',
    );
    expect(await access.role(eve.id, 'other')).toBeNull();
    expect(await codeOf((await access.as(joiner)).projects.acceptInvitation({ token: tokenOf(link) }))).toBe('done');
  });

  it('that was withdrawn gives no access, also after another one: the earlier link stays void', async () => {
    const email = someAddress();
    const api = await access.as(eve);
    const first = await api.projects.addMember({ project: 'default', email, role: 'viewer' });
    await api.projects.withdrawInvitation({ project: 'default', personId: first.personId });
    expect(await codeOf(access.redeem(first.signInLink, THEIRS))).toBe('link_used');
    const second = await api.projects.addMember({ project: 'default', email, role: 'viewer' });
    expect(await codeOf(access.redeem(first.signInLink, THEIRS))).toBe('link_used');
    expect(await codeOf(access.redeem(second.signInLink, OWN))).toBe('done');
  });

  it('is renewed and withdrawn only by admins of its project', async () => {
    const { personId } = await addMember(system.ctx(), { email: someAddress(), role: 'viewer' });
    const elsewhere = await access.as(quinn);
    const input = { project: 'other', personId };
    expect(await codeOf(elsewhere.projects.renewLink(input))).toBe('not_found');
    expect(await codeOf(elsewhere.projects.withdrawInvitation(input))).toBe('not_found');
    expect(await codeOf(elsewhere.projects.changeRole({ ...input, role: 'admin' }))).toBe('not_found');
  });

  it('of oneself, or of a person who is invited or a member already, is refused', async () => {
    const api = await access.as(eve);
    const invite = (email: string) => codeOf(api.projects.addMember({ project: 'default', email, role: 'admin' }));
    expect(await invite(eve.email)).toBe('already_member');
    expect(await invite(eve.email.toUpperCase())).toBe('already_member');
    const email = someAddress();
    expect([await invite(email), await invite(email)]).toEqual(['done', 'already_invited']);
  });

  it.each([
    ['zero-width', (email: string) => email.replace('@', '\u200b@')],
    ['full-width', (email: string) => email.replace('v', 'ｖ')],
    ['look-alike', (email: string) => email.replace('i', '\u0456')],
  ])('of a %s twin of an address names the field; the twin cannot sign in', async (_, twin) => {
    const email = someAddress();
    const { signInLink } = await addMember(system.ctx(), { email, role: 'viewer' });
    await access.redeem(signInLink, OWN);
    const api = await access.as(eve);
    const invited = api.projects.addMember({ project: 'default', email: twin(email), role: 'admin' });
    await expect(invited).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await codeOf(addMember(system.ctx(), { email: twin(email), role: 'admin' }))).toBe('invalid');
    await expect(addMember(system.ctx(), { email: twin(email), role: 'admin' })).rejects.toMatchObject({
      status: 422,
      errors: [{ path: '/email' }],
    });
    expect(await access.start(twin(email), OWN)).toBeNull();
    expect(await access.start(email.toUpperCase(), OWN)).not.toBeNull();
  });
});
