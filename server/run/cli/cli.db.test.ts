import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANCHOR_FILE } from '#server/audit/anchor-file.ts';
import { KEY_FILE } from '#server/audit/audit-key.ts';
import { noteAnchors } from '#server/audit/note-anchors.ts';
import { copyAnchors } from '#server/audit/send-anchors.ts';
import { loadMember } from '#server/projects/load-member.ts';
import { readSignInLink } from '#server/projects/read-sign-in-link.ts';
import { redeemSignInLink } from '#server/projects/redeem-sign-in-link.ts';
import { tokenOf } from '#server/projects/sign-in-link.ts';
import { rollUpOnce } from '#server/telemetry/start-rollups.ts';
import { releaseBuilder } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { COMMANDS } from './commands.ts';
import { runCli } from './run-cli.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.dispose());

/** Runs a command on the system's database, as on the server's own machine. */
async function run(line: string, env: Record<string, string> = {}) {
  const said = { out: [] as string[], notes: [] as string[] };
  const io = {
    env: { DATABASE_URL: system.databaseUrl, SWITCHYARD_DATA: system.dataDir, SWITCHYARD_URL: system.edgeUrl, ...env },
    out: (text: string) => void said.out.push(text),
    note: (text: string) => void said.notes.push(text),
  };
  const code = await runCli(COMMANDS, line === '' ? [] : line.split(' '), io);
  return { code, out: said.out.join('\n'), notes: said.notes.join('\n') };
}

describe('keys create', () => {
  it('prints a key that works at once, alone on standard output', async () => {
    const { code, out, notes } = await run('keys create --project default --scopes read,registry');
    expect(code).toBe(0);
    expect(out).toMatch(/^sy_[0-9A-Za-z]{36}$/);
    expect(notes).not.toContain(out);
    expect((await system.api('GET', '/api/v1/prompts', { key: out })).status).not.toBe(401);
  });

  it('makes it act as the member who owns it', async () => {
    const owner = await system.person({ role: 'viewer' });
    const { out } = await run(`keys create --project default --scopes read --owner ${owner.email} --json`);
    expect(JSON.parse(out)).toMatchObject({ key: expect.stringMatching(/^sy_/), project: 'default', scopes: ['read'] });
  });

  it.each([
    ['keys create --scopes read', 2, /--project is missing/],
    ['keys create --project default --scopes read,all', 2, /"all" is no scope/],
    ['keys create --project default --scopes read --owner nobody@x.test', 2, /is no member/],
    ['keys create --project nowhere --scopes read', 2, /projects create --name nowhere/],
    ['keys create --project default --scopes read --colour red', 2, /colour/],
  ])('%s ends with %i', async (line, code, sentence) => {
    const result = await run(line);
    expect(result).toMatchObject({ code, out: '' });
    expect(result.notes).toMatch(sentence);
  });
});

describe('users create', () => {
  it('prints a link that signs the new member in', async () => {
    const { code, out } = await run('users create --email Grace@Example.test --role release-manager');
    expect(code).toBe(0);
    const who = await readSignInLink(system.services, tokenOf(out));
    expect(who?.email).toBe('grace@example.test');
    const isMember = () => loadMember(system.services, who?.id ?? '', 'default');
    expect(await isMember(), 'invited is not joined').toBeNull();
    await redeemSignInLink(system.services, { token: tokenOf(out), password: 'four words are better', ip: null });
    expect(await isMember()).toMatchObject({ role: 'release_manager' });
  });

  it('prints a new link for somebody who forgot the password', async () => {
    const first = await run('users create --email lost@example.test --role viewer');
    await redeemSignInLink(system.services, { token: tokenOf(first.out), password: 'soon forgotten', ip: null });
    const second = await run('users create --email lost@example.test --role viewer');
    await redeemSignInLink(system.services, { token: tokenOf(second.out), password: 'remembered now', ip: null });
  });

  it('--no-link makes a member at once, who acts by keys made here, again and again', async () => {
    for (let round = 0; round < 2; round++) {
      const made = await run('users create --email robot@example.test --role editor --no-link --if-missing');
      expect(made).toMatchObject({ code: 0, out: '' });
    }
    const { out } = await run('keys create --project default --scopes read --owner robot@example.test');
    expect((await system.api('GET', '/api/v1/prompts', { key: out })).status).toBe(200);
  });

  it.each([
    ['users create --email a@b.test --role king', 2],
    ['users create --email nonsense --role viewer', 2],
  ])('%s ends with %i', async (line, code) => {
    expect(await run(line)).toMatchObject({ code, out: '' });
  });
});

describe('--if-missing', () => {
  it('lets a script make a project and its people again and again', async () => {
    for (let round = 0; round < 2; round++) {
      expect(await run('projects create --name harbour --simulated --if-missing')).toMatchObject({
        code: 0,
        out: 'harbour',
      });
      const made = await run('users create --email ines@example.test --role admin --project harbour --if-missing');
      expect(made.code).toBe(0);
      expect(made.out === '').toBe(round === 1);
    }
    expect((await run('projects create --name harbour')).code).toBe(1);
  });
});

