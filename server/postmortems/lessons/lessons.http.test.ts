import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { type ReleaseBuilder, releaseBuilder } from '#test/builders/release.ts';
import { recorded, scoredItem } from '#test/builders/scored-runs.ts';
import { type System, startSystem } from '#test/harness/system.ts';

const PROMPT = 'support/refund';
const SET = `set-of-${PROMPT}`;
const PATH = '/api/v1/incidents/INC-1';
const MINUTE = 60_000;

let system: System;
let release: ReleaseBuilder;
let key: string;
let viewer: string;
let asker: string;
let approver: string;
let admin: string;

beforeAll(async () => {
  system = await startSystem({ now: '2026-11-22T09:00:00.000Z' });
  key = await system.key();
  release = releaseBuilder(system, key);
  viewer = await system.key(['read'], { owner: await system.person({ role: 'viewer' }) });
  asker = await system.key(['promote', 'read'], { owner: await system.person({ role: 'editor', name: 'Ed' }) });
  approver = await system.key(['promote', 'read'], {
    owner: await system.person({ role: 'release_manager', name: 'Rita' }),
  });
  admin = await system.key(['admin'], { owner: await system.person({ role: 'admin' }) });
  await release.measured(PROMPT);
  for (const version of [1, 2]) {
    await release.approve(approver, await release.promote(PROMPT, version, asker));
    system.clock.advance(MINUTE);
  }
});
afterAll(() => system.dispose());

const send = (method: string, path: string, body?: object, by = key) => system.api(method, path, { key: by, body });
const get = async (path: string) => (await send('GET', path, undefined, viewer)).body;
const pathsOf = (body: { errors?: { path: string }[] }) => body.errors?.map(({ path }) => path);

type Sent = { id: string; input?: unknown; status?: string; quality?: number; outcome_id?: string };

async function sendEvents(events: readonly Sent[]) {
  const from = system.clock.now().getTime();
  const same = { prompt: PROMPT, version: 2, environment: 'production', model: 'test/m2' };
  const body = { events: events.map((event, i) => ({ ...same, at: new Date(from + i).toISOString(), ...event })) };
  const sent = await send('POST', '/api/v1/events', body);
  expect(sent.body.accepted, JSON.stringify(sent.body)).toBe(events.length);
}

/** Runs of both versions on the newest version of the golden set; `wrong` are the cases that version 2 fails. */
async function runBoth(wrong: boolean) {
  const cases = (await get(`${PATH}/cases`)).data as { item: string }[];
  const items = (score: number) =>
    cases
      .filter(({ item }) => item.startsWith('case-'))
      .map(({ item }) => scoredItem(item, [score], { category: 'incident-1' }));
  const { baseline, candidate } = recorded([60, 20, 0, 0]);
  await release.run(PROMPT, 1, SET, [...baseline, ...items(1)]);
  await release.run(PROMPT, 2, SET, [...candidate, ...items(wrong ? 0 : 1)]);
}

