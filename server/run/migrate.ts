import { readdirSync, readFileSync } from 'node:fs';
import { openSql, type Sql } from '#db/client.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import { migrateJobs } from '#server/platform/jobs/jobs.ts';
import { grantTo, roleOf } from './grant.ts';

const FOLDER = new URL('../../db/migrations/', import.meta.url);
/** An arbitrary constant: the advisory lock of the one migrator that may run on a database. */
const LOCK = 7_305_216_441;

type Migration = { name: string; text: string; checksum: string };

function readMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, FOLDER), 'utf8');
      return { name, text, checksum: sha256Hex(text) };
    });
}

/** Names of the migrations that are not applied yet; the edge is ready only when there are none. */
export async function pendingMigrations(sql: Sql): Promise<string[]> {
  const [table] = await sql`select to_regclass('switchyard_migration') as name`;
  if (!table?.name) return readMigrations().map((m) => m.name);
  const rows = await sql<{ name: string }[]>`select name from switchyard_migration`;
  const done = new Set(rows.map((row) => row.name));
  return readMigrations().flatMap((m) => (done.has(m.name) ? [] : [m.name]));
}

/**
 * Applies db/migrations/*.sql in name order, each once and in a transaction of its own, then the job queue's schema,
 * and then grants the role `app` its rights, where it is not the owner. Safe to run twice and from several processes.
 * Throws when an applied file was changed afterwards.
 */
export async function migrate(ownerUrl: string, app: string | null = null): Promise<void> {
  const sql = openSql(ownerUrl, { max: 1, name: 'switchyard-migrate' });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await sql`create table if not exists switchyard_migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default clock_timestamp())`;
    const rows = await sql<{ name: string; checksum: string }[]>`select name, checksum from switchyard_migration`;
    const applied = new Map(rows.map((row) => [row.name, row.checksum]));
    for (const migration of readMigrations()) {
      const known = applied.get(migration.name);
      if (known === migration.checksum) continue;
      if (known !== undefined)
        throw new Error(`Migration ${migration.name} was changed after it was applied. Migrations are append-only.`);
      await sql.begin(async (tx) => {
        await tx`set local lock_timeout = '5s'`;
        await tx.unsafe(migration.text);
        await tx`insert into switchyard_migration (name, checksum) values (${migration.name}, ${migration.checksum})`;
      });
    }
    await migrateJobs(ownerUrl);
    if (app !== null) await grantTo(sql, app);
    await sql`select pg_advisory_unlock(${LOCK})`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

if (import.meta.main) {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set.');
  await migrate(process.env.DATABASE_OWNER_URL || url, (await roleOf(url)).name);
}
