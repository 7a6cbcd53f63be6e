import { execFileSync } from 'node:child_process';

/** The system user that Postgres runs as, where it is another than ours. */
export type Account = { name: string; uid: number; gid: number };

/**
 * The user that Postgres runs as. Postgres refuses to run as root: as root, returns `postgres` if this machine has such
 * a user, else `nobody`; otherwise null, our own user. The user must have a passwd entry, which initdb looks up.
 * Throws a sentence where root has neither user.
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
