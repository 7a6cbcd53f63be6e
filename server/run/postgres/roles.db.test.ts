import { afterAll, beforeAll, expect, it, test } from 'vitest';
import { openSql, type Sql } from '#db/client.ts';
import { cloneDatabase, startTestCluster, type TestDatabase } from '#test/harness/postgres.ts';
import { startSystem } from '#test/harness/system.ts';
import { migrate } from '../migrate.ts';
import type { Cluster } from './cluster.ts';
import { openExternal } from './external.ts';
import { prepareDatabase } from './roles.ts';

let database: TestDatabase;
let app: Sql;
let cluster: Cluster;

beforeAll(async () => {
  database = await cloneDatabase();
  app = openSql(database.url, { max: 1 });
  cluster = await startTestCluster();
});
afterAll(async () => {
  await app.end();
  await database[Symbol.asyncDispose]();
  await cluster.stop();
});

test.each([
  ['change an audit row', `update audit_row set action = 'x'`],
  ['remove an audit row', 'delete from audit_row'],
  ['empty the audit log', 'truncate audit_row'],
  ['switch the triggers of the audit log off', 'alter table audit_row disable trigger all'],
  ['write past every trigger', 'set session_replication_role = replica'],
  ['drop the triggers', 'drop trigger audit_row_immutable on audit_row'],
  [
    'replace what the triggers call',
    'create or replace function refuse_change() returns trigger as $$ begin return new; end $$ language plpgsql',
  ],
  ['change a prompt version', `update prompt_version set message = 'x'`],
  ['remove a deployment', 'delete from deployment'],
  ['record a migration as applied', `insert into switchyard_migration (name, checksum) values ('x', 'x')`],
  ['make a table', 'create table mine (id int)'],
  ['make a temporary table', 'create temporary table mine (id int)'],
  ['make a schema', 'create schema mine'],
  ['create an extension', 'create extension pg_stat_statements'],
  [
    'become the owner',
    "do $$ begin execute format('set role %I', (select pg_get_userbyid(relowner) from pg_class where relname = 'event')); end $$",
  ],
  ['read password hashes', 'select rolpassword from pg_authid'],
  ['read files of the server', `select pg_read_file('PG_VERSION')`],
  ['load files of the server', `copy outcome (outcome_id) from '/etc/passwd'`],
  ['run programs on the server', `copy outcome (outcome_id) from program 'id'`],
  ['make a role', 'create role somebody'],
  ['drop a table by the function for partitions', `select drop_telemetry_partition('audit_row', 'audit_row')`],
  ['drop a table that is no partition', `select drop_telemetry_partition('event', 'event')`],
  [
    'make a partition of another table than telemetry’s',
    `select make_telemetry_partition('audit_row', 'audit_row_20260101', '1', '2')`,
  ],
  [
    'make a partition that holds everything',
    `select make_telemetry_partition('event', 'event_20260101', '-infinity', 'infinity')`,
  ],
])('the application may not %s', async (_, statement) => {
  await expect(app.begin((tx) => tx.unsafe(statement))).rejects.toThrow(
    /permission denied|must be owner|There is no partition|holds at most|cannot be executed|not available/,
  );
});

it('owns nothing', async () => {
  const owned = await app`
    select relname from pg_class where relowner = current_user::regrole
    union all select proname from pg_proc where proowner = current_user::regrole
    union all select nspname from pg_namespace where nspowner = current_user::regrole
    union all select datname from pg_database where datdba = current_user::regrole`;
  expect(owned).toEqual([]);
});

it('makes and drops partitions of telemetry', async () => {
  const exists = async () => (await app`select to_regclass('event_20260101') as it`)[0]?.it;
  await app`select make_telemetry_partition('event', 'event_20260101', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z')`;
  expect(await exists()).toBe('event_20260101');
  await app`select drop_telemetry_partition('event', 'event_20260101')`;
  expect(await exists()).toBeNull();
});

