import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runbook, runbookVersion } from '#db/schema/runbooks.ts';
import { saveRotation } from '#server/alerts/notify/on-call/write-on-call.ts';
import { newId } from '#server/platform/ids.ts';
import { MIN, notifySetup, startNotifySystem } from '#test/builders/notify-setup.ts';
import { codeOf, pagesOf } from '#test/builders/pages.ts';
import type { Person, System } from '#test/harness/system.ts';
import { rollUp } from '#test/harness/telemetry.ts';

let system: System;
let here: Awaited<ReturnType<typeof notifySetup>>;
let project: string;
let rita: Person;
let ed: Person;
let resolver: string;
const place = { prompt: 'search/answer', environment: 'staging' };

beforeAll(async () => {
  system = await startNotifySystem();
  here = await notifySetup(system);
  project = here.project;
  rita = await system.person({ role: 'release_manager', name: 'Rita', project });
  ed = await system.person({ role: 'editor', name: 'Ed', project });
  const turns = { people: [ed.id], timeZone: 'Europe/Berlin', handOverDay: 1, handOverMinute: 540 };
  await saveRotation(here.ctx(), { name: 'first', ...turns, startsOn: '2026-11-23' });
  resolver = await system.key(['resolve'], { project });
  await here.send('POST', '/api/v1/prompts', { name: place.prompt, type: 'text' });
  for (const template of ['One {{q}}', 'Two {{q}}'])
    await here.send('POST', '/api/v1/prompts/search%2Fanswer/versions', { template });
  await deploy(1);
  const ingest = await system.key(['ingest'], { project });
  const at = (i: number) => new Date(system.clock.now().getTime() - (1 + (i % 58)) * MIN).toISOString();
  const events = Array.from({ length: 120 }, (_, i) => ({
    ...{ id: `e${i}`, at: at(i), model: 'test/m1', version: 1, user: i % 2 === 0 ? 'mallory' : 'alice' },
    ...{ ...place, input_chars: i < 30 ? 5_000 : 50 },
  }));
  expect((await system.api('POST', '/api/v1/events', { key: ingest, body: { events } })).body.accepted).toBe(120);
  await rollUp(system);
});
afterAll(() => system.dispose());

const deploy = async (version: number) => {
  const sent = await here.send('PUT', '/api/v1/prompts/search%2Fanswer/environments/staging', { version });
  expect(sent.status).toBe(200);
};
const pages = (person: Person) => pagesOf(system, person).runbooks;
const resolve = (body: object) => system.api('POST', '/api/v1/resolve', { key: resolver, body: { ...place, ...body } });

/** A runbook of one step that acts, followed for a new incident. */
async function started(action: string, given: Record<string, string> = {}) {
  const block = Object.entries(given).map(([name, value]) => `${name}: ${value}\n`);
  const sections = ['Detection signal', 'First responder action', 'Escalation path', 'Rollback procedure'];
  const name = `one-${action.replaceAll('_', '-')}`;
  const head = `# ${action}\n${sections.map((each) => `## ${each}\nA.\n`).join('')}`;
  const markdown = `${head}## Steps\n### act: Go\n~~~act ${action}\n${block.join('')}~~~\n`;
  expect((await here.send('POST', '/api/v1/runbooks', { name, markdown })).status).toBe(201);
  const { body: incident } = await here.send('POST', '/api/v1/incidents', { title: action });
  const run = await pages(ed).start({ project, name, incidentId: incident.id });
  const step = (params: Record<string, string>) => ({ project, runId: run.id, position: 1, params });
  return {
    step,
    detail: () => pages(ed).detail({ project, name, incidentId: incident.id }),
    /** Shows what it would do, does it as this person, and returns both. */
    act: async (person: Person, params: Record<string, string>) => {
      const preview = await pages(person).preview(step(params));
      const done = await pages(person).act({ ...step(params), sees: preview.sees, note: 'attack' });
      return { preview, ...done };
    },
    timeline: async (): Promise<string[]> => {
      await system.drain();
      const { body } = await here.send('GET', `/api/v1/incidents/${incident.id}/timeline?kind=action`);
      return body.data.flatMap(({ text }: { text: string }) => (text.includes('of the runbook') ? [text] : []));
    },
  };
}

