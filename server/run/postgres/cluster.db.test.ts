import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, it } from 'vitest';
import { freePort } from '#test/harness/free-port.ts';
import { startTestCluster } from '#test/harness/postgres.ts';
import { throwawaySettings } from '#test/harness/throwaway.ts';
import { postgresAccount } from './account.ts';
import { packagedPostgres } from './binaries.ts';
import { startCluster } from './cluster.ts';
import { isRunning, stopLeftover } from './leftover.ts';
import { dataFolder, placeBinaries } from './place.ts';

const ROOT = join(import.meta.dirname, '../../..');

it('keeps committed rows when it is killed, and starts again on its port', async () => {
  const cluster = await startTestCluster({ durable: true });
  await on(cluster.url('postgres'), (sql) => sql`create table kept as select 42 as n`);
  process.kill(cluster.pid, 'SIGKILL');
  await cluster.ended;
  const second = await cluster.again();
  expect(second.url('postgres')).toBe(cluster.url('postgres'));
  expect(await on(second.url('postgres'), (sql) => sql`select n from kept`)).toMatchObject([{ n: 42 }]);
  await second.stop();
  expect(isRunning(second.pid)).toBe(false);
});

it('stops a server whose supervisor has ended, and starts in its place', async () => {
  const first = await startTestCluster({ durable: true });
  const second = await first.again(); // shuts the first one down before it starts
  await first.ended;
  expect(second.pid).not.toBe(first.pid);
  await second.stop();
});

it('refuses a wrong password, and listens on this machine only', async () => {
  const cluster = await startTestCluster();
  const wrong = cluster.url('postgres').replace(/:[^:@/]+@/, ':wrong@');
  await expect(on(wrong, (sql) => sql`select 1`)).rejects.toThrow(/password/);
  const [found] = await on(cluster.url('postgres'), (sql) => sql`show listen_addresses`);
  expect(found).toEqual({ listen_addresses: '127.0.0.1' });
  await cluster.stop();
});

it('never makes a new database in a folder that exists', async () => {
  const data = mkdtempSync(join(tmpdir(), 'switchyard-data-'));
  writeFileSync(join(data, 'kept'), 'a backup that was copied without all of its files');
  const account = postgresAccount();
  const starting = startCluster({
    ...{
      native: placeBinaries(ROOT, packagedPostgres(), account),
      data,
      at: { port: await freePort() },
      password: 'x',
      account,
    },
    ...{ settings: throwawaySettings(), log: join(data, 'log') },
  });
  await expect(starting).rejects.toThrow(/not a valid data directory|did not start/);
  expect(readFileSync(join(data, 'kept'), 'utf8')).toContain('a backup');
});

it('does not stop another program that has the pid of an ended server', async () => {
  const data = mkdtempSync(join(tmpdir(), 'switchyard-leftover-'));
  const other = spawn('sleep', ['60']);
  writeFileSync(join(data, 'postmaster.pid'), `${other.pid}\n${data}\n`);
  await stopLeftover(data);
  expect(isRunning(other.pid ?? 0)).toBe(true);
  expect(() => statSync(join(data, 'postmaster.pid'))).toThrow();
  other.kill();
});

const root = process.getuid?.() === 0;

it.runIf(root)('stores data outside of a folder that its user may not enter, and finds it there again', () => {
  const closed = mkdtempSync(join(tmpdir(), 'switchyard-closed-')); // mode 0700, ours
  const account = postgresAccount();
  const outside = dataFolder(closed, account);
  expect(outside).toMatch(/^\/var\/lib\/switchyard\/[0-9a-f]{16}\/postgres$/);
  expect(readFileSync(join(closed, 'postgres-place'), 'utf8').trim()).toBe(outside);
  expect(dataFolder(closed, account)).toBe(outside);
  rmSync(join(outside, '..'), { recursive: true, force: true });
});

it('stores data inside of a folder that its user may enter', () => {
  const open = join(mkdtempSync(join(tmpdir(), 'switchyard-open-')), 'state');
  mkdirSync(open);
  expect(dataFolder(open, null)).toBe(join(open, 'postgres'));
});

async function on<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
