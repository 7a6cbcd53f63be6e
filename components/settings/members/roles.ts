import { ROLES, type Role } from '#server/platform/actions.ts';

/** The role of a select's value; our options are all roles, so any other value becomes the least role. */
export function roleOf(value: unknown): Role {
  return ROLES.find((role) => role === value) ?? 'viewer';
}
