import { sql } from 'drizzle-orm';

/**
 * Rows about members, keys, environments and gate policies. Must equal the condition of the index `audit_row_access`,
 * or Postgres does not use it.
 */
export const ACCESS_ROWS = sql`(action like 'member.%' or action in ('key.create', 'environment.update', 'gate.policy'))`;
