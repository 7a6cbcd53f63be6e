import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startCuttingProxy } from './harness/cutting-proxy.ts';
import { type ApiResponse, type System, startSystem } from './harness/system.ts';
import { rollUp } from './harness/telemetry.ts';

/* What holds under concurrent requests and lost responses. RACE_BATCHES makes the last test longer. */

const CLIENTS = 16;
const BATCHES = Number(process.env.RACE_BATCHES ?? 200);
vi.setConfig({ testTimeout: 30_000 + BATCHES * 50 });

let system: System;
let key: string;
beforeAll(async () => {
  system = await startSystem();
  key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
});
afterAll(() => system.dispose());

const post = (path: string, body: unknown, headers?: Record<string, string>) =>
  system.api('POST', path, { key, body, headers });
const get = async (path: string): Promise<ApiResponse['body']> => (await system.api('GET', path, { key })).body;
const atOnce = <T>(act: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: CLIENTS }, (_, i) => act(i)));
const countTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe(`${CLIENTS} clients at once`, () => {
  test('with one Idempotency-Key create once, and all get that response in the end', async () => {
    const create = () => post('/api/v1/prompts', { name: 'once', type: 'text' }, { 'idempotency-key': 'once' });
    const responses = await atOnce(create);
    const first = await create();
    expect(first.status).toBe(201);
    for (const { status, body } of responses) {
      if (status === 201) expect(body).toEqual(first.body);
      else expect([status, body.code]).toEqual([409, 'still_running']);
    }
  });

  test('with one Idempotency-Key store a batch of events once, and all responses report it', async () => {
    const at = new Date().toISOString();
    const events = Array.from({ length: 20 }, (_, i) => ({ id: `shared ${i}`, at, model: 'race/shared' }));
    const responses = await atOnce(() => post('/api/v1/events', { events }, { 'idempotency-key': 'shared' }));
    expect(new Set(responses.map(({ status, body }) => `${status} ${body.accepted}`))).toEqual(new Set(['207 20']));
    expect((await get('/api/v1/events?model=race/shared&limit=200')).data).toHaveLength(20);
  });

  test('without one store each event once, and one response reports it as new', async () => {
    const at = new Date().toISOString();
    const events = Array.from({ length: 20 }, (_, i) => ({ id: `rival ${i}`, at, model: 'race/rival' }));
    const responses = await atOnce((i) => post('/api/v1/events', { events: i % 2 ? events : events.toReversed() }));
    const accepted = responses.reduce((sum, { body }) => sum + body.accepted, 0);
    const duplicates = responses.reduce((sum, { body }) => sum + body.duplicates, 0);
    expect([accepted, duplicates]).toEqual([20, 20 * (CLIENTS - 1)]);
    expect((await get('/api/v1/events?model=race/rival&limit=200')).data).toHaveLength(20);
  });

  test('number their versions without a gap, and the same content is one version', async () => {
    await post('/api/v1/prompts', { name: 'versions', type: 'text' });
    const path = '/api/v1/prompts/versions/versions';
    const own = await atOnce((i) => post(path, { template: `Mine is ${i}` }));
    expect(own.map(({ body }) => body.version).sort((a, b) => a - b)).toEqual(countTo(CLIENTS));
    const same = await atOnce(() => post(path, { template: 'Ours' }));
    expect(same.map(({ status }) => status).sort()).toEqual([...new Array(CLIENTS - 1).fill(200), 201]);
    expect(new Set(same.map(({ body }) => body.version))).toEqual(new Set([CLIENTS + 1]));
  });

  test('upsert items of one dataset in turns: each change is a version that equals its response', async () => {
    await post('/api/v1/datasets', { name: 'upserts' });
    const path = '/api/v1/datasets/upserts/items';
    const responses = await atOnce((i) =>
      post(path, [
        { id: 'shared', input: { by: i } },
        { id: `own ${i}`, input: { by: i } },
      ]),
    );
    expect(responses.map(({ body }) => body.version).sort((a, b) => a - b)).toEqual(countTo(CLIENTS));
    for (const { body } of responses) {
      const { data } = await get(`${path}?version=${body.version}&limit=200`);
      expect(data).toHaveLength(body.items);
      expect(new Set(data.map(({ id }: { id: string }) => id)).size).toBe(body.items);
    }
    expect((await get(`${path}?limit=200`)).data).toHaveLength(CLIENTS + 1);
  });

  test('deploy directly in turns: the newest of the history serves, and resolve agrees', async () => {
    const responses = await atOnce((i) =>
      system.api('PUT', '/api/v1/prompts/versions/environments/staging', { key, body: { version: i + 1 } }),
    );
    expect(responses.map(({ status }) => status)).toEqual(new Array(CLIENTS).fill(200));
    const { data } = await get('/api/v1/prompts/versions/deployments?environment=staging');
    expect(data).toHaveLength(CLIENTS);
    const { environments } = await get('/api/v1/prompts/versions');
    expect(environments.staging.deployment_id).toBe(data[0].id);
    const { body } = await post('/api/v1/resolve', { prompt: 'versions', environment: 'staging', key: 'u' });
    expect(body.version).toBe(environments.staging.version);
  });

  test('register one model: one does, the others are refused', async () => {
    const responses = await atOnce(() => post('/api/v1/models', { provider: 'race', model_id: 'm' }));
    expect(responses.map(({ status }) => status).sort()).toEqual([201, ...new Array(CLIENTS - 1).fill(409)]);
  });

  test('change one gate policy from the same revision: one succeeds, the others get the present policy', async () => {
    const responses = await atOnce((i) =>
      system.api('PUT', '/api/v1/prompts/versions/gate', {
        key,
        body: { margin: i / 100 },
        headers: { 'if-match': '"0"' },
      }),
    );
    const winner = responses.find(({ status }) => status === 200);
    expect(winner?.headers.get('etag')).toBe('"1"');
    const losers = responses.filter(({ status }) => status === 409);
    expect(losers).toHaveLength(CLIENTS - 1);
    for (const { body } of losers) expect(body).toMatchObject({ code: 'revision_conflict', current: winner?.body });
  });
});

