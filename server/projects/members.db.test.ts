import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAudit } from '#server/audit/read-audit.ts';
import { readChanges } from '#server/audit/read-changes.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { createProject } from './create-project.ts';
import { createKey } from './keys/create-key.ts';
import { revokeKey } from './keys/revoke-key.ts';
import { addMember } from './members/add-member.ts';
import { changeRole } from './members/change-role.ts';
import { loadMember } from './members/load-member.ts';
import { readInvitations, readMembers } from './members/read-members.ts';
import { removeMember } from './members/remove-member.ts';
import { readEnvironments } from './read-environments.ts';
import { readProjects } from './read-projects.ts';
import { updateEnvironment } from './update-environment.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.dispose());

describe('a project', () => {
  it('begins with three environments, of which production needs another person’s approval', async () => {
    expect(await readEnvironments(system.ctx())).toMatchObject([
      { name: 'experiment', protected: false },
      { name: 'staging', protected: false },
      { name: 'production', protected: true, requiredApprovals: 1 },
    ]);
  });

  it('has the person who creates it as its admin', async () => {
    const ada = await system.person({ role: 'viewer', name: 'Ada' });
    await createProject(system.ctx({ person: ada }), { name: 'adas-own' });
    expect(await readProjects(system.services, ada.id)).toMatchObject([
      { name: 'adas-own', role: 'admin' },
      { name: 'default', role: 'viewer' },
    ]);
  });

  it.each(['A', 'ä-b', 'a b', 'x', 'x'.repeat(41)])('is not named %j', async (name) => {
    await expect(createProject(system.ctx(), { name })).rejects.toMatchObject({ status: 422 });
  });

  it('has a unique name', async () => {
    await expect(createProject(system.ctx(), { name: 'default' })).rejects.toMatchObject({ code: 'name_taken' });
  });

  it('does not exist for a person who is no member of it', async () => {
    const bob = await system.person({ role: 'viewer', name: 'Bob' });
    expect(await loadMember(system.services, { personId: bob.id, project: 'other' })).toBeNull();
    expect(await loadMember(system.services, { personId: bob.id, project: 'no-such' })).toBeNull();
    expect(await loadMember(system.services, { personId: bob.id, project: 'default' })).toMatchObject({
      role: 'viewer',
    });
  });
});

describe('a member', () => {
  it('is invited first, by a link that is shown once', async () => {
    const added = await addMember(system.ctx(), { email: ' New@Example.COM ', role: 'editor' });
    expect(added.signInLink).toMatch(/\/sign-in\?token=[\w-]{43}$/);
    expect(await readInvitations(system.ctx())).toContainEqual(
      expect.objectContaining({ email: 'new@example.com', name: 'new', role: 'editor', invitedBy: null }),
    );
    expect(await loadMember(system.services, { personId: added.personId, project: 'default' })).toBeNull();
    const again = addMember(system.ctx(), { email: 'new@example.com', role: 'viewer' });
    await expect(again).rejects.toMatchObject({ code: 'already_invited' });
  });

  it('changes neither their own role nor removes themselves', async () => {
    const admin = await system.person({ role: 'admin' });
    const ctx = system.ctx({ person: admin });
    await expect(changeRole(ctx, { personId: admin.id, role: 'viewer' })).rejects.toMatchObject({
      code: 'own_membership',
    });
    await expect(removeMember(ctx, { personId: admin.id })).rejects.toMatchObject({ code: 'own_membership' });
  });

  it('who is the last admin cannot be demoted, also when two demote each other at once', async () => {
    await using own = await startSystem();
    const [a, b] = [await own.person({ role: 'admin' }), await own.person({ role: 'admin' })];
    const results = await Promise.allSettled([
      changeRole(own.ctx({ person: a }), { personId: b.id, role: 'viewer' }),
      changeRole(own.ctx({ person: b }), { personId: a.id, role: 'viewer' }),
    ]);
    expect(results.map((it) => it.status).sort()).toEqual(['fulfilled', 'rejected']);
    const left = (await readMembers(own.ctx())).filter((it) => it.role === 'admin');
    expect(left).toHaveLength(1);
    const last = { personId: left[0]?.id ?? '', role: 'viewer' as const };
    await expect(changeRole(own.ctx(), last)).rejects.toMatchObject({ code: 'last_admin' });
    await expect(removeMember(own.ctx(), last)).rejects.toMatchObject({ code: 'last_admin' });
  });

  it('cannot make a key that acts as another person', async () => {
    const [eve, victim] = [await system.person({ role: 'admin' }), await system.person({ role: 'release_manager' })];
    const made = createKey(system.ctx({ person: eve }), { name: 'k', scopes: ['promote'], ownerId: victim.id });
    await expect(made).rejects.toMatchObject({ code: 'not_your_key' });
  });
});

it('does not reach another project’s key, member or environment', async () => {
  const { id } = await createKey(system.ctx({ project: 'other' }), { name: 'k', scopes: ['read'], ownerId: null });
  const there = await system.person({ role: 'viewer', project: 'other' });
  await expect(revokeKey(system.ctx(), { id })).rejects.toMatchObject({ status: 404 });
  await expect(changeRole(system.ctx(), { personId: there.id, role: 'admin' })).rejects.toMatchObject({ status: 404 });
  await expect(removeMember(system.ctx(), { personId: there.id })).rejects.toMatchObject({ status: 404 });
  await expect(createKey(system.ctx(), { name: 'k', scopes: ['read'], ownerId: there.id })).rejects.toMatchObject({
    errors: [{ code: 'not_a_member' }],
  });
});

it('writes each change into the audit log, and a change of protection also into the feed of changes', async () => {
  const from = new Date(Date.now() - 60_000);
  const { id } = await createKey(system.ctx(), { name: 'audited', scopes: ['read'], ownerId: null });
  await revokeKey(system.ctx(), { id });
  await updateEnvironment(system.ctx(), { name: 'staging', protected: true, requiredApprovals: 2 });
  const { rows } = await readAudit(system.ctx(), { limit: 3 });
  expect(rows.map((row) => row.action)).toEqual(['environment.update', 'key.revoke', 'key.create']);
  expect(JSON.stringify(rows)).not.toMatch(/sy_/);
  const changes = await readChanges(system.ctx(), { from, to: new Date(Date.now() + 60_000) });
  expect(changes).toMatchObject([{ kind: 'policy', environment: 'staging', title: 'staging needs 2 approvals' }]);
});

it('refuses a protected environment that needs no approval', async () => {
  const change = updateEnvironment(system.ctx(), { name: 'production', protected: true, requiredApprovals: 0 });
  await expect(change).rejects.toMatchObject({ status: 422, errors: [{ path: '/requiredApprovals' }] });
});