describe('from the failing inputs to the golden set', () => {
  test('without stored inputs it says so', async () => {
    await sendEvents([{ id: 'bare', status: 'error', input: { question: 'not kept' } }]);
    const made = await send('POST', '/api/v1/incidents', {
      ...{ title: 'Refunds are wrong', prompt: PROMPT, version: 2, environment: 'production' },
      impact_start: system.clock.now().toISOString(),
    });
    expect(made.body.name).toBe('INC-1');
    system.clock.advance(2 * MINUTE);
    expect(await get(`${PATH}/failing-inputs`)).toMatchObject({
      ...{ dataset: SET, datasets: [SET], category: 'incident-1', needs_expected: false },
      ...{ inputs_stored: false, failing_requests: 1, without_input: 1, truncated: false, data: [] },
    });
  });

  test('each input once, the most telling first, good ones left out', async () => {
    expect((await send('PATCH', '/api/v1/project', { stores_texts: true }, admin)).status).toBe(200);
    await expect.poll(async () => (await get(`${PATH}/failing-inputs`)).inputs_stored, { timeout: 5_000 }).toBe(true);
    await sendEvents([
      { id: 'fine', input: { question: 'fine' }, quality: 0.9 },
      { id: 'q0', input: { question: 'q0' }, status: 'error' },
      { id: 'q1', input: 'plain text', quality: 0.2 },
      { id: 'q2', input: { question: 'q2' }, outcome_id: 't2' },
      ...['q3', 'q3-again', 'q3-third'].map((id) => ({ id, input: { question: 'q3' }, status: 'error' })),
      { id: 'q4', input: { question: 'q4' }, status: 'error', quality: 0.1 },
      { id: 'q5', input: { question: 'q5' }, status: 'error' },
      { id: 'q6', input: { question: 'maths 0' }, status: 'error' },
    ]);
    const outcome = { id: 'o2', outcome_id: 't2', success: false, at: system.clock.now().toISOString() };
    expect((await send('POST', '/api/v1/outcomes', { outcomes: [outcome] })).body.accepted).toBe(1);
    system.clock.advance(2 * MINUTE);
    const found = await get(`${PATH}/failing-inputs`);
    expect(found).toMatchObject({ failing_requests: 10, without_input: 1 });
    expect(found.data.map(({ request }: { request: string }) => request)).toEqual([
      'q4',
      'q3',
      'q1',
      'q0',
      'q2',
      'q5',
      'q6',
    ]);
    expect(found.data[0].failing).toEqual({
      ...{ failed_requests: 1, failed_outcomes: 0, low_scores: 1, lowest_score: 0.1 },
    });
    expect(found.data[1]).toMatchObject({ requests: 3, item: null, input: { question: 'q3' } });
    // The only variable of the version takes a plain text.
    expect(found.data[2].input).toEqual({ question: 'plain text' });
    expect(found.data.at(-1).item).toBe('maths 0');
  });

  test('nothing is known of the gate before there are cases', async () => {
    expect(await get(`${PATH}/gate-replay`)).toMatchObject({ state: 'no_cases', verdict: null, cases: 0 });
  });

  test.each([
    ['a request that did not fail', { dataset: SET, cases: [{ request: 'fine' }] }, 422, ['/cases/0/request']],
    ['one whose input was not stored', { dataset: SET, cases: [{ request: 'bare' }] }, 422, ['/cases/0/input']],
    ['an unknown dataset', { dataset: 'none', cases: [{ request: 'q0' }] }, 422, ['/dataset']],
    ['no case', { dataset: SET, cases: [] }, 422, ['/cases']],
  ])('%s is refused', async (_, body, status, paths) => {
    const answer = await send('POST', `${PATH}/cases`, body);
    expect([answer.status, pathsOf(answer.body)]).toEqual([status, paths]);
  });

  test('nor a reader, nor another incident', async () => {
    const body = { dataset: SET, cases: [{ request: 'q0' }] };
    expect((await send('POST', `${PATH}/cases`, body, viewer)).status).toBe(403);
    expect((await send('POST', '/api/v1/incidents/INC-9/cases', body)).status).toBe(404);
  });

  test('201: a new version, cases, timeline and audit; the same again adds nothing', async () => {
    const cases = [
      { request: 'q0' },
      { request: 'q4', expected: 'yes' },
      { request: 'bare', input: { question: 'b' } },
    ];
    const made = await send('POST', `${PATH}/cases`, { dataset: SET, cases });
    expect([made.status, made.body]).toEqual([201, { dataset: SET, dataset_version: 2, added: 3, linked: 0 }]);
    const again = await send('POST', `${PATH}/cases`, { dataset: SET, cases });
    expect(again.body).toEqual({ dataset: SET, dataset_version: 2, added: 0, linked: 0 });
    const { data } = await get(`${PATH}/cases`);
    expect(data).toHaveLength(3);
    expect(data[0]).toMatchObject({ dataset: SET, dataset_version: 2, category: 'incident-1', by: 'test' });
    const items = await get(`/api/v1/datasets/${encodeURIComponent(SET)}/items?category=incident-1`);
    expect(items.data.map(({ input }: { input: { question: string } }) => input.question).toSorted()).toEqual([
      ...['b', 'q0', 'q4'],
    ]);
    const lines = (await get(`${PATH}/timeline`)).data.map(({ text }: { text: string }) => text);
    expect(lines.filter((text: string) => /became cases/.test(text))).toEqual([
      `3 failing inputs became cases of ${SET}, version 2`,
    ]);
    const audits = await system.services.sql`select detail from audit_row where action = 'incident.cases'`;
    expect(audits.map(({ detail }) => detail)).toMatchObject([{ incident: 'INC-1', added: 3, version: 2 }]);
  });

  test('an expected answer is needed where every scorer compares with it', async () => {
    const policy = (scorers: object[], revision: number) =>
      send('PUT', `/api/v1/prompts/${encodeURIComponent(PROMPT)}/gate`, { scorers, revision }, admin);
    expect((await policy([{ type: 'equals' }], 0)).status).toBe(200);
    expect((await get(`${PATH}/failing-inputs`)).needs_expected).toBe(true);
    const answer = await send('POST', `${PATH}/cases`, { dataset: SET, cases: [{ request: 'q3' }] });
    expect([answer.status, pathsOf(answer.body)]).toEqual([422, ['/cases/0/expected']]);
    expect((await policy([], 1)).status).toBe(200);
  });

  test('a training dataset takes none', async () => {
    await release.dataset('tuned', recorded([6, 0, 0, 0]).baseline);
    const model = { provider: 'test', model_id: 'tuned', training: { dataset: 'tuned', dataset_version: '1' } };
    expect((await send('POST', '/api/v1/models', model)).status).toBe(201);
    const answer = await send('POST', `${PATH}/cases`, { dataset: 'tuned', cases: [{ request: 'q3' }] });
    expect([answer.body.code, pathsOf(answer.body)]).toEqual(['training_dataset', ['/dataset']]);
    expect((await get(`${PATH}/failing-inputs`)).datasets).toEqual([SET]);
  });
});

