import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluateProject } from '#server/alerts/evaluate/evaluate-project.ts';
import type { PastCache } from '#server/alerts/evaluate/read-traffic.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { seededRandom } from '#server/stats/seeded-random.ts';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { readAnchorsPanel } from './read-anchors.ts';
import { scoreAnchor } from './score-anchors.ts';

let setup: Awaited<ReturnType<typeof telemetrySetup>>;
let key: string;
let ingest: string;
beforeAll(async () => {
  setup = await telemetrySetup();
  key = await setup.system.key(['admin'], { owner: await setup.system.person({ role: 'editor', name: 'Maren' }) });
  ingest = await setup.system.key(['ingest']);
});
afterAll(() => setup.system.dispose());

const send = (method: string, path: string, body?: object, by = key) =>
  setup.system.api(method, path, { key: by, ...(body ? { body } : {}) });
const item = (prompt: string | null, n: number) => ({
  ...{ input: `question ${n}`, output: `answer ${n}`, human: 0.8 },
  prompt,
});
const items = (prompt: string, n: number) => Array.from({ length: n }, (_, i) => item(prompt, i));

describe('anchors', () => {
  test('201 marks what people scored, from requests too, once each; the judge is not shown what they gave', async () => {
    const made = await send('POST', '/api/v1/anchors', { anchors: [item('faq', 1), item(null, 2)] });
    expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201, body: { added: 2, known: 0, total: 2 } });

    await setup.system.services.sql`update project set stores_bodies = true`;
    await setup.send([
      setup.event('h1', { prompt: 'faq', input: 'what', output: 'that' }),
      setup.event('h2', { prompt: 'faq', input: 'what', output: 'this' }),
    ]);
    for (const [event, source, score] of [
      ['h1', 'human', 0.6],
      ['h1', 'human', 0.8],
      ['h2', 'judge', 0.1],
    ]) {
      const feedback = { event_id: event, name: 'quality', source, score };
      expect((await send('POST', '/api/v1/feedback', feedback, ingest)).status).toBe(201);
    }
    const taken = await send('POST', '/api/v1/anchors', { from_feedback: { prompt: 'faq' } });
    expect(taken.body).toEqual({ added: 1, known: 0, total: 3 });
    expect((await send('POST', '/api/v1/anchors', { from_feedback: {} })).body).toEqual({
      added: 0,
      known: 1,
      total: 3,
    });

    const { body: next } = await send('GET', '/api/v1/anchors/next?prompt=faq&limit=5', undefined, ingest);
    expect(next.data).toHaveLength(3);
    expect(JSON.stringify(next)).not.toContain('human');
    const [first] = next.data;
    const scored = await send('POST', `/api/v1/anchors/${first.id}/scores`, { score: 0.5, judge: 'acme/j1' }, ingest);
    expect(scored).toMatchObject({ status: 201, body: { anchor_id: first.id, at: setup.at() } });
    const after = await send('GET', '/api/v1/anchors/next?limit=3', undefined, ingest);
    expect(after.body.data.at(-1), 'what was scored last comes last').toMatchObject({ id: first.id });

    const { body: list } = await send('GET', '/api/v1/anchors?limit=2');
    expect(list.data).toHaveLength(2);
    const { body: rest } = await send('GET', `/api/v1/anchors?limit=2&cursor=${list.next_cursor}`);
    const all = [...list.data, ...rest.data];
    expect(all.find(({ id }) => id === first.id)).toMatchObject({ scores_last_week: 1, last_score: 0.5 });
    expect(all.find((one) => one.event_id === 'h1')).toMatchObject({ human: 0.7, input: 'what', output: 'that' });

    expect((await send('DELETE', `/api/v1/anchors/${first.id}`)).status).toBe(200);
    expect((await send('GET', '/api/v1/anchors/next?limit=5', undefined, ingest)).body.data).toHaveLength(2);
    const audits = await setup.system.services
      .sql`select action from audit_row where action like 'anchor.%' order by seq`;
    expect(audits.map(({ action }) => action)).toEqual(['anchor.create', 'anchor.create', 'anchor.retire']);
  });

  test('403 without the scope, 404 for an anchor that is not there, 422 for what cannot be', async () => {
    expect((await send('GET', '/api/v1/anchors', undefined, ingest)).status).toBe(403);
    expect((await send('POST', '/api/v1/anchors', { anchors: [item('x', 1)] }, ingest)).status).toBe(403);
    const nobody = '/api/v1/anchors/018f0000-0000-7000-8000-000000000000';
    expect((await send('POST', `${nobody}/scores`, { score: 1 }, ingest)).status).toBe(404);
    expect((await send('DELETE', nobody)).status).toBe(404);
    expect((await send('POST', '/api/v1/anchors', {})).status).toBe(422);
    const none = await send('POST', '/api/v1/anchors', { from_feedback: { prompt: 'nothing' } });
    expect(none).toMatchObject({ status: 422, body: { errors: [{ code: 'no_human_scores' }] } });
    for (let i = 0; i < 4; i++) await send('POST', '/api/v1/anchors', { anchors: items('many', 100) });
    const over = await send('POST', '/api/v1/anchors', { anchors: items('many', 100) });
    expect(over).toMatchObject({ status: 422, body: { errors: [{ code: 'too_many_anchors' }] } });
    await setup.system.services.sql`update anchor set retired_at = now()`;
  });
});

