import { ROLES } from '#server/platform/actions.ts';

/** The columns of an audit row that the promotion page shows. */
export type AccessRow = {
  seq: number;
  at: Date;
  actor: { kind: string; id: string | null; name: string };
  action: string;
  objectId: string;
  detail: Record<string, unknown>;
};

export const RECENT_KINDS = ['member', 'key', 'protection', 'policy'] as const;

export type RecentChange = {
  seq: number;
  at: Date;
  kind: (typeof RECENT_KINDS)[number];
  /** The line, without the name of the actor. */
  title: string;
  /** Whether it made a rule of this promotion weaker. */
  loosens: boolean;
  /** Below the project's address. */
  path: string;
  actor: { kind: string; id: string | null; name: string };
};

/** One change of members, keys or rules as a line. `nameOf` returns the name of a person id, or undefined where unknown. */
export function recentChange(row: AccessRow, nameOf: (personId: string) => string | undefined): RecentChange {
  const { seq, at, action, detail } = row;
  const weakened = textsOf(detail.loosened);
  const actor = { kind: row.actor.kind, id: row.actor.id, name: row.actor.name };
  const same = { seq, at, actor, loosens: weakened.length > 0 };
  switch (action) {
    case 'key.create':
      return { ...same, kind: 'key', title: keyTitle(detail), path: '/settings/keys' };
    case 'environment.update':
      return { ...same, kind: 'protection', title: protectionTitle(detail, weakened), path: '/settings/environments' };
    case 'gate.policy': {
      const title = weakened.length > 0 ? upper(weakened.join(' and ')) : 'Gate policy changed, nothing made weaker';
      return { ...same, kind: 'policy', title, path: `/prompts/${encodeURIComponent(textOf(detail.prompt))}` };
    }
    default:
      return { ...same, kind: 'member', title: memberTitle(row, nameOf(row.objectId)), path: '/settings/members' };
  }
}

function memberTitle({ action, detail }: AccessRow, known: string | undefined): string {
  const name = known ?? (textOf(detail.name) || 'A person');
  const role = detail.role === undefined ? '' : ` as ${words(detail.role)}`;
  switch (action) {
    case 'member.add':
      return `${name} added${role}`;
    case 'member.change_role':
      return `${name}: ${words(detail.from)} → ${words(detail.to)}`;
    case 'member.remove':
      return `${name} removed${role && `, was ${words(detail.role)}`}`;
    case 'member.invite':
      return `${name} invited${role}`;
    case 'member.join':
      return `${name} joined${role}`;
    case 'member.withdraw':
      return `Invitation of ${name}${role} withdrawn`;
    case 'member.renew_link':
    case 'member.reset_link':
      return `New sign-in link for ${name}`;
    default:
      return `${name}: ${words(action.replace('member.', ''))}`;
  }
}

function keyTitle({ name, scopes, ownerId }: Record<string, unknown>): string {
  const as = ownerId === null || ownerId === undefined ? ', as a service account' : '';
  return `Key “${textOf(name)}” made for ${textsOf(scopes).join(', ')}${as}`;
}

function protectionTitle(detail: Record<string, unknown>, weakened: string[]): string {
  if (weakened.length > 0) return upper(weakened.join(' and '));
  const to = detail.to as { protected?: boolean; requiredApprovals?: number } | undefined;
  const n = to?.requiredApprovals ?? 0;
  return `${upper(textOf(detail.name))} is ${to?.protected ? '' : 'not '}protected and needs ${n} approval${n === 1 ? '' : 's'}`;
}

export const APPOINTED_HOW = ['added', 'invited', 'raised'] as const;
export type Appointed = { how: (typeof APPOINTED_HOW)[number]; at: Date; by: { id: string; name: string } };

/**
 * Whether one of `appointers` made this person a member or raised their role, by the newest such row; null where none
 * of them did. Joining counts for the person who sent the invitation, however long ago. It makes no approval invalid, as a
 * project must be able to start with two people; the page shows it to those who decide.
 */
export function appointedBy(
  rows: readonly AccessRow[],
  personId: string,
  appointers: ReadonlySet<string>,
  nameOf: (personId: string) => string | undefined,
): Appointed | null {
  for (const { action, at, actor, objectId, detail } of rows) {
    if (objectId !== personId) continue;
    const id = action === 'member.join' ? textOf(detail.invitedBy) : actor.id;
    if (id === null || id === personId || !appointers.has(id)) continue;
    const how = howOf(action, detail);
    if (how) return { how, at, by: { id, name: id === actor.id ? actor.name : (nameOf(id) ?? 'A person') } };
  }
  return null;
}

function howOf(action: string, { from, to }: Record<string, unknown>): Appointed['how'] | null {
  if (action === 'member.add') return 'added';
  if (action === 'member.invite' || action === 'member.join') return 'invited';
  return action === 'member.change_role' && rankOf(to) > rankOf(from) ? 'raised' : null;
}

const RANKS: readonly unknown[] = ROLES;
const rankOf = (role: unknown): number => RANKS.indexOf(role);
const words = (value: unknown): string => textOf(value).replaceAll('_', ' ');
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((it) => typeof it === 'string') : [];
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
