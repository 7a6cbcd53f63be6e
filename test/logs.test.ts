import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '#db/client.ts';
import { openLog } from '#server/platform/log.ts';
import { checkPassword } from '#server/projects/sign-in/check-password.ts';
import { COMMANDS } from '#server/run/cli/commands.ts';
import { runCli } from '#server/run/cli/run-cli.ts';
import { migrate } from '#server/run/migrate.ts';
import { pagesOf } from './builders/pages.ts';
import { releaseBuilder } from './builders/release.ts';
import { startTestCluster } from './harness/postgres.ts';
import { type Person, type System, startSystem } from './harness/system.ts';

/** Is in everything that people send, and in no line that we or our Postgres log. */
const CANARY = 'canary7f3a';

let cluster: Awaited<ReturnType<typeof startTestCluster>>;
let system: System;
let key: string;
let admin: Person;
const lines: string[] = [];

beforeAll(async () => {
  cluster = await startTestCluster();
  await migrate(cluster.url('postgres'));
  const log = openLog('test', 'trace', { write: (line) => void lines.push(line) });
  system = await startSystem({ databaseUrl: cluster.url('postgres'), worker: true, log });
  admin = await system.person({ role: 'admin' });
  key = await system.key(undefined, { owner: admin });
});
afterAll(async () => {
  await system.dispose();
  await cluster.stop();
});

/** Our log lines while `work` ran; at least one must be an error, else the fault had no effect. */
async function logged(work: () => Promise<unknown>): Promise<string> {
  const before = lines.length;
  await work();
  await expect.poll(() => lines.slice(before).join('')).toMatch(/"level":(40|50|60)/);
  return lines.slice(before).join('');
}

/** While `work` runs, no row can be written to the table: Postgres reports "Failing row contains (…)". */
async function withoutWrites(table: string, work: () => Promise<unknown>): Promise<void> {
  const { sql } = system.services;
  await sql.unsafe(`alter table ${table} add constraint ${table}_refuses check (false) not valid`);
  try {
    await work();
  } finally {
    await sql.unsafe(`alter table ${table} drop constraint ${table}_refuses`);
  }
}

const text = `${CANARY} of a person`;
const name = `${CANARY}/prompt`;
const at = `/api/v1/prompts/${encodeURIComponent(name)}`;
const event = () => ({
  id: `${CANARY}-${lines.length}`,
  at: new Date().toISOString(),
  model: 'openai/gpt-a',
  input: text,
});

