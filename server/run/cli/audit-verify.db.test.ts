import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANCHOR_FILE } from '#server/audit/anchor-file.ts';
import { KEY_FILE } from '#server/audit/audit-key.ts';
import { noteAnchors } from '#server/audit/note-anchors.ts';
import { copyAnchors } from '#server/audit/send-anchors.ts';
import { runCommandOf } from '#test/harness/cli.ts';
import { type System, startSystem } from '#test/harness/system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.dispose());

const run = (line: string, env: Record<string, string> = {}) => runCommandOf(system, line, env);

describe('audit verify', () => {
  const envOf = (own: System) => ({ DATABASE_URL: own.databaseUrl, SWITCHYARD_DATA: own.dataDir });
  const cutTail = (own: System) =>
    own.owner().begin(async (sql) => {
      const project = own.project().id;
      await sql`set local session_replication_role = replica`;
      await sql`delete from audit_row where project_id = ${project} and seq = 2`;
      await sql`update audit_head set seq = 1, mac = (select mac from audit_row where project_id = ${project})
        where project_id = ${project}`;
    });

  it('reports that every chain is whole, and after a change the first row that is not', async () => {
    await using own = await startSystem();
    const env = envOf(own);
    expect(await run('audit verify', env)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/default: 1 rows, whole; nothing of it was noted yet[\s\S]*anchors: none yet/),
    });
    await noteAnchors(own.services);
    expect(await run('audit verify', env)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/default: 1 rows, whole; row 1 was noted at [\dT:.-]+Z[\s\S]*anchors: 1 lines/),
    });
    await own.owner().begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update audit_row set action = 'nothing' where project_id = ${own.project().id} and seq = 1`;
    });
    expect(await run('audit verify', env)).toMatchObject({
      code: 1,
      out: expect.stringContaining('BROKEN: altered: row 1 was altered'),
    });
    expect((await run('audit verify --project other', env)).code).toBe(0);
    expect((await run('audit verify --project nowhere', env)).code).toBe(2);
  });

  it('reports a restored older database until an operator accepts it, and afterwards names the restore', async () => {
    await using own = await startSystem();
    const env = envOf(own);
    await own.key(['read']);
    await noteAnchors(own.services);
    await cutTail(own);
    expect(await run('audit verify', env)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/default: BROKEN: truncated: the end was cut off from row 2 on, or an older database/),
    });
    expect((await run('audit accept-restore', env)).code).toBe(2);
    expect(await run('audit accept-restore --reason moved', env)).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^accepted: The database is older than what was noted at .*: 1 row of project default/,
      ),
    });
    expect(await run('audit verify', env)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/default: 2 rows, whole; .*since the restore that was accepted at .*“moved”/),
    });
    expect(await run('audit accept-restore --reason again', env)).toMatchObject({
      code: 1,
      notes: expect.stringContaining('nothing to accept'),
    });
  });

  it('checks the chain against a copy that was kept elsewhere', async () => {
    await using own = await startSystem();
    const env = envOf(own);
    await own.key(['read']);
    await noteAnchors(own.services);
    const copy = join(own.dataDir, 'copy.ndjson');
    copyAnchors(own.services, copy);
    expect((await run(`audit verify --anchors ${copy}`, env)).code).toBe(0);
    // The file and the database's record of it are deleted as well: only the copy is left.
    rmSync(join(own.dataDir, ANCHOR_FILE));
    await cutTail(own);
    await own.owner()`alter table audit_anchor_series disable trigger user`;
    await own.owner()`delete from audit_anchor_series`;
    expect((await run('audit verify', env)).code).toBe(0);
    expect(await run(`audit verify --anchors ${copy} --json`, env)).toMatchObject({
      code: 1,
      out: expect.stringContaining('"kind":"truncated","seq":2'),
    });
    expect((await run('audit verify --anchors /nowhere', env)).code).toBe(2);
  });

  it.each(['audit verify', 'projects create --name late'])(
    '%s with another key does nothing and reports why',
    async (line) => {
      await using own = await startSystem();
      writeFileSync(join(own.dataDir, KEY_FILE), 'f'.repeat(64));
      expect(await run(line, envOf(own))).toMatchObject({
        code: 2,
        out: '',
        notes: expect.stringMatching(/signed with another key than the one in .*audit\.key\. Restore the file/),
      });
    },
  );
});
