import type { Inputs } from '#components/shell/trpc.ts';

export type Role = Inputs['projects']['addMember']['role'];

/** Every role, least first; the type makes a missing one an error. */
const RANK: Record<Role, number> = { viewer: 0, editor: 1, release_manager: 2, admin: 3 };

export const ROLES = (Object.keys(RANK) as Role[]).toSorted((a, b) => RANK[a] - RANK[b]);

/** The role that a select says; its options are ours, so anything else is the least one. */
export function roleOf(value: unknown): Role {
  return ROLES.find((role) => role === value) ?? 'viewer';
}
