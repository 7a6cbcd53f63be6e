import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createSwitchyard } from '#clients/typescript/src/index.ts';
import { fill } from '#clients/typescript/src/resolve.ts';
import { render } from '#server/prompts/domain/render.ts';
import { type System, startSystem } from '#test/harness/system.ts';

let system: System;
let key: string;

beforeAll(async () => {
  system = await startSystem();
  key = await system.key();
  await system.api('POST', '/api/v1/prompts', { key, body: { name: 'search/answer', type: 'text' } });
  const version = { template: 'Answer {{ question }}', config: { model: 'openai/gpt-4', top_p: 1 } };
  await system.api('POST', '/api/v1/prompts/search%2Fanswer/versions', { key, body: version });
  await system.api('PUT', '/api/v1/prompts/search%2Fanswer/environments/staging', { key, body: { version: 1 } });
  await vi.waitFor(async () => expect((await client().resolve(asked)).source).toBe('live'));
});

afterAll(() => system.dispose());

const client = (options: Partial<Parameters<typeof createSwitchyard>[0]> = {}) =>
  createSwitchyard({ url: system.edgeUrl, apiKey: key, resolveTimeoutMs: 5_000, ...options });
const asked = { prompt: 'search/answer', environment: 'staging', key: 'user-1', variables: { question: 'why?' } };

/** A fetch that works until it is cut. */
function cuttable() {
  let cut = false;
  const given: typeof fetch = (...request) => (cut ? Promise.reject(new Error('cut')) : fetch(...request));
  return { fetch: given, cut: () => (cut = true) };
}

describe('resolve', () => {
  test('returns what serves, rendered, without sending the variables', async () => {
    const bodies: string[] = [];
    const spy: typeof fetch = (url, init) => {
      bodies.push(String(init?.body));
      return fetch(url, init);
    };
    expect(await client({ fetch: spy }).resolve(asked)).toEqual({
      source: 'live',
      reason: null,
      text: 'Answer why?',
      messages: null,
      model: 'openai/gpt-4',
      config: { top_p: 1 },
      version: 1,
      arm: 'stable',
      rolloutId: null,
    });
    expect(bodies.join()).not.toContain('why?');
  });

  test('sends one request for several calls within the allowed age', async () => {
    const switchyard = client({ maxAgeMs: 60_000 });
    expect((await switchyard.resolve(asked)).source).toBe('live');
    expect(await switchyard.resolve(asked)).toMatchObject({ source: 'memory', reason: null, text: 'Answer why?' });
  });

  test('continues from memory while Switchyard is unreachable, also for a key that it has not resolved before', async () => {
    const network = cuttable();
    const switchyard = client({ fetch: network.fetch, maxAgeMs: 0 });
    await switchyard.resolve(asked);
    network.cut();
    for (const who of ['user-1', 'user-2']) {
      expect(await switchyard.resolve({ ...asked, key: who })).toMatchObject({
        source: 'memory',
        reason: 'cut',
        text: 'Answer why?',
        version: 1,
      });
    }
  });

  test('uses the application’s own fallback where it never reached Switchyard, and never throws', async () => {
    const network = cuttable();
    network.cut();
    const switchyard = client({ fetch: network.fetch });
    const fallback = { template: 'Say {{question}}', model: 'openai/gpt-3.5' };
    expect(await switchyard.resolve({ ...asked, fallback })).toMatchObject({
      source: 'fallback',
      text: 'Say why?',
      model: 'openai/gpt-3.5',
      version: null,
    });
    expect(await switchyard.resolve(asked)).toMatchObject({ source: 'none', text: null, reason: 'cut' });
  });

  test('reports why nothing serves', async () => {
    const resolved = await client().resolve({ ...asked, environment: 'production' });
    expect(resolved).toMatchObject({ source: 'none', reason: expect.stringContaining('Nothing serves') });
  });

  test('never throws over a value that JSON cannot hold', async () => {
    const self: Record<string, unknown> = {};
    self.self = self;
    for (const [question, text] of [
      [10n, 'Answer 10'],
      [self, 'Answer [object Object]'],
    ] as const) {
      const network = cuttable();
      const switchyard = client({ fetch: network.fetch, maxAgeMs: 60_000 });
      const asking = { ...asked, variables: { question } };
      for (const source of ['live', 'memory']) expect(await switchyard.resolve(asking)).toMatchObject({ source, text });
      network.cut();
      const fallback = { template: 'Answer {{question}}' };
      expect(await switchyard.resolve({ ...asking, prompt: 'other', fallback })).toMatchObject({ text });
    }
  });

  test('gives a blocked key and an input above its cap nothing, not from memory either', async () => {
    const restrict = async (body: object) => {
      const admin = await system.key(['admin'], { owner: await system.person({ role: 'admin' }) });
      const ends_at = new Date(system.clock.now().getTime() + 60_000).toISOString();
      const sent = await system.api('POST', '/api/v1/restrictions', {
        key: admin,
        body: { ...body, reason: 'test', ends_at },
      });
      expect(sent.status, JSON.stringify(sent.body)).toBe(201);
    };
    const network = cuttable();
    const switchyard = client({ fetch: network.fetch, maxAgeMs: 0 });
    const mallory = { ...asked, key: 'mallory', fallback: { template: 'x' } };
    expect((await switchyard.resolve(mallory)).source).toBe('live');
    await restrict({ kind: 'user', user: 'mallory' });
    expect(await switchyard.resolve(mallory)).toMatchObject({
      ...{ source: 'refused', text: null, reason: expect.stringContaining('blocked until') },
    });
    await restrict({ kind: 'input', prompt: 'search/answer', environment: 'staging', max_chars: 100 });
    expect((await switchyard.resolve(asked)).source).toBe('live');
    const long = { ...asked, variables: { question: 'why? '.repeat(30) } };
    expect(await switchyard.resolve(long)).toMatchObject({ source: 'refused', text: null, version: null });
    network.cut();
    expect((await switchyard.resolve(mallory)).source).toBe('refused');
    expect((await switchyard.resolve(long)).source).toBe('refused');
  });

  test('waits no longer than its timeout', async () => {
    await using mute = await hangingServer();
    const switchyard = client({ url: mute.url, resolveTimeoutMs: 20 });
    expect(await switchyard.resolve(asked)).toMatchObject({ source: 'none' });
  });
});

