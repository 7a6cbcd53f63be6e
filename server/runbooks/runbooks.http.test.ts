import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKey } from '#server/projects/keys/create-key.ts';
import { codeOf, pagesOf } from '#test/builders/pages.ts';
import { releaseAs } from '#test/builders/release.ts';
import type { Person, System } from '#test/harness/system.ts';
import { startSystem } from '#test/harness/system.ts';
import { rollUp } from '#test/harness/telemetry.ts';
import { BUILTIN_RUNBOOKS } from './domain/builtin.ts';
import { drillAllRunbooks } from './watch-runbooks.ts';

const PATH = '/api/v1/runbooks';
const project = 'default';
const INCIDENT = '0190f0c0-0000-7000-8000-000000000001';
const runbookOf = (steps: string) =>
  `# Our own\n## Detection signal\nA.\n## First responder action\nB.\n## Escalation path\nC.\n## Rollback procedure\nD.\n## Steps\n${steps}`;
const act = (name: string, params: Record<string, string> = {}) =>
  `### act: Do ${name}\n~~~act ${name}\n${Object.entries(params)
    .map(([param, value]) => `${param}: ${value}\n`)
    .join('')}~~~\n`;

let system: System;
let key: string;
let admin: Person;
let manager: Person;
let editor: Person;
let release: Awaited<ReturnType<typeof releaseAs>>;

beforeAll(async () => {
  system = await startSystem({ now: '2026-11-27T12:00:00.000Z' });
  admin = await system.person({ role: 'admin', name: 'Ada' });
  manager = await system.person({ role: 'release_manager', name: 'Rita' });
  editor = await system.person({ role: 'editor', name: 'Ed' });
  key = await system.key(['admin', 'ingest', 'read', 'registry'], { owner: admin });
  release = await releaseAs(system, editor);
  for (const [model_id, more] of [
    ['m1', { fallback: 'test/f1' }],
    ['f1', {}],
  ] as const)
    await release.send(201, 'POST', '/api/v1/models', { provider: 'test', model_id, ...more });
  await release.prompt('search/answer', 2);
  await release.stage('search/answer', 2);
  await release.stage('search/answer', 1);
  const at = (minutes: number) => new Date(system.clock.now().getTime() - minutes * 60_000).toISOString();
  const events = Array.from({ length: 120 }, (_, i) => ({
    ...{
      id: `e${i}`,
      at: at(1 + (i % 58)),
      model: 'test/m1',
      prompt: 'search/answer',
      version: 1,
      environment: 'staging',
    },
  }));
  const sent = await system.api('POST', '/api/v1/events', { key, body: { events } });
  expect(sent.body.accepted).toBe(120);
  await rollUp(system);
});
afterAll(() => system.dispose());

const send = (method: string, path: string, body?: unknown, by = key) => system.api(method, path, { key: by, body });
const pages = (person: Person) => pagesOf(system, person).runbooks;
const audits = (action: string) => system.services.sql<{ detail: Record<string, unknown> }[]>`
  select detail from audit_row where action = ${action} and project_id = ${system.project().id} order by seq`;
/** A runbook of its own with these steps, and a run of it. */
async function started(name: string, steps: string, incidentId: string | null = null): Promise<string> {
  expect((await send('POST', PATH, { name, markdown: runbookOf(steps) })).status).toBe(201);
  return (await pages(editor).start({ project, name, incidentId })).id;
}
const entriesOf = async (name: string, incidentId: string | null = null) =>
  (await pages(editor).detail({ project, name, incidentId })).run?.entries;

describe('GET /api/v1/runbooks', () => {
  test('200 lists the four built-in runbooks, and each alone with its steps', async () => {
    const { body } = await send('GET', PATH, undefined, await system.key(['read']));
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual(BUILTIN_RUNBOOKS.map(({ name }) => name));
    expect(body.data[0]).toMatchObject({
      title: 'Provider outage',
      builtin: true,
      version: 1,
      last_drill: null,
      updated_at: null,
    });
    const one = (await send('GET', `${PATH}/cost-spike`)).body;
    expect(one).toMatchObject({ steps_total: 9, dead_steps: 0, idle_steps: 1 });
    expect(one.steps[5]).toMatchObject({
      ...{ kind: 'act', action: { name: 'change_budget', given: {} } },
      check: { state: 'idle', code: 'no_budget', message: 'No budget is set yet. Set one under Cost.' },
    });
    expect((await send('GET', `${PATH}/no-such`)).status).toBe(404);
  });
});