const roles = (name: string) => ({ database: name, owner: `${name}_owner`, app: `${name}_app`, password: "it's one" });
const appOf = (name: string) => {
  const url = new URL(cluster.url(name));
  return Object.assign(url, { username: `${name}_app`, password: encodeURIComponent("it's one") }).href;
};

it('gives the tables that an older version made as the superuser to the owner', async () => {
  const server = openSql(cluster.url('postgres'), { max: 1 });
  await server`create database older`;
  await server.end();
  await migrate(cluster.url('older')); // everything, the queue included, belongs to the superuser
  {
    await using before = await startSystem({ databaseUrl: cluster.url('older') });
    await before.key(['ingest']);
  }
  const { ownerUrl } = await prepareDatabase(cluster.url, roles('older'));
  await migrate(ownerUrl, 'older_app');
  const sql = openSql(cluster.url('older'), { max: 1 });
  const owners = await sql`
    select distinct pg_get_userbyid(owner) as owner from (
      select relowner as owner from pg_class join pg_namespace n on n.oid = relnamespace
        where nspname in ('public', 'graphile_worker')
      union all select proowner from pg_proc join pg_namespace n on n.oid = pronamespace
        where nspname in ('public', 'graphile_worker')
    ) as it`;
  await sql.end();
  expect(owners).toEqual([{ owner: 'older_owner' }]);
  const usable = openSql(appOf('older'), { max: 1 });
  expect((await usable`select count(*)::int as n from api_key`)[0]?.n).toBe(1);
  await usable.end();
});

it('writes nothing at the second start, and sets the role’s password again where it was changed', async () => {
  const { ownerUrl } = await prepareDatabase(cluster.url, roles('again'));
  await migrate(ownerUrl, 'again_app');
  const sql = openSql(cluster.url('again'), { max: 1 });
  const written = async () => (await sql`select pg_snapshot_xmax(pg_current_snapshot())::text as at`)[0]?.at;
  const before = await written();
  await prepareDatabase(cluster.url, roles('again'));
  await migrate(ownerUrl, 'again_app');
  expect(await written()).toBe(before);
  await sql`alter role again_app password 'another'`;
  await prepareDatabase(cluster.url, roles('again'));
  const usable = openSql(appOf('again'), { max: 1 });
  await expect(usable`select 1 as n`).resolves.toHaveLength(1);
  await Promise.all([sql.end(), usable.end()]);
});

it('an operator may give one role to the tables and another one to the application', async () => {
  const server = openSql(cluster.url('postgres'), { max: 1 });
  await server.unsafe(`create role "the owner" login password 'o'; create role "the app" login password 'a'`);
  await server.unsafe('create database given owner "the owner"');
  const as = (user: string, password: string) =>
    Object.assign(new URL(cluster.url('given')), { username: user, password }).href;
  const warnings: string[] = [];
  const given = await openExternal({ databaseUrl: as('the app', 'a'), ownerUrl: as('the owner', 'o') }, (line) =>
    warnings.push(line),
  );
  await migrate(given.ownerUrl, given.role);
  expect(warnings).toEqual([]);
  await using system = await startSystem({ databaseUrl: given.url, worker: true });
  const key = await system.key(['ingest', 'read']);
  const at = new Date().toISOString();
  const sent = await system.api('POST', '/api/v1/events', { key, body: { events: [{ id: '1', at, model: 'm' }] } });
  expect(sent.body.accepted).toBe(1);
  await expect(system.services.sql`delete from audit_row`).rejects.toThrow('permission denied');
  await server.end();
});

it('warns in one line that the application would run as a superuser', async () => {
  const warnings: string[] = [];
  const given = await openExternal({ databaseUrl: database.ownerUrl, ownerUrl: null }, (line) => warnings.push(line));
  expect(warnings).toEqual([
    expect.stringMatching(/^DATABASE_URL signs in as the superuser "switchyard"\..*DATABASE_OWNER_URL/),
  ]);
  expect(given.ownerUrl).toBe(database.ownerUrl);
});
