import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openSql } from '#db/client.ts';
import { openJobPool } from '#db/job-pool.ts';
import { postgresAccount } from './account.ts';
import { keepEmbedded } from './keep-running.ts';
import { postmasterPid } from './leftover.ts';
import { dataFolder } from './place.ts';

const ROOT = join(import.meta.dirname, '../../..');

it('is started again until it can start, at the same address', { timeout: 90_000 }, async () => {
  const state = join(mkdtempSync(join(tmpdir(), 'switchyard-keep-')), 'state');
  mkdirSync(state);
  chmodSync(join(state, '..'), 0o711); // as root, Postgres runs as another user and must get to its data
  const reported: string[] = [];
  const kept = await keepEmbedded(ROOT, state, (line) => reported.push(line));
  const data = dataFolder(state, postgresAccount());

  chmodSync(data, 0o755); // Postgres refuses to start on data that others may read
  process.kill(postmasterPid(data) ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(reported.join('\n')).toMatch(/invalid permissions[\s\S]*trying again in/), 20_000);

  chmodSync(data, 0o700);
  await vi.waitFor(() => responds(kept.url), 20_000);
  await kept.stop();
  expect(postmasterPid(data)).toBeNull();
  rmSync(join(state, '..'), { recursive: true });
});

it('moves to another port, which its clients follow, where it has no socket and its port is in use', {
  timeout: 90_000,
}, async () => {
  const top = mkdtempSync(join(tmpdir(), 'switchyard-keep-'));
  chmodSync(top, 0o711);
  const state = join(top, 'a-folder-whose-name-is-too-long-for-the-path-of-a-socket-'.repeat(2));
  mkdirSync(state);
  const kept = await keepEmbedded(ROOT, state, () => undefined);
  const before = portOf(state);
  expect(before).toBeLessThan(32_768); // no outgoing connection is given such a port
  const open = openSql(kept.url, { max: 1 });
  const jobs = openJobPool(kept.url, 1, () => undefined);
  await Promise.all([open`select 1`, jobs.query('select 1')]);

  const data = dataFolder(state, postgresAccount());
  chmodSync(data, 0o755); // keeps it down until its port is in use
  process.kill(postmasterPid(data) ?? 0, 'SIGKILL');
  const other = createServer();
  await vi.waitFor(
    () => new Promise<void>((resolve, reject) => other.once('error', reject).listen(before, '127.0.0.1', resolve)),
    20_000,
  );
  chmodSync(data, 0o700);

  await vi.waitFor(() => open`select 1`, 20_000);
  await vi.waitFor(() => jobs.query('select 1'), 20_000);
  expect(portOf(state)).not.toBe(before);
  await Promise.all([open.end(), jobs.end(), kept.stop()]);
  other.close();
  rmSync(top, { recursive: true });
});

const portOf = (state: string): number => Number(readFileSync(join(state, 'postgres-address'), 'utf8'));

async function responds(url: string): Promise<void> {
  const sql = openSql(url, { max: 1 });
  try {
    await sql`select 1`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