describe('no log line holds what people sent', () => {
  const writes: [table: string, method: string, path: string, body: () => unknown][] = [
    ['prompt', 'POST', '/api/v1/prompts', () => ({ name: `${CANARY}/other`, type: 'text', description: text })],
    [
      'prompt_version',
      'POST',
      `${at}/versions`,
      () => ({ template: text, config: { model: 'test/m' }, message: text }),
    ],
    ['dataset', 'POST', '/api/v1/datasets', () => ({ name: CANARY, description: text })],
    ['gate_policy', 'PUT', `${at}/gate`, () => ({ revision: 0, margin: 0.05 })],
    ['deployment', 'PUT', `${at}/environments/staging`, () => ({ version: 1 })],
    ['audit_row', 'POST', '/api/v1/prompts', () => ({ name: `${CANARY}/third`, type: 'text' })],
    ['promotion', 'POST', '/api/v1/promotions', () => ({ prompt: name, version: 1, to: 'production', note: text })],
    ['model', 'POST', '/api/v1/models', () => ({ provider: CANARY, model_id: CANARY })],
  ];

  beforeAll(async () => {
    const release = releaseBuilder(system, key);
    await release.prompt(name, 1);
  });

  it.each(writes)('when %s cannot be written', async (table, method, path, body) => {
    const text = await logged(() =>
      withoutWrites(table, async () => {
        const response = await system.api(method, path, { key, body: body() });
        expect(response.status, JSON.stringify(response.body)).toBeGreaterThanOrEqual(500);
        expect(JSON.stringify(response.body)).not.toContain(CANARY);
      }),
    );
    expect(text).not.toContain(CANARY);
  });

  it('when events cannot be copied in', async () => {
    const text = await logged(() =>
      withoutWrites('event', async () => {
        const response = await system.api('POST', '/api/v1/events', { key, body: { events: [event()] } });
        expect(response.status, JSON.stringify(response.body)).toBeGreaterThanOrEqual(500);
      }),
    );
    expect(text).not.toContain(CANARY);
  });

  it('when a job fails, neither in its lines nor in the error that the queue stores', async () => {
    const release = releaseBuilder(system, key);
    const text = await logged(async () => {
      await withoutWrites('eval_result', async () => {
        await release.dataset(CANARY, [{ item: CANARY, category: 'x', weight: 1, cluster: null, scores: [1] }]);
        // Its rows are refused only from now on: the import itself must succeed.
        await system.services.sql`alter table eval_result drop constraint eval_result_refuses`;
        const results = [{ item: CANARY, output: `${CANARY} out` }];
        const scorers = [{ type: 'equals' }];
        const body = { prompt: name, version: 1, model: 'test/m1', dataset: CANARY, results, scorers };
        await system.services.sql`
          create or replace function refuse_scores() returns trigger language plpgsql as
          $$ begin raise exception 'no score for %', new.output; end $$`;
        await system.services.sql`
          create trigger refuse_scores before update on eval_result for each row execute function refuse_scores()`;
        const imported = await system.api('POST', '/api/v1/eval-runs/import', { key, body });
        expect(imported.status, JSON.stringify(imported.body)).toBe(202);
        await expect.poll(() => failedJobs(system.services.sql), { timeout: 10_000 }).not.toEqual([]);
        await system.services.sql`drop trigger refuse_scores on eval_result`;
        await system.services.sql`alter table eval_result add constraint eval_result_refuses check (false) not valid`;
      });
    });
    expect(text).not.toContain(CANARY);
    expect((await failedJobs(system.services.sql)).join()).not.toContain(CANARY);
  });

  it('when a page’s procedure fails in the database', async () => {
    const text = await logged(() =>
      withoutWrites('prompt', async () => {
        const made = pagesOf(system, admin).prompts.create({
          project: 'default',
          name: `${CANARY}/page`,
          type: 'text',
        });
        await expect(made).rejects.toThrow();
      }),
    );
    expect(text).not.toContain(CANARY);
  });

  it('when signing in fails in the database', async () => {
    await withoutWrites('sign_in_attempt', async () => {
      const given = { email: `${CANARY}@example.test`, password: `${CANARY} password`, ip: '192.0.2.1' };
      const failed: unknown = await checkPassword(system.services, given).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(Error);
      const text = await logged(async () => system.services.log.error({ err: failed }, 'sign-in failed'));
      expect(text).not.toContain(CANARY);
    });
  });

  it('when a request cannot be read or is refused', async () => {
    const text = await logged(async () => {
      for (const raw of [`{"a": ${CANARY}`, `"${CANARY}`, `{"name": "${CANARY}", "type": 7}`]) {
        expect((await system.api('POST', '/api/v1/prompts', { key, raw })).status).toBeLessThan(500);
      }
      expect((await system.api('GET', `/api/v1/prompts?x=${CANARY}`, { key: `sy_${CANARY}` })).status).toBe(401);
      system.services.log.error('the last line: those before it have been written');
    });
    expect(text).not.toContain(CANARY);
  });

  it('when a command fails in the database', async () => {
    const lines: string[] = [];
    const io = {
      env: { DATABASE_URL: system.databaseUrl, SWITCHYARD_DATA: system.dataDir },
      out: (line: string) => void lines.push(line),
      note: (line: string) => void lines.push(line),
    };
    await withoutWrites('person', async () => {
      const args = ['users', 'create', '--email', `${CANARY}@example.test`, '--role', 'viewer'];
      expect(await runCli(COMMANDS, args, io)).toBe(2);
    });
    expect(lines.join('\n')).toMatch(/\w/);
    expect(lines.join('\n')).not.toContain(CANARY);
  });

  it('after all of that, nor does a line of our Postgres', async () => {
    const { sql } = system.services;
    await sql`select ${CANARY}::uuid`.catch(() => undefined);
    await sql
      .unsafe(`do $$ begin raise warning 'noted ${CANARY}'; raise exception '${CANARY}'; end $$`)
      .catch(() => undefined);
    const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
    const written = readFileSync(join(dirname(row?.folder ?? ''), 'postgres.log'), 'utf8');
    expect(written).toMatch(/ready to accept connections/);
    expect(written).not.toContain(CANARY);
  });
});

async function failedJobs(sql: Sql): Promise<string[]> {
  const rows = await sql<{ error: string }[]>`
    select last_error as error from graphile_worker._private_jobs where last_error is not null`;
  return rows.map((row) => row.error);
}
