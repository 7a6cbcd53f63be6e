import { expect, test } from 'vitest';
import { type AccessRow, appointedBy, recentChange } from './recent-change.ts';

const at = new Date('2026-03-01T09:00:00Z');
const ada = { kind: 'person', id: 'ada', name: 'Ada' };
const row = (action: string, detail: object = {}, more: Partial<AccessRow> = {}): AccessRow => ({
  seq: 1,
  at,
  actor: ada,
  action,
  objectId: 'ben',
  detail: { ...detail },
  ...more,
});
const nameOf = (id: string) => ({ ben: 'Ben' })[id];

test.for([
  [row('member.add', { role: 'release_manager' }), 'member', 'Ben added as release manager', false],
  [row('member.change_role', { from: 'editor', to: 'admin' }), 'member', 'Ben: editor → admin', false],
  [row('member.remove', { role: 'editor' }), 'member', 'Ben removed, was editor', false],
  [row('member.invite', { role: 'admin' }, { objectId: 'new' }), 'member', 'A person invited as admin', false],
  [row('member.join', { role: 'admin' }), 'member', 'Ben joined as admin', false],
  [row('member.withdraw', { role: 'admin' }), 'member', 'Invitation of Ben as admin withdrawn', false],
  [row('member.renew_link'), 'member', 'New sign-in link for Ben', false],
  [row('member.reset_link'), 'member', 'New sign-in link for Ben', false],
  [
    row('key.create', { name: 'ci', scopes: ['promote'], ownerId: null }),
    'key',
    'Key “ci” made for promote, as a service account',
    false,
  ],
  [
    row('environment.update', { loosened: ['took the protection off production'] }),
    'protection',
    'Took the protection off production',
    true,
  ],
  [
    row('environment.update', { name: 'production', to: { protected: true, requiredApprovals: 2 }, loosened: [] }),
    'protection',
    'Production is protected and needs 2 approvals',
    false,
  ],
  [
    row('gate.policy', { prompt: 'a/b', loosened: ['widened it', 'lowered that'] }),
    'policy',
    'Widened it and lowered that',
    true,
  ],
  [row('gate.policy', { prompt: 'a/b' }), 'policy', 'Gate policy changed, nothing made weaker', false],
] as const)('$0.action $0.detail', ([given, kind, title, loosens]) => {
  expect(recentChange(given, nameOf)).toMatchObject({ kind, title, loosens, at, actor: ada });
});

const appointers = new Set(['ada']);
test.for([
  ['added by the requester', [row('member.add')], 'added'],
  ['raised by the requester', [row('member.change_role', { from: 'viewer', to: 'release_manager' })], 'raised'],
  ['invited by the requester', [row('member.invite')], 'invited'],
  [
    'invited by the requester and joins now',
    [row('member.join', { invitedBy: 'ada' }, { actor: { ...ada, id: 'ben' } })],
    'invited',
  ],
  [
    'invited by the server’s operator',
    [row('member.join', { invitedBy: null }, { actor: { ...ada, id: 'ben' } })],
    null,
  ],
  ['the newest of several', [row('member.change_role', { from: 'viewer', to: 'admin' }), row('member.add')], 'raised'],
  ['lowered: no appointment', [row('member.change_role', { from: 'admin', to: 'editor' })], null],
  ['another person was added', [row('member.add', {}, { objectId: 'cy' })], null],
  ['added by another person', [row('member.add', {}, { actor: { ...ada, id: 'cy' } })], null],
] as const)('an approver who was %s', ([, rows, how]) => {
  expect(appointedBy(rows, 'ben', appointers, nameOf)?.how ?? null).toBe(how);
});