describe('fill', () => {
  test.for(['{{a}} and {{ b }}', '{{a}}{{a}}', '{{ c }} is JSON', 'no {{1}} {{}} names', '{{a.b}}'])(
    'fills %s as the server does',
    (template) => {
      const variables = { a: 'A', b: 2, c: { d: [1] }, 'a.b': '{{a}}' };
      expect(render({ template }, variables)).toMatchObject({ ok: true, body: { text: fill(template, variables) } });
    },
  );
});

describe('sendEvents', () => {
  test('counts each event once, sent again or not', async () => {
    const events = [{ id: 'e-1', model: 'openai/gpt-4', prompt: 'search/answer', version: null }];
    expect(await client().sendEvents(events)).toMatchObject({ accepted: 1, duplicates: 0, rejected: [], unsent: [] });
    expect(await client().sendEvents(events)).toMatchObject({ accepted: 0, duplicates: 1, rejected: [], unsent: [] });
  });

  test('names the refused entries', async () => {
    const sent = await client().sendEvents([{ id: 'e-2', model: 'm', latency_ms: 'soon' }]);
    expect(sent).toMatchObject({ accepted: 0, rejected: [{ id: 'e-2' }], unsent: [] });
  });

  test('refuses what JSON cannot hold, and sends the rest', async () => {
    const sent = await client().sendEvents([
      { id: 'e-5', model: 'm', input: 10n },
      { id: 'e-6', model: 'm' },
    ]);
    expect(sent).toMatchObject({ accepted: 1, rejected: [{ id: 'e-5', code: 'not_json' }], unsent: [] });
  });

  test('splits what is too large for one call', async () => {
    const long = 'ü'.repeat(300_000);
    const events = Array.from({ length: 4 }, (_, i) => ({ id: `long-${i}`, model: 'm', input: long }));
    expect(await client().sendEvents(events)).toMatchObject({ accepted: 4, rejected: [], unsent: [] });
  });

  test('tries again where it was refused, and returns what never arrived', async () => {
    await using busy = await serverThatResponds([429, 503]);
    const switchyard = client({ url: busy.url });
    expect(await switchyard.sendEvents([{ id: 'e-3', model: 'm' }])).toMatchObject({ accepted: 1, unsent: [] });
    await using closed = await serverThatResponds([401]);
    const sent = await client({ url: closed.url }).sendEvents([{ id: 'e-4', model: 'm' }]);
    expect(sent.unsent.map(({ id }) => id)).toEqual(['e-4']);
  });
});

/** Responds with these statuses one after the other, then like Switchyard. */
function serverThatResponds(statuses: number[]) {
  return listening((response) => {
    const status = statuses.shift();
    response.writeHead(status ?? 207, { 'content-type': 'application/json', 'retry-after': '0' });
    response.end(JSON.stringify(status ? {} : { accepted: 1, duplicates: 0, results: [] }));
  });
}

const hangingServer = () => listening(() => undefined);

async function listening(respond: (response: import('node:http').ServerResponse) => void) {
  const server = createServer((_request, response) => respond(response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
