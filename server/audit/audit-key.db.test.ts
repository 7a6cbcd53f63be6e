import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from '#server/platform/config.ts';
import { createProject } from '#server/projects/create-project.ts';
import { operator } from '#server/run/cli/local.ts';
import { openServices } from '#server/run/services.ts';
import { cloneDatabase } from '#test/harness/postgres.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { KEY_FILE, requireAuditKey } from './audit-key.ts';

const required = (system: System, dataDir = system.dataDir) => requireAuditKey(system.databaseUrl, dataDir);

function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'switchyard-key-'));
}

it('every machine of the installation needs the key that signs the log', async () => {
  await using system = await startSystem();
  await expect(required(system)).resolves.toBeUndefined();
  const second = emptyFolder();
  writeFileSync(join(second, KEY_FILE), readFileSync(join(system.dataDir, KEY_FILE)));
  await expect(required(system, second)).resolves.toBeUndefined();
  rmSync(second, { recursive: true });
});

it('another key is refused, with the file and the remedy', async () => {
  await using system = await startSystem();
  const path = join(system.dataDir, KEY_FILE);
  writeFileSync(path, 'f'.repeat(64));
  await expect(required(system)).rejects.toThrow(`another key than the one in ${path}. Restore the file from a backup`);
});

it('a lost key is refused, and none is made in its place', async () => {
  await using system = await startSystem();
  const path = join(system.dataDir, KEY_FILE);
  rmSync(path);
  await expect(required(system)).rejects.toThrow(`${path} is missing`);
  expect(existsSync(path)).toBe(false);
});

it('an empty database accepts any key, and a log without a stored fingerprint only the key of its first row', async () => {
  await using database = await cloneDatabase();
  const folder = emptyFolder();
  await expect(requireAuditKey(database.url, folder)).resolves.toBeUndefined();
  rmSync(folder, { recursive: true });
  await using system = await startSystem();
  await system.owner().begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`delete from audit_key`;
  });
  await expect(required(system)).resolves.toBeUndefined();
  writeFileSync(join(system.dataDir, KEY_FILE), 'f'.repeat(64));
  await expect(required(system)).rejects.toThrow(/another key/);
});

it('no change is made by a process with another key, however it was started', async () => {
  await using system = await startSystem();
  const folder = emptyFolder();
  const config = { ...readConfig({ DATABASE_URL: system.databaseUrl, SWITCHYARD_DATA: folder }) };
  const services = openServices(config, 'other', { log: system.services.log });
  try {
    const made = createProject(operator(services), { name: 'second' });
    await expect(made).rejects.toMatchObject({ status: 503, code: 'unavailable' });
    const [found] = await system.services.sql`select count(*)::int as n from project where name = 'second'`;
    expect(found?.n).toBe(0);
  } finally {
    await services.close();
    rmSync(folder, { recursive: true });
  }
});

it('the fingerprint of the key in the database cannot be changed', async () => {
  await using system = await startSystem();
  const { sql } = system.services;
  await expect(sql`update audit_key set fingerprint = 'x'`).rejects.toThrow(/immutable/);
  await expect(sql`delete from audit_key`).rejects.toThrow(/immutable/);
});