describe('POST and PATCH', () => {
  test('201 adds one; 409 for its name again and for that of a built-in one', async () => {
    const body = { name: 'our-own', markdown: runbookOf('### tell: Somebody\n'), owner: 'Search team' };
    expect((await send('POST', PATH, body)).body).toMatchObject({
      builtin: false,
      version: 1,
      owner: 'Search team',
      steps_total: 1,
    });
    expect((await send('POST', PATH, body)).body.code).toBe('runbook_exists');
    expect((await send('POST', PATH, { ...body, name: 'cost-spike' })).body.code).toBe('runbook_exists');
    expect(await audits('runbook.create')).toMatchObject([{ detail: { name: 'our-own', version: 1 } }]);
  });

  test('422 names the line of what is wrong', async () => {
    const { status, body } = await send('POST', PATH, { name: 'x', markdown: runbookOf('### act: Go\n') });
    expect([status, body.errors[0].code]).toEqual([422, 'no_action']);
    expect(body.errors[0].message).toContain('Line 11:');
    const dear = { name: 'x', markdown: runbookOf(`### check: Look\n${'>'.repeat(3_500)}\n`) };
    expect((await send('POST', PATH, dear)).body.errors).toMatchObject([{ path: '/markdown', code: 'too_large' }]);
    const hours = runbookOf(act('block_user', { user: 'x', hours: '0' }));
    const wrong = await send('POST', PATH, { name: 'x', markdown: hours });
    expect([wrong.status, wrong.body.errors[0].message]).toEqual([
      422,
      'Line 14: hours: Hours: a number from 0.25 to 168.',
    ]);
    expect((await send('POST', PATH, { name: 'Not A Name', markdown: '' })).status).toBe(422);
  });

  test('200 writes the next version, of a built-in one too; 409 where another came in between', async () => {
    const markdown = runbookOf('### tell: The owner\n');
    const { status, body } = await send('PATCH', `${PATH}/cost-spike`, { version: 1, markdown });
    expect([status, body.version, body.title, body.builtin]).toEqual([200, 2, 'Our own', true]);
    const late = await send('PATCH', `${PATH}/cost-spike`, { version: 1, owner: 'me' });
    expect(late.body).toMatchObject({ code: 'version_conflict', current: { version: 2 } });
    expect((await send('PATCH', `${PATH}/cost-spike`, { version: 2, markdown })).body.version).toBe(2);
    const { versions } = await pages(editor).detail({ project, name: 'cost-spike' });
    expect(versions.map(({ version, actor }) => [version, actor.name])).toEqual([
      [2, 'Ada'],
      [1, 'Switchyard'],
    ]);
  });

  test('403 of a viewer', async () => {
    const viewer = await system.person({ role: 'viewer' });
    expect(await codeOf(pages(viewer).start({ project, name: 'cost-spike' }))).toBe('insufficient_role');
    const reader = await system.key(['admin', 'read'], { owner: viewer });
    expect((await send('POST', PATH, { name: 'x', markdown: '' }, reader)).body.code).toBe('insufficient_role');
  });
});

describe('a run', () => {
  test('keeps who ticked what; a second run of the same is the first one', async () => {
    const runId = await started('ticked', '### check: One\n### tell: Two\n');
    expect((await pages(manager).start({ project, name: 'ticked' })).id).toBe(runId);
    await pages(editor).tick({ project, runId, position: 1, outcome: 'done', note: 'all red' });
    expect(await codeOf(pages(manager).tick({ project, runId, position: 1, outcome: 'done' }))).toBe('already_done');
    await pages(manager).tick({ project, runId, position: 1, outcome: 'reopened' });
    expect(await codeOf(pages(manager).tick({ project, runId, position: 3, outcome: 'done' }))).toBe('not_found');
    expect(await entriesOf('ticked')).toMatchObject([
      { position: 1, outcome: 'done', note: 'all red', by: 'Ed' },
      { position: 1, outcome: 'reopened', by: 'Rita' },
    ]);
    await pages(editor).end({ project, runId });
    expect(await codeOf(pages(editor).tick({ project, runId, position: 2, outcome: 'done' }))).toBe('run_ended');
    expect(await codeOf(pages(editor).end({ project, runId }))).toBe('run_ended');
    expect((await pages(editor).start({ project, name: 'ticked' })).id).not.toBe(runId);
  });

  test('is of the version that it began with while it is open', async () => {
    await started('edited', '### tell: Old\n');
    await send('PATCH', `${PATH}/edited`, { version: 1, markdown: runbookOf('### tell: New\n') });
    const page = await pages(editor).detail({ project, name: 'edited' });
    expect([page.runbook.steps[0]?.title, page.runbook.version, page.newest.version]).toEqual(['Old', 1, 2]);
  });
});

