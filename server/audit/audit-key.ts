import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asc, sql } from 'drizzle-orm';
import { openDb } from '#db/client.ts';
import { auditKey, auditRow } from '#db/schema/audit.ts';
import type { DbCtx } from '#server/platform/context.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { fingerprintOf, macOf } from './mac.ts';

export const KEY_FILE = 'audit.key';

/** The audit log of the database is signed with another key than ours. The message names the file and the remedy. */
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
 * Called before a process opens anything: requires that the key in the data folder is the one that signs the log of
 * this database, and that the file is not missing where the log is signed already. Makes no key. Throws {@link
 * OtherKey}, or an error of the driver where the database is unreachable.
 */
export async function requireAuditKey(databaseUrl: string, dataDir: string): Promise<void> {
  const path = join(dataDir, KEY_FILE);
  const key = existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
  const { close, ...ctx } = openDb(databaseUrl, { name: 'switchyard-audit-key', max: 1, statementTimeoutMs: 5_000 });
  try {
    if (key === null && (await isSigned(ctx))) throw new OtherKey(path, 'missing');
    if (key !== null && !(await isKeyOf(ctx, key))) throw new OtherKey(path, 'other');
  } finally {
    await close();
  }
}

/**
 * Called in the transaction of an audit row: stores the key's fingerprint where the log is still empty. Throws an Error
 * where the log is signed with another key, and so aborts the change.
 */
export async function claimKey(ctx: InTx<DbCtx>, key: string, now: Date): Promise<void> {
  if (!(await isKeyOf(ctx, key))) throw new Error('The audit log is signed with another key than this process has.');
  await ctx.db
    .insert(auditKey)
    .values({ fingerprint: fingerprintOf(key), since: now })
    .onConflictDoNothing();
}

async function isKeyOf(ctx: DbCtx, key: string): Promise<boolean> {
  const known = (await hasTable(ctx, 'audit_key')) ? await readFingerprint(ctx) : null;
  if (known !== null) return known === fingerprintOf(key);
  // A log of an older version, without a fingerprint: check the signature of its first row.
  const first = await readFirstRow(ctx);
  if (first === null) return true;
  const { mac, ...row } = first;
  return macOf(key, row) === mac;
}

async function isSigned(ctx: DbCtx): Promise<boolean> {
  const known = (await hasTable(ctx, 'audit_key')) ? await readFingerprint(ctx) : null;
  return known !== null || (await readFirstRow(ctx)) !== null;
}

/** The stored fingerprint; null until the first row of the log. */
async function readFingerprint(ctx: DbCtx): Promise<string | null> {
  const [found] = await ctx.db.select({ fingerprint: auditKey.fingerprint }).from(auditKey);
  return found?.fingerprint ?? null;
}

/**
 * The first row of the whole installation, whose chains are all signed with one key. Null before the first migration.
 */
async function readFirstRow(ctx: DbCtx) {
  if (!(await hasTable(ctx, 'audit_row'))) return null;
  const [first] = await ctx.db.select().from(auditRow).orderBy(asc(auditRow.projectId), asc(auditRow.seq)).limit(1);
  return first ?? null;
}

async function hasTable(ctx: DbCtx, name: string): Promise<boolean> {
  const [found] = await ctx.db.execute<{ name: string | null }>(sql`select to_regclass(${name})::text as name`);
  return found?.name != null;
}