describe('block_user', () => {
  test('refuses the user until it is undone, and both stand on the timeline', async () => {
    const { act, step, detail, timeline } = await started('block_user');
    const params = { user: 'mallory', hours: '2' };
    expect((await pages(ed).preview(step(params))).refusal).toContain('release manager');
    expect(await codeOf(act(ed, params))).toBe('insufficient_role');
    for (const hours of ['0', '1e2', '169', 'x'])
      expect(await codeOf(pages(rita).preview(step({ user: 'u', hours })))).toBe('invalid');
    const { preview, id } = await act(rita, params);
    expect(preview).toMatchObject({ changesTraffic: 'now', requestsPerMinute: 1 });
    expect(preview.sentence).toContain('Resolve refuses the user mallory for 2 h');
    await vi.waitFor(async () => expect((await resolve({ key: 'mallory' })).body.code).toBe('user_blocked'), 5_000);
    expect((await resolve({ key: 'alice' })).status).toBe(200);
    expect((await detail()).run?.entries).toMatchObject([{ outcome: 'acted', canUndo: true }]);
    expect(await codeOf(pages(ed).undo({ project, entryId: id }))).toBe('insufficient_role');
    await pages(rita).undo({ project, entryId: id });
    expect(await codeOf(pages(rita).undo({ project, entryId: id }))).toBe('not_in_force');
    expect((await detail()).run?.entries).toMatchObject([{ canUndo: false }, { outcome: 'reopened', by: 'Rita' }]);
    expect(await timeline()).toEqual([
      expect.stringContaining(
        'acted on step 1 of the runbook one-block-user, “Go”: Resolve refuses the user mallory until',
      ),
      expect.stringContaining('opened again step 1 of the runbook one-block-user, “Go”: Lifted the block of mallory.'),
    ]);
  });
});

describe('cap_input_length', () => {
  test('says how many inputs of the last hour were longer, and caps what resolve fills in', async () => {
    const { act, step } = await started('cap_input_length', place);
    expect(await codeOf(pages(rita).preview(step({ max_chars: '10', hours: '1' })))).toBe('invalid');
    const params = { max_chars: '1000', hours: '1' };
    const { preview, result } = await act(rita, params);
    expect(preview).toMatchObject({ requestsPerMinute: 2 });
    expect(preview.sentence).toContain('Of the last hour, 30 requests say that the input was longer.');
    expect(result.sentence).toContain('is capped at 1,000 characters until');
    const { body } = await here.send('GET', '/api/v1/restrictions');
    const [cap] = body.data.filter(({ kind }: { kind: string }) => kind === 'input');
    expect(cap).toMatchObject({
      kind: 'input',
      max_chars: 1000,
      in_force: true,
      created_by: { name: 'Rita' },
    });
    expect(cap.reason).toBe('attack (runbook one-cap-input-length, step 1)');
    expect(await codeOf(pages(rita).preview(step(params)))).toBe('same_cap');
  });
});

describe('silence', () => {
  test('shows its price, silences, and is ended by its button', async () => {
    const { act, timeline } = await started('silence', { prompt: 'search/*' });
    const { preview, id } = await act(ed, { kind: 'latency', hours: '4' });
    expect(preview).toMatchObject({ changesTraffic: 'never', requestsPerMinute: null, refusal: null });
    expect(preview.sentence).toContain('prompt search/*, kind latency for 4 h');
    const state = async () => (await here.send('GET', '/api/v1/silences')).body.data[0].state;
    expect(await state()).toBe('running');
    await pages(ed).undo({ project, entryId: id });
    expect(await state()).toBe('over');
    expect((await timeline())[1]).toContain('Ended the silence.');
  });
});

describe('notify', () => {
  test('has nothing to act on without a channel, then sends the message, which cannot be undone', async () => {
    const { act, step, detail } = await started('notify');
    expect((await detail()).runbook.steps[0]?.check).toMatchObject({ state: 'idle', code: 'no_channel' });
    expect(await codeOf(pages(ed).preview(step({ channel: 'ops', message: 'x' })))).toBe('channel_missing');
    expect((await here.send('POST', '/api/v1/channels', { name: 'ops', target: here.webhook() })).status).toBe(201);
    const { id, preview } = await act(ed, { channel: 'ops', message: 'search is down' });
    expect(preview.sentence).toBe('Sends “search is down” to ops as a page. It names Ed, who is on call.');
    await here.work();
    expect(here.receiver.got.at(-1)?.body).toMatchObject({
      ...{ type: 'message', data: { title: 'search is down (Ed)', severity: 'page' } },
    });
    expect(await codeOf(pages(ed).undo({ project, entryId: id }))).toBe('not_undoable');
  });
});

