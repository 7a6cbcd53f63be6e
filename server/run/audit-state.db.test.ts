import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KEY_FILE } from '#server/audit/audit-key.ts';
import { noteAnchors } from '#server/audit/note-anchors.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { firstStart } from './supervisor/first-start.ts';

/**
 * Starts one of our processes on the system’s database, as the supervisor would. Returns once it has exited by itself.
 */
function start(system: System, name: 'edge' | 'worker') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
    env: { ...process.env, DATABASE_URL: system.databaseUrl, SWITCHYARD_DATA: system.dataDir, EDGE_PORT: '0' },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stdout, stderr };
}

it.each([
  ['edge', 'another', /another key .*Restore the file/],
  ['worker', 'another', /another key .*Restore the file/],
  ['edge', 'no', /audit\.key is missing/],
] as const)(
  '%s exits with 1 when it has %s key for the audit log of its database',
  async (name, key, sentence) => {
    await using system = await startSystem();
    const path = join(system.dataDir, KEY_FILE);
    if (key === 'another') writeFileSync(path, 'f'.repeat(64));
    else rmSync(path);
    expect(start(system, name)).toMatchObject({ status: 1, stderr: expect.stringMatching(sentence) });
  },
  40_000,
);

it('a start reports that the database is older than what was noted, and how many rows of which project are missing', async () => {
  await using system = await startSystem();
  await system.key(['read']);
  await system.key(['read']);
  await noteAnchors(system.services);
  const { databaseUrl, dataDir } = system;
  expect((await firstStart(databaseUrl, { dataDir })).warnings).toEqual([]);
  await system.owner().begin(async (sql) => {
    const project = system.project().id;
    await sql`set local session_replication_role = replica`;
    await sql`delete from audit_row where project_id = ${project} and seq > 1`;
    await sql`update audit_head set seq = 1, mac = (select mac from audit_row where project_id = ${project})
      where project_id = ${project}`;
  });
  expect((await firstStart(databaseUrl, { dataDir })).warnings).toEqual([
    expect.stringMatching(/older than what was noted at .*: 2 rows of project default are missing \(a restored backup/),
  ]);
});
