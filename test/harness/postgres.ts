import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { postgresAccount } from '#server/run/postgres/account.ts';
import { packagedPostgres } from '#server/run/postgres/binaries.ts';
import { type Cluster, startCluster } from '#server/run/postgres/cluster.ts';
import { placeBinaries, throwawayFolder } from '#server/run/postgres/place.ts';
import { freePort } from '#server/run/postgres/ports.ts';
import { serverSettings, throwawaySettings } from '#server/run/postgres/settings.ts';

/** How workers learn of the run's server: they inherit the environment of the global setup. */
const SERVER = 'SWITCHYARD_TEST_SERVER';
const TEMPLATE = 'SWITCHYARD_TEST_TEMPLATE';
const ROOT = join(import.meta.dirname, '../..');

export type TestDatabase = AsyncDisposable & { url: string; name: string };

/** A Postgres of the test's own, which it may kill: `durable` syncs to disk as in production. */
export async function startTestCluster({ durable = false } = {}): Promise<Cluster & { again: () => Promise<Cluster> }> {
  const account = postgresAccount();
  const folder = throwawayFolder(account);
  const options = {
    native: placeBinaries(ROOT, packagedPostgres(), account),
    data: join(folder, 'data'),
    port: await freePort(),
    password: randomBytes(12).toString('hex'),
    account,
    settings: durable ? serverSettings() : throwawaySettings(),
    log: join(folder, 'postgres.log'),
  };
  if (durable) process.once('exit', () => rmSync(folder, { recursive: true, force: true })); // it is started again
  const cluster = await startCluster({ ...options, ...(durable ? {} : { removeAfter: folder }) });
  return { ...cluster, again: () => startCluster(options) };
}

/**
 * Starts the one server of a test run and migrates its template; returns how to stop it.
 * With TEST_DATABASE_URL set, that server is used (its user must be allowed to create databases).
 */
export async function startTestServer(): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const cluster = given ? null : await startTestCluster();
  const server = given ?? cluster?.url('postgres') ?? '';
  const template = `switchyard_template_${randomBytes(4).toString('hex')}`;
  await onServer(server, (sql) => sql`create database ${sql(template)}`);
  await migrateIfWritten(withDatabase(server, template));
  process.env[SERVER] = server;
  process.env[TEMPLATE] = template;
  return async () => {
    if (cluster) return cluster.stop();
    await onServer(server, (sql) => sql`drop database if exists ${sql(template)} with (force)`);
  };
}

/** A migrated, empty database of the test file's own: `await using db = await cloneDatabase()`. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const server = process.env[SERVER];
  const template = process.env[TEMPLATE];
  if (!server || !template) throw new Error('No test server: run through vitest or playwright, whose setup starts it.');
  const name = `t_${process.pid}_${randomBytes(5).toString('hex')}`;
  await onServer(server, (sql) => sql`create database ${sql(name)} template ${sql(template)}`);
  return {
    name,
    url: withDatabase(server, name),
    [Symbol.asyncDispose]: async () => {
      await onServer(server, async (sql) => {
        await connectionsEnded(sql, name);
        await sql`drop database if exists ${sql(name)} with (force)`;
      });
    },
  };
}

/** Waits up to two seconds: a pool has ended before the server knows it, and cutting its connections off is an error in it. */
async function connectionsEnded(sql: postgres.Sql, database: string): Promise<void> {
  for (let looks = 0; looks < 40; looks++) {
    const [open] = await sql<{ any: boolean }[]>`
      select exists (select from pg_stat_activity where datname = ${database}) as any`;
    if (!open?.any) return;
    await pause(50);
  }
}

async function onServer(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function migrateIfWritten(url: string): Promise<void> {
  const file = join(ROOT, 'server/run/migrate.ts');
  if (!existsSync(file)) return;
  const { migrate } = (await import(file)) as { migrate: (databaseUrl: string) => Promise<unknown> };
  await migrate(url);
}