test('a built-in runbook follows a release until a person edits it', async () => {
  const stored = async (name: string, by: 'system' | 'person') => {
    const at = system.clock.now();
    const ctx = { project: system.project(project), db: system.services.db };
    const row = {
      id: newId(),
      projectId: ctx.project.id,
      name,
      builtin: name,
      version: 1,
      createdAt: at,
      updatedAt: at,
    };
    await ctx.db.insert(runbook).values(row);
    const version = { runbookId: row.id, version: 1, owner: null, markdown: '# Of before', at };
    await ctx.db.insert(runbookVersion).values({ ...version, actor: { kind: by, id: null, name: 'X' } });
    await here.send('POST', `/api/v1/runbooks/${name}/drills`, {});
    const { body } = await here.send('GET', `/api/v1/runbooks/${name}`);
    return [body.version, body.title];
  };
  expect(await stored('cost-spike', 'system')).toEqual([2, 'Cost spike from long inputs']);
  expect(await stored('prompt-injection', 'person')).toEqual([1, 'Of before']);
});

describe('rolling back from an alert', () => {
  test('offers what served before the deployment that the alert names, does it once, and tells the incident', async () => {
    await deploy(2);
    const [way] = await pages(ed).waysBack({ project, prompts: [place.prompt, 'no/such'] });
    expect(way).toMatchObject({ ...place, version: 2, to: { version: 1 }, since: system.clock.now() });
    const sent = await here.send('POST', '/api/v1/alerts/incoming', {
      ...{ title: 'Answers are empty', status: 'firing', severity: 'page', dedup_key: 'empty' },
      labels: place,
    });
    expect(sent.status, JSON.stringify(sent.body)).toBeLessThan(300);
    await here.work();
    const [alert] = (await here.send('GET', '/api/v1/alerts')).body.data;
    const [deployed] = alert.changes.filter(({ kind }: { kind: string }) => kind === 'deployment');
    expect(new Date(deployed.at)).toEqual(way?.since);
    const acting = { project, action: 'roll_back_prompt' as const, params: place };
    const preview = await pages(ed).previewDirectly(acting);
    expect(preview).toMatchObject({ changesTraffic: 'now', requestsPerMinute: 2, refusal: null });
    const from = { alertId: alert.id, sees: preview.sees, note: 'empty' };
    expect(await codeOf(pages(ed).actDirectly({ ...acting, ...from, sees: 'x' }))).toBe('preview_outdated');
    const nobody = { ...from, alertId: '0190f0c0-0000-7000-8000-000000000001' };
    expect(await codeOf(pages(ed).actDirectly({ ...acting, ...nobody }))).toBe('not_found');
    await pages(ed).actDirectly({ ...acting, ...from });
    expect(await codeOf(pages(ed).actDirectly({ ...acting, ...from }))).toBe('preview_outdated');
    expect((await here.send('GET', '/api/v1/prompts/search%2Fanswer')).body.environments.staging.version).toBe(1);
    expect((await pages(ed).waysBack({ project, prompts: [place.prompt] }))[0]?.to.version).toBe(2);
    await system.drain();
    const [incident] = (await here.send('GET', '/api/v1/incidents?prompt=search%2Fanswer')).body.data;
    const { data } = (await here.send('GET', `/api/v1/incidents/${incident.id}/timeline?kind=action`)).body;
    expect(data.map(({ text }: { text: string }) => text)).toContain(
      'acted from the alert: v1 serves search/answer in staging again, instead of v2. (empty)',
    );
    expect((await here.send('GET', '/api/v1/alerts')).body.data[0].acknowledged_by.name).toBe('Ed');
  });
});

test('statistics count the alert that was acted on as followed, and the page as noise of who was on call', async () => {
  const { body } = await here.send('GET', '/api/v1/incidents/statistics');
  expect(body.alerts).toMatchObject([{ severity: 'page', firings: 1, followed: 1, undecided: 0, precision: 1 }]);
  expect(body.noise).toEqual([
    { person_id: ed.id, name: 'Ed', week: '2026-11-23', pages: 1, night_pages: 0, warnings: 0 },
  ]);
});
