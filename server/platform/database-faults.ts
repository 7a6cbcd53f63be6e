import { conflict, Fault, invalid, outcomeUnknown, tooSlow, unavailable } from './faults.ts';

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
]);

/** Finds the driver's error code behind wrappers: Drizzle keeps it in `cause`, a fault of ours in `internal`. */
function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth++) {
    if (at instanceof Fault) at = at.internal;
    else if ('code' in at && typeof at.code === 'string') return at.code;
    else at = at.cause;
  }
  return undefined;
}

/**
 * Whether the same work may succeed later: the database is unreachable, full or out of connections, or it aborted this
 * transaction in favour of another. A statement that took too long is not transient. Only for work that may be done
 * twice: where the connection was lost at the end, the work may already be committed.
 */
export function isTransient(error: unknown): boolean {
  const code = codeOf(error);
  if (code === undefined) return false;
  return (
    code === 'OUTCOME_UNKNOWN' || CONNECTION_CODES.has(code) || /^(08|53|57P|58|25006|40001|40P01|55P03)/.test(code)
  );
}

/** Whether the error is a unique violation of the constraint or index `name`. */
export function isDuplicate(error: unknown, name: string): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('constraint_name' in at && at.constraint_name === name && 'code' in at && at.code === '23505') return true;
  }
  return false;
}

/** Whether Postgres aborted this transaction because of another one (40001, 40P01): run it again as a whole. */
export const isTransactionConflict = (error: unknown): boolean => /^40(?:001|P01)$/.test(codeOf(error) ?? '');

/**
 * Maps a driver error to a fault: down, read-only, full, out of connections, deadlocked or timed out is 503; a
 * connection lost during COMMIT is 503 `outcome_unknown`; a value that Postgres cannot hold is 422; a duplicate is 409.
 * Returns null for anything else, which becomes a 500.
 */
export function faultOfDatabase(error: unknown): Fault | null {
  if (error instanceof Fault) return error;
  const code = codeOf(error);
  if (code === undefined) return null;
  if (code === 'OUTCOME_UNKNOWN') return outcomeUnknown(error);
  if (/^(55P03|57014)/.test(code)) return tooSlow(error);
  if (CONNECTION_CODES.has(code) || /^(08|53|57P|58|25006|25P0[34]|40001|40P01)/.test(code)) return unavailable(error);
  if (/^22/.test(code)) return invalid('', 'invalid_value', 'A value is outside what can be stored (range or text).');
  if (code === '23505') return conflict('already_exists', 'This already exists.');
  return null;
}