describe('the verdict of a quality alert', () => {
  const random = seededRandom(3);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const PROMPTS = ['of-judge', 'of-system', 'without-anchors'] as const;
  type Prompt = (typeof PROMPTS)[number];
  const cache: PastCache = new Map();
  let sent = 0;

  /** `n` scored requests of a prompt. */
  const scored = (prompt: Prompt, n: number, mean: number, msAgo = 0) =>
    Array.from({ length: n }, () => {
      const quality = Math.min(1, Math.max(0, mean + 0.1 * normal()));
      return setup.event(`q${++sent}`, { prompt, environment: 'production', quality, at: setup.at(msAgo) });
    });
  const anchorsOf = async (prompt: Prompt) =>
    setup.system.services.sql<{ id: string }[]>`
      select id from anchor where prompt = ${prompt} and retired_at is null order by id`;
  /** The judge scores `n` anchors of a prompt, from the `from`th on. */
  async function judge(prompt: Prompt, mean: number, { from, n, name }: { from: number; n: number; name: string }) {
    const all = await anchorsOf(prompt);
    for (let i = 0; i < n; i++) {
      const anchor = all[(from + i) % all.length];
      const score = Math.min(1, Math.max(0, mean + 0.03 * normal()));
      if (anchor) await scoreAnchor(setup.system.ctx(), anchor.id, { score, judge: name });
    }
  }
  const alerts = async () => (await send('GET', '/api/v1/alerts?kind=quality')).body.data;
  const alertOf = async (prompt: Prompt) =>
    (await alerts()).find((one: { prompt?: string; labels: { prompt: string } }) => one.labels.prompt === prompt);

  /** One minute: 14 scores of production a prompt, one anchor for ten of them, one evaluation. */
  let minute = 0;
  async function live(means: Record<Prompt, number>, judged: Partial<Record<Prompt, number>>, name: string) {
    await setup.send(PROMPTS.flatMap((prompt) => scored(prompt, 14, means[prompt])));
    for (const [prompt, mean] of Object.entries(judged)) {
      await judge(prompt as Prompt, mean, { from: minute, n: 1 + (minute % 2), name });
    }
    minute += 1;
    setup.system.clock.advance(MINUTE_MS);
    await evaluateProject(setup.system.ctx(), cache);
  }

  test('a judge that moved is a ticket that says by how much; a drop of the system and no anchors page', {
    timeout: 60_000,
  }, async () => {
    setup.system.clock.advance(30_000); // a whole minute
    for (const prompt of ['of-judge', 'of-system']) {
      expect((await send('POST', '/api/v1/anchors', { anchors: items(prompt, 15) })).status).toBe(201);
    }
    setup.system.clock.advance(HOUR_MS);
    for (const prompt of ['of-judge', 'of-system'] as const)
      await judge(prompt, 0.82, { from: 0, n: 45, name: 'acme/j1' });
    setup.system.clock.advance(DAY_MS);
    for (const prompt of PROMPTS) await setup.send(scored(prompt, 400, 0.87, 10 * HOUR_MS));
    const well = { 'of-judge': 0.87, 'of-system': 0.87, 'without-anchors': 0.87 };
    for (let i = 0; i < 8; i++) await live(well, { 'of-judge': 0.82, 'of-system': 0.82 }, 'acme/j1');
    expect(await alerts()).toEqual([]);

    const low = { 'of-judge': 0.74, 'of-system': 0.74, 'without-anchors': 0.74 };
    for (let i = 0; i < 14; i++) await live(low, { 'of-judge': 0.69, 'of-system': 0.82 }, 'acme/j2');
    const moved = await alertOf('of-judge');
    expect(moved).toMatchObject({ severity: 'ticket', verdict: 'judge', status: 'firing' });
    expect(moved.title).toMatch(
      /^The judge of of-judge in production moved: −\d+(\.\d)? points on its anchors \(95 % −/,
    );
    expect(moved.verdict_evidence).toMatchObject({
      names: { before: 'acme/j1', since: 'acme/j2' },
      judge: { is: 'measured' },
    });
    expect(await alertOf('of-system')).toMatchObject({ severity: 'page', verdict: 'system' });
    expect(await alertOf('without-anchors')).toMatchObject({ severity: 'page', verdict: 'unknown' });
    const kinds = await setup.system.services.sql`
      select e.kind, a.severity from alert_entry e join alert a on a.id = e.alert_id where a.prompt = 'of-judge'`;
    expect([...kinds], 'told once, and never as a page').toEqual([{ kind: 'fired', severity: 'ticket' }]);

    const panel = await readAnchorsPanel(setup.system.ctx());
    expect(panel.total).toBe(30);
    expect(panel.groups.find(({ prompt }) => prompt === 'of-judge')).toMatchObject({
      anchors: 15,
      judge: { reading: { is: 'measured' } },
    });
  });

  test('behind the judge that moved the system falls too: it pages after all, as an alert that became worse', {
    timeout: 60_000,
  }, async () => {
    const worse = { 'of-judge': 0.5, 'of-system': 0.74, 'without-anchors': 0.74 };
    for (let i = 0; i < 25; i++) await live(worse, { 'of-judge': 0.69, 'of-system': 0.82 }, 'acme/j2');
    expect(await alertOf('of-judge')).toMatchObject({ severity: 'page', verdict: 'system' });
    const kinds = await setup.system.services.sql`
      select e.kind, e.detail from alert_entry e join alert a on a.id = e.alert_id where a.prompt = 'of-judge' order by e.id`;
    expect(kinds.at(-1)).toMatchObject({
      kind: 'worse',
      detail: { from: 'ticket', to: 'page', verdict: 'system', before: 'judge' },
    });
  });
});