describe('a response that is lost after COMMIT', () => {
  /** Tries until a response arrives. */
  async function insist(url: string, body: unknown, headers: Record<string, string>): Promise<ApiResponse['body']> {
    for (let tries = 1; ; tries++) {
      const response = await fetch(url, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          connection: 'close',
          ...headers,
        },
      }).catch((error: unknown) => error as Error);
      if (!(response instanceof Error) && response.status !== 409)
        return { status: response.status, ...(await response.json()) };
      if (tries > 20) throw new Error('no response arrived in 20 tries');
    }
  }

  test.for([
    ['by event ids', false],
    ['by an Idempotency-Key', true],
  ] as const)('and a request sent again, %s, is counted exactly once, in events and in charts', async ([, keyed]) => {
    const model = `race/lost-${keyed}`;
    const at = new Date().toISOString();
    let connections = 0;
    const proxy = await startCuttingProxy(system.edge.port, () => ++connections % 10 === 0);
    const send = async (batch: number) => {
      const events = Array.from({ length: 10 }, (_, i) => ({ id: `${model} ${batch}/${i}`, at, model, tokens_in: 7 }));
      const headers: Record<string, string> = keyed ? { 'idempotency-key': `${model} ${batch}` } : {};
      const response = await insist(`${proxy.url}/api/v1/events`, { events }, headers);
      expect([response.status, response.accepted + response.duplicates]).toEqual([207, 10]);
    };
    const queue = countTo(BATCHES);
    const client = async () => {
      for (let batch = queue.pop(); batch; batch = queue.pop()) await send(batch);
    };
    await Promise.all(Array.from({ length: 8 }, client));
    await proxy.stop();
    expect(proxy.cut()).toBeGreaterThan(BATCHES / 20);

    const [{ n } = { n: -1 }] = await system.services.sql<{ n: number }[]>`
      select count(*)::int as n from event where ts = ${at} and tokens_in = 7`;
    expect(n).toBe(BATCHES * 10);
    await rollUp(system);
    const from = at.replace(/:\d\d\.\d+Z$/, ':00Z');
    const to = new Date(Date.parse(from) + 60_000).toISOString();
    for (const [metric, expected] of [
      ['requests', BATCHES * 10],
      ['tokens_in', BATCHES * 70],
    ] as const) {
      const { series } = await get(`/api/v1/metrics?metric=${metric}&from=${from}&to=${to}&step=60&model=${model}`);
      expect(series[0].points.map(([, value]: [string, number]) => value)).toEqual([expected]);
    }
  });

  test('and a request sent again with its Idempotency-Key, creates once', async () => {
    let connections = 0;
    const proxy = await startCuttingProxy(system.edge.port, () => ++connections % 2 === 1);
    const response = await insist(
      `${proxy.url}/api/v1/datasets`,
      { name: 'lost-reply' },
      { 'idempotency-key': 'lost' },
    );
    await proxy.stop();
    expect([response.status, response.name, proxy.cut()]).toEqual([201, 'lost-reply', 1]);
  });
});
