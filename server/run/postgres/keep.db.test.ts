import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openSql } from '#db/client.ts';
import { postgresAccount } from './account.ts';
import { keepEmbedded } from './keep.ts';
import { postmasterPid } from './leftover.ts';
import { dataFolder } from './place.ts';

const ROOT = join(import.meta.dirname, '../../..');

it('is tried again for as long as it cannot start, and comes back where it was', { timeout: 90_000 }, async () => {
  const state = join(mkdtempSync(join(tmpdir(), 'switchyard-keep-')), 'state');
  mkdirSync(state);
  chmodSync(join(state, '..'), 0o711); // as root, Postgres runs as another user and must get to its data
  const said: string[] = [];
  const kept = await keepEmbedded(ROOT, state, (line) => said.push(line));
  const data = dataFolder(state, postgresAccount());

  chmodSync(data, 0o755); // Postgres refuses to start on data that others may read
  process.kill(postmasterPid(data) ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(said.join('\n')).toMatch(/invalid permissions[\s\S]*trying again in/), 20_000);

  chmodSync(data, 0o700);
  await vi.waitFor(() => answers(kept.url), 20_000);
  await kept.stop();
  expect(postmasterPid(data)).toBeNull();
  rmSync(join(state, '..'), { recursive: true });
});

async function answers(url: string): Promise<void> {
  const sql = openSql(url, { max: 1 });
  try {
    await sql`select 1`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