describe('would the gate have stopped it?', () => {
  test('it waits for both runs', async () => {
    const waiting = await get(`${PATH}/gate-replay`);
    expect(waiting).toMatchObject({ state: 'waiting', verdict: null, verdict_then: 'pass', dataset_version: 2 });
    expect(waiting.sentence).toBe(`Waiting for results of version 2 on ${SET} and version 1 on ${SET}.`);
    expect(waiting.runs).toMatchObject([
      { side: 'after', version: 2, model: 'test/m2', run: null },
      { side: 'before', version: 1, model: 'test/m1', run: null },
    ]);
    expect(waiting.scorers).toMatchObject([{ type: 'equals', value: 'yes' }]);
  });

  test('cannot tell: too few cases, and how many more are needed', async () => {
    await runBoth(true);
    const replay = await get(`${PATH}/gate-replay`);
    expect(replay).toMatchObject({
      ...{ state: 'decided', verdict: 'inconclusive', cases: 3 },
      sentence: 'Cannot tell: 3 cases are too few in incident-1, 2 more are needed.',
    });
  });

  test('yes, with enough cases; the verdict of then stays, and a repeated job stores nothing more', async () => {
    const cases = ['q1', 'q2', 'q3', 'q5', 'q6'].map((request) => ({ request }));
    const made = await send('POST', `${PATH}/cases`, { dataset: SET, cases });
    expect(made.body).toEqual({ dataset: SET, dataset_version: 3, added: 4, linked: 1 });
    expect((await get(`${PATH}/gate-replay`)).state).toBe('waiting');
    await runBoth(true);
    const replay = await get(`${PATH}/gate-replay`);
    expect(replay).toMatchObject({ state: 'decided', verdict: 'fail', verdict_then: 'pass', cases: 8 });
    expect(replay.sentence).toMatch(
      /^Yes: it would have failed on set-of-support\/refund\. incident-1 drops by 100\.0 points/,
    );
    expect(replay.categories).toContainEqual({
      ...{ name: 'incident-1', dataset: SET, n: 7, verdict: 'fail', baseline: 1, candidate: 0 },
    });
    const count = async () => (await system.services.sql`select 1 from gate_replay`).length;
    const before = await count();
    const [run] = replay.runs;
    // At least once: the same job again changes nothing.
    await enqueue(system.ctx(), 'evals.completed', { projectId: system.project().id, runId: run.run });
    await system.drain();
    expect(await count()).toBe(before);
    const [promotion] = await system.services.sql`select g.verdict from promotion p join gate_verdict g
      on g.id = p.gate_verdict_id where p.id = ${replay.promotion}`;
    expect(promotion?.verdict).toBe('pass');
    const lines = (await get(`${PATH}/timeline`)).data.map(({ text }: { text: string }) => text);
    expect(lines.at(-1)).toMatch(/^Would the gate have stopped it\? Yes/);
  });

  test('no gate decided about what was never promoted', async () => {
    await send('POST', '/api/v1/incidents', { title: 'Elsewhere', prompt: 'other/prompt' });
    expect(await get('/api/v1/incidents/INC-2/gate-replay')).toMatchObject({ state: 'no_gate', promotion: null });
  });
});

describe('it returns at the next release', () => {
  let promotion: string;
  const lessons = async () => (await get(`/api/v1/promotions/${promotion}/lessons`)).data;

  test('only of ended incidents', async () => {
    const body = { template: 'Version 3: {{question}}', config: { model: 'test/m3' } };
    await send('POST', `/api/v1/prompts/${encodeURIComponent(PROMPT)}/versions`, body);
    promotion = (await release.promote(PROMPT, 3, asker)).id;
    expect(await lessons()).toEqual([]);
  });

  test('what was not run is no pass', async () => {
    await send('PATCH', PATH, { state: 'active' });
    await send('PATCH', PATH, { state: 'resolved' });
    expect(await lessons()).toMatchObject([
      { incident: 'INC-1', title: 'Refunds are wrong', relation: 'prompt', passed: 0, failed: 0, not_run: 8 },
    ]);
  });

  test('whether the cases pass now, by the newest run of the promoted version', async () => {
    const { data } = await get(`${PATH}/cases`);
    const answers = data.map(({ item }: { item: string }, i: number) => scoredItem(item, [i === 0 ? 0 : 1]));
    await release.run(PROMPT, 3, SET, answers.slice(0, 7));
    const [first] = await lessons();
    expect(first).toMatchObject({ passed: 6, failed: 1, not_run: 1 });
    expect(first.cases[0]).toMatchObject({ dataset: SET, run: expect.any(String) });
  });

  test('another prompt on the same model gets it too; 404 for no promotion', async () => {
    await system.services.sql`update incident set model = 'm2' where number = 1`;
    await release.measured('orders/extract');
    promotion = (await release.promote('orders/extract', 2, asker)).id;
    expect(await lessons()).toMatchObject([{ incident: 'INC-1', relation: 'model' }]);
    expect((await send('GET', `/api/v1/promotions/${system.project().id}/lessons`)).status).toBe(404);
  });
});
