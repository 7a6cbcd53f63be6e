import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { postgresAccount } from '#server/run/postgres/account.ts';
import { packagedPostgres } from '#server/run/postgres/binaries.ts';
import { type Cluster, startCluster } from '#server/run/postgres/cluster.ts';
import { placeBinaries } from '#server/run/postgres/place.ts';
import { prepareDatabase } from '#server/run/postgres/roles.ts';
import { serverSettings } from '#server/run/postgres/settings.ts';
import { freePort } from '#test/harness/free-port.ts';
import { throwawayFolder, throwawaySettings } from './throwaway.ts';

/** How workers find the server of the run: they inherit the environment of the global setup. */
const SERVER = 'SWITCHYARD_TEST_SERVER';
const TEMPLATE = 'SWITCHYARD_TEST_TEMPLATE';
/** Roles belong to the server, not to a database: each run has two of its own, named after its template. */
const PASSWORD = 'SWITCHYARD_TEST_PASSWORD';
const ROOT = join(import.meta.dirname, '../..');

/** `url` is the application's; `ownerUrl` may also change tables, switch triggers off and look at every session. */
export type TestDatabase = AsyncDisposable & { url: string; ownerUrl: string; name: string };

/**
 * A Postgres of one test, which may kill it: `durable` syncs to disk as in production and can be started `again`;
 * `migrated`: its database `postgres` has our tables.
 */
export async function startTestCluster({
  durable = false,
  migrated = false,
} = {}): Promise<Cluster & { again: () => Promise<Cluster> }> {
  const account = postgresAccount();
  const folder = throwawayFolder(account, { durable });
  const options = {
    native: placeBinaries(ROOT, packagedPostgres(), account),
    data: join(folder, 'data'),
    at: { port: await freePort() },
    password: randomBytes(12).toString('hex'),
    account,
    settings: durable ? serverSettings() : throwawaySettings(),
    log: join(folder, 'postgres.log'),
  };
  if (durable) process.once('exit', () => rmSync(folder, { recursive: true, force: true })); // it is started again
  const cluster = await startCluster({ ...options, ...(durable ? {} : { removeAfter: folder }) });
  if (migrated) await migrateIfWritten(cluster.url('postgres'));
  return { ...cluster, again: () => startCluster(options) };
}

/**
 * Starts the one server of a test run and migrates its template with the roles of an installation: the owner has the
 * tables, the application's role may use them. Returns the function that stops it. With TEST_DATABASE_URL set, that
 * server is used (its user must be a superuser).
 */
export async function startTestServer(): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const cluster = given ? null : await startTestCluster();
  const server = given ?? cluster?.url('postgres') ?? '';
  const template = `switchyard_template_${randomBytes(4).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  const roles = { database: template, owner: ownerOf(template), app: appOf(template), password };
  const { ownerUrl } = await prepareDatabase((name) => withDatabase(server, name), roles);
  await migrateIfWritten(ownerUrl, roles.app);
  Object.assign(process.env, { [SERVER]: server, [TEMPLATE]: template, [PASSWORD]: password });
  return async () => {
    if (cluster) return cluster.stop();
    await onServer(server, async (sql) => {
      await sql`drop database if exists ${sql(template)} with (force)`;
      await sql.unsafe(`drop role if exists "${roles.app}"; drop role if exists "${roles.owner}"`);
    });
  };
}

/** A migrated, empty database of the test file: `await using db = await cloneDatabase()`. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const server = process.env[SERVER];
  const template = process.env[TEMPLATE];
  const password = process.env[PASSWORD];
  if (!server || !template || !password)
    throw new Error('No test server: run through vitest or playwright, whose setup starts it.');
  const name = `t_${process.pid}_${randomBytes(5).toString('hex')}`;
  await onServer(server, async (sql) => {
    await sql`create database ${sql(name)} template ${sql(template)}`;
    await sql`revoke temporary on database ${sql(name)} from public`; // which a template does not contain
  });
  return {
    name,
    url: withDatabase(server, name, { user: appOf(template), password }),
    ownerUrl: withDatabase(server, name),
    [Symbol.asyncDispose]: async () => {
      await onServer(server, async (sql) => {
        await connectionsEnded(sql, name);
        await sql`drop database if exists ${sql(name)} with (force)`;
      });
    },
  };
}

/**
 * Waits up to two seconds: a pool ends before the server notices, and terminating its connections would be an error in
 * the pool.
 */
async function connectionsEnded(sql: postgres.Sql, database: string): Promise<void> {
  for (let looks = 0; looks < 400; looks++) {
    const [open] = await sql<{ any: boolean }[]>`
      select exists (select from pg_stat_activity where datname = ${database}) as any`;
    if (!open?.any) return;
    await pause(5);
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

const ownerOf = (template: string): string => `${template}_owner`;
const appOf = (template: string): string => `${template}_app`;

function withDatabase(url: string, database: string, as?: { user: string; password: string }): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  if (as) Object.assign(changed, { username: as.user, password: as.password });
  return changed.href;
}

async function migrateIfWritten(ownerUrl: string, app: string | null = null): Promise<void> {
  const file = join(ROOT, 'server/run/migrate.ts');
  if (!existsSync(file)) return;
  const { migrate } = (await import(file)) as {
    migrate: (ownerUrl: string, app: string | null) => Promise<unknown>;
  };
  await migrate(ownerUrl, app);
}
