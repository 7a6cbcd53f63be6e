import { execFileSync } from 'node:child_process';

/** Who Postgres runs as, where that is not ourselves. */
export type Account = { name: string; uid: number; gid: number };

/**
 * Postgres refuses to run as root. Then it runs as `postgres` if this machine has such a user, else as `nobody`;
 * anybody else runs it as themselves (null). A uid without a passwd entry will not do: initdb looks it up.
 */
export function postgresAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf(['-u', name]);
    const gid = idOf(['-g', name]);
    if (uid !== null && gid !== null && uid !== 0) return { name, uid, gid };
  }
  throw new Error('Postgres does not run as root, and this machine has neither a user "postgres" nor "nobody".');
}

/** The part of spawn's options that makes a program run as that account. */
export function runAs(account: Account | null): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

function idOf(args: string[]): number | null {
  try {
    const id = Number(execFileSync('id', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return Number.isInteger(id) ? id : null;
  } catch {
    return null; // `id` exits with 1 for a user that does not exist
  }
}