describe('projects create --admins-of', () => {
  it('lets the admins of one project into another, and nobody else', async () => {
    await run('users create --email uma@example.test --role admin');
    await run('users create --email vic@example.test --role viewer');
    for (let round = 0; round < 2; round++) {
      const made = await run('projects create --name quay --if-missing --admins-of default');
      expect(made).toMatchObject({ code: 0, out: 'quay' });
    }
    const asked = (email: string) => run(`users create --email ${email} --role viewer --project quay --if-missing`);
    expect((await asked('uma@example.test')).out).toBe('');
    const link = await run('users create --email uma@example.test --role admin');
    const uma = await redeemSignInLink(system.services, {
      token: tokenOf(link.out),
      password: 'four words more',
      ip: null,
    });
    expect(await loadMember(system.services, uma.id, 'quay'), 'one link opens both').toMatchObject({ role: 'admin' });
    expect((await asked('vic@example.test')).out).toContain('/sign-in?token=');
  });
});

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

  it('says that every chain is whole, and then names the first row that is not', async () => {
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

  it('tells of a restored older database until an operator accepts it, and names that ever after', async () => {
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

  it('holds the chain against a copy that was kept elsewhere', async () => {
    await using own = await startSystem();
    const env = envOf(own);
    await own.key(['read']);
    await noteAnchors(own.services);
    const copy = join(own.dataDir, 'copy.ndjson');
    copyAnchors(own.services, copy);
    expect((await run(`audit verify --anchors ${copy}`, env)).code).toBe(0);
    // The file and the database's memory of it are gone as well: only the copy knows.
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
    '%s with another key does nothing and says why',
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

describe('telemetry verify', () => {
  it('names what the rollups lack, and is content once they are made', async () => {
    await using own = await startSystem();
    const env = { DATABASE_URL: own.databaseUrl, SWITCHYARD_DATA: own.dataDir };
    const at = new Date().toISOString();
    const key = await own.key(['ingest']);
    await own.api('POST', '/api/v1/events', { key, body: { events: [{ id: 'one', at, model: 'm' }] } });
    expect(await run('telemetry verify', env)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^default [\d-]+ \w+: 1 events, 0 in the rollup/),
    });
    await rollUpOnce(own.services);
    expect(await run('telemetry verify', env)).toMatchObject({ code: 0, out: expect.stringMatching(/^Every/) });
  });
});

describe('over HTTP', () => {
  it('a wrong key, a missing key and a server that is not there are configuration', async () => {
    const line = 'resolve --prompt p --environment production';
    expect((await run(line, { SWITCHYARD_API_KEY: '' })).code).toBe(2);
    expect((await run(line, { SWITCHYARD_API_KEY: 'sy_wrong' })).code).toBe(2);
    const nobody = await run(line, { SWITCHYARD_API_KEY: 'sy_x', SWITCHYARD_URL: 'http://127.0.0.1:1' });
    expect(nobody).toMatchObject({ code: 2, notes: expect.stringContaining('Nobody answers') });
  });

  it.each([
    ['nothing deployed is the answer no', 'resolve --prompt no/such --environment production', 1],
    ['a prompt that does not exist was named wrongly', 'gate --prompt no/such --version 1', 2],
    ['a version that is no number was written wrongly', 'gate --prompt no/such --version 1.5', 2],
  ] as const)('%s', async (_, line, code) => {
    const key = await system.key(['resolve', 'evals']);
    expect((await run(line, { SWITCHYARD_API_KEY: key })).code).toBe(code);
  });

  it.each([
    ['a pass ends with 0', recorded([20, 0, 0, 0]), 0, /^pass$/m],
    ['a drop ends with 1 and says where', recorded([60, 0, 40, 0]), 1, /^fail: drop\n {2}maths drops by 40.0 points/m],
    ['what chance could explain ends with 3', recorded([9, 0, 1, 0]), 3, /^inconclusive: drop_unconfirmed$/m],
  ] as const)('a gate: %s', async (name, runs, code, says) => {
    const key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
    const release = releaseBuilder(system, key);
    const prompt = name.replaceAll(' ', '-');
    await release.prompt(prompt);
    await release.runs(prompt, prompt, runs);
    await release.stage(prompt, 1);
    const line = `gate --prompt ${prompt} --version 2 --environment staging`;
    const told = await run(line, { SWITCHYARD_API_KEY: key });
    expect(told).toMatchObject({ code, out: expect.stringMatching(says) });
  });
});

describe('promote and rollback', () => {
  it('go from a passed gate to what served before, and refuse what cannot be', async () => {
    await using own = await startSystem({ worker: true });
    const asker = await own.key(undefined, { owner: await own.person({ role: 'admin' }) });
    const releaser = await own.key(['promote', 'read'], { owner: await own.person({ role: 'release_manager' }) });
    const release = releaseBuilder(own, asker);
    const as = (line: string, key: string) => run(line, { SWITCHYARD_URL: own.edgeUrl, SWITCHYARD_API_KEY: key });
    const approve = async (told: { out: string }) => {
      const promotion = await release.promotion(told.out.split(' ')[0] ?? '');
      expect((await release.act(releaser, promotion, 'approve')).status).toBe(200);
    };
    await release.prompt('cli');
    await release.runs('cli', 'cli', recorded([20, 0, 0, 0]));
    const first = await as('promote --prompt cli --version 1', asker);
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^[0-9a-f-]{36} awaiting_approval$/) });
    expect((await as('promote --prompt cli --version 2', asker)).code, 'the place is taken').toBe(1);
    await approve(first);
    await approve(await as('promote --prompt cli --version 2 --note Shorter', asker));
    expect((await as('rollback --prompt cli', await own.key(['promote']))).code, 'no release manager').toBe(2);
    expect(await as('rollback --prompt cli --reason Complaints', releaser)).toMatchObject({
      code: 0,
      out: expect.stringContaining('rolled_back'),
    });
    expect((await as('rollback --prompt cli --environment staging', releaser)).code, 'nothing came there').toBe(1);
    expect((await as('promote --prompt cli --version 9', asker)).code).toBe(2);
  });
});

it('explains itself', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('keys create') });
  expect(await run('')).toMatchObject({ code: 2 });
  expect(await run('keys create --help')).toMatchObject({ code: 0, out: expect.stringContaining('--scopes') });
  expect(await run('keys destroy')).toMatchObject({ code: 2, notes: expect.stringContaining('no command') });
});
