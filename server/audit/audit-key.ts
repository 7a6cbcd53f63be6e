import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asc, sql } from 'drizzle-orm';
import { type Db, openDb, type Tx } from '#db/client.ts';
import { auditKey, auditRow } from '#db/schema/audit.ts';
import { fingerprintOf, macOf } from './mac.ts';

export const KEY_FILE = 'audit.key';

/** The audit log of the database is signed with another key than the one at hand. Its message names file and remedy. */
export class OtherKey extends Error {
  constructor(path: string, found: 'missing' | 'other') {
    const state =
      found === 'missing'
        ? `${path} is missing, and the audit log of this database is signed with the key that it held.`
        : `The audit log of this database is signed with another key than the one in ${path}.`;
    super(
      `${state} Restore the file from a backup, or from the data folder of another machine of this installation. ` +
        'With another key a second log would begin that proves nothing. Is DATABASE_URL the database that you mean?',
    );
  }
}

/**
 * Before a process opens anything: the key in the data folder must be the one that this database knows, and a database
 * that knows one must not get another because the file was lost. Errors: {@link OtherKey}; of the driver, where the
 * database cannot be asked.
 */
export async function requireAuditKey(databaseUrl: string, dataDir: string): Promise<void> {
  const path = join(dataDir, KEY_FILE);
  const key = existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
  const { db, close } = openDb(databaseUrl, { name: 'switchyard-audit-key', max: 1, statementTimeoutMs: 5_000 });
  try {
    if (key === null && (await isSigned(db))) throw new OtherKey(path, 'missing');
    if (key !== null && !(await isKeyOf(db, key))) throw new OtherKey(path, 'other');
  } finally {
    await close();
  }
}

/**
 * In the transaction of an audit row: this is the key of the log, or becomes it where the log is still empty. Errors:
 * an Error that says so where it is another's; the caller refuses the change.
 */
export async function claimKey(tx: Tx, key: string, now: Date): Promise<void> {
  if (!(await isKeyOf(tx, key))) throw new Error('The audit log is signed with another key than this process has.');
  await tx
    .insert(auditKey)
    .values({ fingerprint: fingerprintOf(key), since: now })
    .onConflictDoNothing();
}

async function isKeyOf(db: Db | Tx, key: string): Promise<boolean> {
  const known = (await hasTable(db, 'audit_key')) ? await readFingerprint(db) : null;
  if (known !== null) return known === fingerprintOf(key);
  // A log from before keys were remembered: its first row tells.
  const first = await readFirstRow(db);
  if (first === null) return true;
  const { mac, ...row } = first;
  return macOf(key, row) === mac;
}

async function isSigned(db: Db): Promise<boolean> {
  const known = (await hasTable(db, 'audit_key')) ? await readFingerprint(db) : null;
  return known !== null || (await readFirstRow(db)) !== null;
}

/** Null until the first row of the log. One row. */
async function readFingerprint(db: Db | Tx): Promise<string | null> {
  const [found] = await db.select({ fingerprint: auditKey.fingerprint }).from(auditKey);
  return found?.fingerprint ?? null;
}

/** Before the first migration there is none. */
async function readFirstRow(db: Db | Tx) {
  if (!(await hasTable(db, 'audit_row'))) return null;
  const [first] = await db.select().from(auditRow).orderBy(asc(auditRow.projectId), asc(auditRow.seq)).limit(1);
  return first ?? null;
}

async function hasTable(db: Db | Tx, name: string): Promise<boolean> {
  const [found] = await db.execute<{ name: string | null }>(sql`select to_regclass(${name})::text as name`);
  return found?.name != null;
}