describe('a step that acts', () => {
  const staging = { prompt: 'search/answer', environment: 'staging' };
  const serving = async () => (await release.servingIn('search/answer', 'staging')).model;

  test('shows what it will do to how much traffic and how to undo it, does it, and tells the incident', async () => {
    const runId = await started('fallback', act('deploy_fallback', { prompt: 'search/answer' }), INCIDENT);
    const params = { environment: 'staging', prompt: 'another/one' };
    const preview = await pages(editor).preview({ project, runId, position: 1, params });
    expect(preview).toMatchObject({
      sentence: 'search/answer v1 in staging moves from test/m1 to test/f1, at once and for all of its requests.',
      ...{ undo: 'Deploy v1 on test/m1 to staging again.', requestsPerMinute: 2, refusal: null },
    });
    const acting = { project, runId, position: 1, params, sees: preview.sees, note: 'm1 is down' };
    expect(await codeOf(pages(editor).act({ ...acting, sees: 'other' }))).toBe('preview_outdated');
    expect(await serving()).toBe('test/m1');
    await pages(editor).act(acting);
    expect(await serving()).toBe('test/f1');
    expect(await codeOf(pages(editor).act(acting))).toBe('no_fallback');
    expect(await entriesOf('fallback', INCIDENT)).toMatchObject([
      { outcome: 'acted', by: 'Ed', sentence: 'search/answer v1 on test/f1 serves staging.', undo: preview.undo },
    ]);
    expect(await entriesOf('fallback')).toBeUndefined();
    expect(await audits('runbook.act')).toMatchObject([{ detail: { act: 'deploy_fallback', note: 'm1 is down' } }]);
    const jobs = await system.services.sql<{ payload: object }[]>`
      select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'incident.action'`;
    expect(jobs).toMatchObject([{ payload: { projectId: system.project().id, runId } }]);
    await system.drain();
  });

  test('returns to what served before', async () => {
    const runId = await started('back', act('roll_back_prompt', staging));
    const preview = await pages(editor).preview({ project, runId, position: 1, params: {} });
    expect(preview.sentence).toContain('goes from v1 on test/f1 back to v1 on test/m1');
    await pages(editor).act({ project, runId, position: 1, params: {}, sees: preview.sees });
    expect(await serving()).toBe('test/m1');
  });

  test('opens a promotion where the environment is protected', async () => {
    const runId = await started('protected', act('deploy_fallback', staging));
    await system.services
      .sql`update environment set protected = true where name = 'staging' and project_id = ${system.project().id}`;
    const preview = await pages(editor).preview({ project, runId, position: 1, params: {} });
    expect(preview).toMatchObject({ changesTraffic: 'later', requestsPerMinute: null });
    const { result } = await pages(editor).act({ project, runId, position: 1, params: {}, sees: preview.sees });
    expect(result.path).toMatch(/^\/promotions\//);
    expect(await serving()).toBe('test/m1');
    await system.services
      .sql`update environment set protected = false where name = 'staging' and project_id = ${system.project().id}`;
  });

  test('changes a budget, and revokes a key, under the permission of what it does', async () => {
    await send('POST', '/api/v1/budgets', { scope: 'project', amount_usd: 500 });
    await createKey(system.ctx(), { name: 'runaway', scopes: ['read'], ownerId: null });
    const steps = act('change_budget', { budget: 'the project' }) + act('block_key', { key: 'runaway' });
    const runId = await started('money', steps);
    const one = { project, runId, position: 1, params: { amount_usd: '250' } };
    const preview = await pages(editor).preview(one);
    expect(preview.sentence).toContain('lowered from $500 to $250 a month');
    expect(preview.refusal).toBe('This needs the role release manager; yours is editor.');
    expect(await codeOf(pages(editor).act({ ...one, sees: preview.sees }))).toBe('insufficient_role');
    await pages(manager).act({ ...one, sees: preview.sees });
    expect((await send('GET', '/api/v1/budgets')).body.data[0].amount_usd).toBe(250);
    expect(await codeOf(pages(manager).preview({ ...one, params: {} }))).toBe('required');
    const two = { project, runId, position: 2, params: {} };
    const revoke = await pages(admin).preview(two);
    expect(await codeOf(pages(manager).act({ ...two, sees: revoke.sees }))).toBe('insufficient_role');
    await pages(admin).act({ ...two, sees: revoke.sees });
    expect(await codeOf(pages(admin).preview(two))).toBe('key_missing');
    expect((await pages(admin).detail({ project, name: 'money' })).runbook.steps[1]?.check?.code).toBe('key_missing');
  });
});

describe('a drill', () => {
  test('201 turns the step red whose fallback was renamed, and one whose action is not available', async () => {
    const markdown = runbookOf(act('deploy_fallback', { fallback: 'test/renamed' }) + act('open_breaker'));
    await send('POST', PATH, { name: 'rotten', markdown });
    const { status, body } = await send('POST', `${PATH}/rotten/drills`, {});
    expect([status, body.dead_steps]).toEqual([201, 2]);
    expect(body.steps).toMatchObject([
      { position: 1, state: 'dead', code: 'fallback_missing' },
      { position: 2, state: 'unavailable', code: 'not_available' },
    ]);
    expect((await send('GET', `${PATH}/rotten`)).body.last_drill).toMatchObject({ id: body.id, dead_steps: 2 });
    expect((await send('POST', `${PATH}/no-such/drills`, {})).status).toBe(404);
  });

  test('is kept once a month of every runbook by the worker', async () => {
    const drills = async () =>
      (
        await system.services
          .sql`select 1 from runbook_drill where month = '2026-11' and project_id = ${system.project().id}`
      ).length;
    await drillAllRunbooks(system.services);
    const all = await drills();
    expect(all).toBeGreaterThanOrEqual(BUILTIN_RUNBOOKS.length);
    await drillAllRunbooks(system.services);
    expect(await drills()).toBe(all);
    const { body } = await send('GET', `${PATH}/provider-outage`);
    expect(body).toMatchObject({ version: 1, updated_at: null, last_drill: { actor: { kind: 'system' } } });
  });
});
