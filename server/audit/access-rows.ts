import { sql } from 'drizzle-orm';

/** Who may do what, and what a release must pass: the condition of the index `audit_row_access`, word for word. */
export const ACCESS_ROWS = sql`(action like 'member.%' or action in ('key.create', 'environment.update', 'gate.policy'))`;
