import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadMember } from '#server/projects/members/load-member.ts';
import { checkPassword } from '#server/projects/sign-in/check-password.ts';
import { readSignInLink } from '#server/projects/sign-in/read-sign-in-link.ts';
import { redeemSignInLink } from '#server/projects/sign-in/redeem-sign-in-link.ts';
import { tokenOf } from '#server/projects/sign-in/sign-in-link.ts';
import { releaseBuilder } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';
import { runCommandOf } from '#test/harness/cli.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { rollUpOnce } from '#test/harness/telemetry.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.dispose());

const run = (line: string, env: Record<string, string> = {}) => runCommandOf(system, line, env);

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
    const isMember = () => loadMember(system.services, { personId: who?.id ?? '', project: 'default' });
    expect(await isMember(), 'invited is not joined').toBeNull();
    await redeemSignInLink(system.services, { token: tokenOf(out), password: 'four words are better', ip: null });
    expect(await isMember()).toMatchObject({ role: 'release_manager' });
  });

  it('prints a new link for a person who forgot the password', async () => {
    const first = await run('users create --email lost@example.test --role viewer');
    await redeemSignInLink(system.services, { token: tokenOf(first.out), password: 'soon forgotten', ip: null });
    const second = await run('users create --email lost@example.test --role viewer');
    await redeemSignInLink(system.services, { token: tokenOf(second.out), password: 'remembered now', ip: null });
    const opens = async (password: string) =>
      (await checkPassword(system.services, { email: 'lost@example.test', password, ip: null })) !== null;
    expect([await opens('soon forgotten'), await opens('remembered now')]).toEqual([false, true]);
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
  it('makes the admins of one project, and no other people, admins of another', async () => {
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
    expect(
      await loadMember(system.services, { personId: uma.id, project: 'quay' }),
      'one link opens both',
    ).toMatchObject({ role: 'admin' });
    expect((await asked('vic@example.test')).out).toContain('/sign-in?token=');
  });
});

describe('telemetry verify', () => {
  it('names what the rollups lack, and ends with 0 once they are made', async () => {
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
    const noServer = await run(line, { SWITCHYARD_API_KEY: 'sy_x', SWITCHYARD_URL: 'http://127.0.0.1:1' });
    expect(noServer).toMatchObject({ code: 2, notes: expect.stringContaining('No server responds') });
  });

  it.each([
    ['nothing deployed ends with 1', 'resolve --prompt no/such --environment production', 1],
    ['a prompt that does not exist ends with 2', 'gate --prompt no/such --version 1', 2],
    ['a version that is no number ends with 2', 'gate --prompt no/such --version 1.5', 2],
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
    const result = await run(line, { SWITCHYARD_API_KEY: key });
    expect(result).toMatchObject({ code, out: expect.stringMatching(says) });
  });
});

describe('promote and rollback', () => {
  it('go from a passed gate to what served before, and refuse what cannot be', async () => {
    await using own = await startSystem({ worker: true });
    const asker = await own.key(undefined, { owner: await own.person({ role: 'admin' }) });
    const releaser = await own.key(['promote', 'read'], { owner: await own.person({ role: 'release_manager' }) });
    const release = releaseBuilder(own, asker);
    const as = (line: string, key: string) => run(line, { SWITCHYARD_URL: own.edgeUrl, SWITCHYARD_API_KEY: key });
    const approve = async (requested: { out: string }) =>
      release.approve(releaser, await release.promotion(requested.out.split(' ')[0] ?? ''));
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

it('prints its usage', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('keys create') });
  expect(await run('')).toMatchObject({ code: 2 });
  expect(await run('keys create --help')).toMatchObject({ code: 0, out: expect.stringContaining('--scopes') });
  expect(await run('keys destroy')).toMatchObject({ code: 2, notes: expect.stringContaining('no command') });
});
