import { ROLES, type Role } from '#server/platform/actions.ts';

/** The role that a select says; its options are ours, so anything else is the least one. */
export function roleOf(value: unknown): Role {
  return ROLES.find((role) => role === value) ?? 'viewer';
}
