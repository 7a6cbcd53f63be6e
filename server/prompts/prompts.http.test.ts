// Over 300 lines: the contract of prompts in one place, ordered by status, on one system that is started once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, type System, startSystem } from '#test/harness/system.ts';

let system: System;
let key: string;
let admin: Person;

beforeAll(async () => {
  system = await startSystem({ now: '2026-11-20T12:00:00Z' });
  admin = await system.person({ role: 'admin', name: 'Ada' });
  key = await system.key(undefined, { owner: admin });
});
afterAll(() => system.dispose());

const post = (path: string, body: unknown, given: { key?: string; headers?: Record<string, string> } = {}) =>
  system.api('POST', path, { key, body, ...given });
const get = (path: string, given = key) => system.api('GET', path, { key: given });
const put = (path: string, body: unknown) => system.api('PUT', path, { key, body });

async function textPrompt(name: string, ...templates: string[]): Promise<string> {
  await post('/api/v1/prompts', { name, type: 'text' });
  for (const template of templates) await post(`/api/v1/prompts/${encodeURIComponent(name)}/versions`, { template });
  return `/api/v1/prompts/${encodeURIComponent(name)}`;
}

describe('200 and 201', () => {
  test('a prompt with a folder in its name is created, read and listed', async () => {
    const made = await post('/api/v1/prompts', {
      name: 'search/answer',
      type: 'chat',
      description: 'Answers',
      tags: ['team-a', 'team-a'],
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: 'search/answer',
      type: 'chat',
      tags: ['team-a'],
      latest_version: null,
      created_by: { kind: 'person', name: 'Ada' },
    });
    const read = await get('/api/v1/prompts/search%2Fanswer');
    expect(read.status).toBe(200);
    expect(read.body).toEqual(made.body);
    expect(read.body.environments).toEqual({ experiment: null, staging: null, production: null });
    expect((await get('/api/v1/prompts?search=H%2FANS')).body.data).toEqual([made.body]);
    expect((await get('/api/v1/prompts?tag=team-a')).body.data).toEqual([made.body]);
    expect((await get('/api/v1/prompts?tag=team-b')).body).toEqual({ data: [], next_cursor: null });
  });

  test('a version has a number, a digest and its variables; the same content again is that version', async () => {
    await post('/api/v1/prompts', { name: 'v/same', type: 'chat' });
    const body = {
      messages: [
        { role: 'system', content: 'Answer in {{language}}.\r\nBe brief.' },
        { role: 'user', content: '{{ question }}' },
      ],
      config: { temperature: 0.2, model: 'openai/gpt-4-0613', max_tokens: 256 },
      message: 'first',
      source: { commit: 'abc', path: 'p.md', url: 'https://example.test/abc' },
    };
    const first = await post('/api/v1/prompts/v%2Fsame/versions', body);
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      version: 1,
      digest: 'c82dc574176d6664ffcc898e828345a50ee957b2bb46e730e510a3fc1255d476',
      variables: ['language', 'question'],
    });
    const { config, messages, ...rest } = body;
    const again = await post('/api/v1/prompts/v%2Fsame/versions', {
      ...rest,
      message: 'again',
      config: Object.fromEntries(Object.entries(config).reverse()),
      messages,
    });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    const read = await get('/api/v1/prompts/v%2Fsame/versions/1');
    expect(read.body).toMatchObject({
      version: 1,
      message: 'first',
      config,
      source: body.source,
      author: { name: 'Ada' },
    });
    expect(read.body.messages[0].content).toBe('Answer in {{language}}.\nBe brief.');
    expect((await get('/api/v1/prompts/v%2Fsame/versions')).body.data).toHaveLength(1);
  });

  test('concurrent requests get consecutive numbers, and those with the same content share one version', async () => {
    const path = await textPrompt('v/rivals');
    const responses = await Promise.all(
      Array.from({ length: 12 }, (_, i) => post(`${path}/versions`, { template: `text ${Math.floor(i / 2)}` })),
    );
    expect(responses.map((response) => response.status).filter((status) => status === 201)).toHaveLength(6);
    const listed = (await get(`${path}/versions`)).body.data.map((row: { version: number }) => row.version);
    expect(listed).toEqual([6, 5, 4, 3, 2, 1]);
  });

  test('a diff names changed lines and settings', async () => {
    const path = await textPrompt('v/diff', 'a\nb');
    await post(`${path}/versions`, { template: 'a\nc', config: { temperature: 1 } });
    const { status, body } = await get(`${path}/versions/1/diff/2`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ from: { version: 1 }, to: { version: 2 }, identical: false, added: 1, removed: 1 });
    expect(body.settings).toEqual([{ path: '/config/temperature', op: 'added', to: 1 }]);
  });

  test('a version renders its variables', async () => {
    const path = await textPrompt('v/render', 'Hi {{ name }}, {{n}}');
    const { status, body } = await post(`${path}/versions/1/render`, { variables: { name: '{{n}}', n: { a: 1 } } });
    expect(status).toBe(200);
    expect(body).toEqual({ text: 'Hi {{n}}, {"a":1}' });
  });

  test('a direct deployment serves, is in the history, and repeating it changes nothing', async () => {
    const path = await textPrompt('d/direct', 'one', 'two');
    const first = await put(`${path}/environments/staging`, { version: 1, model: 'openai/gpt-4' });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      environment: 'staging',
      version: 1,
      model: 'openai/gpt-4',
      kind: 'direct',
      imported: false,
    });
    expect((await put(`${path}/environments/staging`, { version: 1, model: 'openai/gpt-4' })).body.id).toBe(
      first.body.id,
    );
    const second = await put(`${path}/environments/staging`, { version: 2 });
    expect(second.body).toMatchObject({ version: 2, model: null });
    const prompt = (await get(path)).body;
    expect(prompt.environments.staging).toEqual({
      version: 2,
      model: null,
      since: '2026-11-20T12:00:00.000Z',
      deployment_id: second.body.id,
    });
    const history = (await get(`${path}/deployments?environment=staging`)).body.data;
    expect(history.map((row: { id: string }) => row.id)).toEqual([second.body.id, first.body.id]);
    expect((await get(`${path}/deployments?environment=experiment`)).body.data).toEqual([]);
  });

  test('a history longer than a page is read through its cursor, newest first, each once', async () => {
    const path = await textPrompt('d/pages', 'one', 'two');
    for (let i = 0; i < 5; i++) await put(`${path}/environments/staging`, { version: (i % 2) + 1 });
    const seen: number[] = [];
    let cursor = '';
    do {
      const page = (await get(`${path}/deployments?limit=2${cursor}`)).body;
      seen.push(...page.data.map((row: { version: number }) => row.version));
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
    } while (cursor !== '');
    expect(seen).toEqual([1, 2, 1, 2, 1]);
  });

  test('concurrent deployments to one environment all succeed in some order, and the last in the history serves', async () => {
    const path = await textPrompt('d/rivals', '1', '2', '3', '4');
    const responses = await Promise.all(
      [1, 2, 3, 4].map((version) => put(`${path}/environments/staging`, { version })),
    );
    expect(responses.map((response) => response.status)).toEqual([200, 200, 200, 200]);
    const [newest] = (await get(`${path}/deployments`)).body.data;
    expect((await get(path)).body.environments.staging.deployment_id).toBe(newest.id);
  });

  test('history from elsewhere is shown as imported, serves nothing, and importing it again changes nothing', async () => {
    const path = await textPrompt('d/import', 'one', 'two');
    const deployments = [
      { environment: 'production', version: 2, model: 'openai/gpt-4', at: '2026-11-02T00:00:00Z', actor: 'grace' },
      { environment: 'production', version: 1, at: '2026-11-01T00:00:00+00:00', actor: 'linus' },
    ];
    expect((await post(`${path}/deployments/import`, { deployments })).body).toEqual({ imported: 2, unchanged: 0 });
    expect((await post(`${path}/deployments/import`, { deployments })).body).toEqual({ imported: 0, unchanged: 2 });
    expect((await get(path)).body.environments.production).toBeNull();
    expect((await get(`${path}/deployments`)).body.data).toMatchObject([
      {
        version: 2,
        imported: true,
        kind: 'imported',
        since: '2026-11-02T00:00:00.000Z',
        actor: { kind: 'imported', name: 'grace' },
      },
      { version: 1, imported: true, model: null },
    ]);
  });

  test('prompts are listed by name through cursors, each once, also those of 80 characters', async () => {
    const names = Array.from({ length: 7 }, (_, i) => `list/${String(i).repeat(75)}`);
    for (const name of names) await textPrompt(name, 'x');
    const first = (await get('/api/v1/prompts?search=list/&limit=5')).body;
    const second = (await get(`/api/v1/prompts?search=list/&limit=5&cursor=${first.next_cursor}`)).body;
    expect([...first.data, ...second.data].map((row: { name: string }) => row.name)).toEqual(names);
    expect(second.next_cursor).toBeNull();
    expect(first.data[0].latest_version).toBe(1);
  });

  test('the same Idempotency-Key gives the same response', async () => {
    const headers = { 'idempotency-key': 'create-once' };
    const body = { name: 'idem', type: 'text' };
    const first = await post('/api/v1/prompts', body, { headers });
    const second = await post('/api/v1/prompts', body, { headers });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
  });
});

describe('400, 401, 403', () => {
  test('a forbidden key in the body cannot be read', async () => {
    const response = await system.api('POST', '/api/v1/prompts', {
      key,
      raw: '{"name":"x","type":"text","__proto__":{"a":1}}',
    });
    expect(response.status).toBe(400);
  });

  test('without a key nothing is read', async () => {
    expect((await system.api('GET', '/api/v1/prompts')).status).toBe(401);
  });

  test('a key may do only what both its scopes and its owner may', async () => {
    const reader = await system.key(['read']);
    expect((await post('/api/v1/prompts', { name: 'no', type: 'text' }, { key: reader })).status).toBe(403);
    const viewer = await system.key(undefined, { owner: await system.person({ role: 'viewer' }) });
    expect((await post('/api/v1/prompts', { name: 'no', type: 'text' }, { key: viewer })).body.code).toBe(
      'insufficient_role',
    );
    const editor = await system.key(undefined, { owner: await system.person({ role: 'editor' }) });
    const path = await textPrompt('d/editor', 'x');
    expect((await post(`${path}/deployments/import`, { deployments: [] }, { key: editor })).status).toBe(403);
  });
});

describe('404 and 405', () => {
  test('a prompt of another project gets the same response as one that does not exist', async () => {
    await textPrompt('secret', 'x');
    const other = await system.key(undefined, {
      project: 'other',
      owner: await system.person({ role: 'admin', project: 'other' }),
    });
    for (const rest of ['', '/versions', '/versions/1', '/versions/1/diff/1', '/deployments']) {
      const known = await get(`/api/v1/prompts/secret${rest}`, other);
      const unknown = await get(`/api/v1/prompts/nothing${rest}`, other);
      expect([known.status, unknown.status]).toEqual([404, 404]);
      expect({ ...known.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
    }
    const writes = [
      await post('/api/v1/prompts/secret/versions', { template: 'mine' }, { key: other }),
      await post('/api/v1/prompts/secret/versions/1/render', {}, { key: other }),
      await system.api('PUT', '/api/v1/prompts/secret/environments/staging', { key: other, body: { version: 1 } }),
      await post(
        '/api/v1/prompts/secret/deployments/import',
        { deployments: [{ environment: 'staging', version: 1, at: '2026-01-01T00:00:00Z', actor: 'x' }] },
        { key: other },
      ),
    ];
    expect(writes.map((response) => response.status)).toEqual([404, 404, 404, 404]);
  });

  test.each(['0', '2', '-1', '1.5', 'x', '99999999999999999999'])('version %s does not exist', async (n) => {
    await textPrompt('n/one', 'x');
    expect((await get(`/api/v1/prompts/n%2Fone/versions/${n}`)).status).toBe(404);
  });

  test('an environment that does not exist is not found', async () => {
    const path = await textPrompt('d/env', 'x');
    expect((await put(`${path}/environments/moon`, { version: 1 })).status).toBe(404);
  });

  test('a method that the path lacks gets the others in Allow', async () => {
    const response = await system.api('DELETE', '/api/v1/prompts/secret', { key });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

describe('409', () => {
  test('a name that is taken', async () => {
    await textPrompt('taken');
    const response = await post('/api/v1/prompts', { name: 'taken', type: 'chat' });
    expect([response.status, response.body.code]).toEqual([409, 'name_taken']);
  });

  test('a protected environment requires a promotion, and the response says how to open one', async () => {
    const path = await textPrompt('d/protected', 'x');
    const response = await put(`${path}/environments/production`, { version: 1, model: 'openai/gpt-4' });
    expect([response.status, response.body.code]).toEqual([409, 'promotion_required']);
    expect(response.body.promotion).toMatchObject({
      method: 'POST',
      body: { prompt: 'd/protected', version: 1, model: 'openai/gpt-4', to: 'production' },
    });
    expect(response.body.link).toContain('/p/default/prompts/d%2Fprotected');
    expect((await get(`${path}/deployments`)).body.data).toEqual([]);
  });
});

describe('422', () => {
  const pathsOf = (response: { status: number; body: { errors?: { path: string; code: string }[] } }) => {
    expect(response.status).toBe(422);
    return response.body.errors?.map((error) => error.path);
  };

  test.each([
    [{ type: 'text' }, '/name'],
    [{ name: 'a//b', type: 'text' }, '/name'],
    [{ name: 'x'.repeat(201), type: 'text' }, '/name'],
    [{ name: 'ok', type: 'poem' }, '/type'],
    [{ name: 'ok', type: 'text', colour: 'red' }, '/colour'],
    [{ name: 'ok', type: 'text', tags: [''] }, '/tags/0'],
  ])('a prompt %j names %s', async (body, path) => {
    expect(pathsOf(await post('/api/v1/prompts', body))).toEqual([path]);
  });

  test.each([
    [{}, '/template'],
    [{ template: '' }, '/template'],
    [{ messages: [{ role: 'user', content: 'x' }] }, '/messages'],
    [{ template: 'x', messages: [{ role: 'user', content: 'x' }] }, '/messages'],
    [{ template: 'x', config: { temperature: 'hot' } }, '/config/temperature'],
    [{ template: 'x', config: [] }, '/config'],
    [{ template: 'x', source: { url: 'javascript:alert(1)' } }, '/source/url'],
    [{ template: 'x\u0000' }, '/template'],
  ])('a version %j of a text prompt names %s', async (body, path) => {
    await textPrompt('bad/version');
    expect(pathsOf(await post('/api/v1/prompts/bad%2Fversion/versions', body))).toEqual([path]);
    expect((await get('/api/v1/prompts/bad%2Fversion/versions')).body.data).toEqual([]);
  });

  test('a number that JSON cannot hold is named', async () => {
    await textPrompt('bad/number');
    const response = await system.api('POST', '/api/v1/prompts/bad%2Fnumber/versions', {
      key,
      raw: '{"template":"x","config":{"seed":1e999}}',
    });
    expect(pathsOf(response)).toEqual(['/config/seed']);
  });

  test('each missing variable is named', async () => {
    const path = await textPrompt('bad/render', '{{a}} {{b}} {{constructor}}');
    const response = await post(`${path}/versions/1/render`, { variables: { b: 1 } });
    expect(response.body.code).toBe('missing_variable');
    expect(pathsOf(response)).toEqual(['/variables/a', '/variables/constructor']);
    expect(response.body.detail).toContain('variable a ');
  });

  test('a deployment of an unknown version', async () => {
    const path = await textPrompt('bad/deploy', 'x');
    expect(pathsOf(await put(`${path}/environments/staging`, { version: 9 }))).toEqual(['/version']);
  });

  test('an import is all or nothing and names each wrong entry', async () => {
    const path = await textPrompt('bad/import', 'x');
    await put(`${path}/environments/staging`, { version: 1 });
    const good = { environment: 'production', version: 1, at: '2026-11-01T00:00:00Z', actor: 'a' };
    const response = await post(`${path}/deployments/import`, {
      deployments: [
        good,
        { ...good, environment: 'moon' },
        { ...good, version: 7 },
        { ...good, at: '2027-01-01T00:00:00Z' },
        { ...good, environment: 'staging', at: '2026-11-20T12:00:00Z' },
      ],
    });
    expect(pathsOf(response)).toEqual([
      '/deployments/1/environment',
      '/deployments/2/version',
      '/deployments/3/at',
      '/deployments/4/at',
    ]);
    expect((await get(`${path}/deployments`)).body.data).toHaveLength(1);
  });

  test.each(['nonsense', 'WyJhIiwiYiJd', 'e30'])('a cursor that no list returned: %s', async (cursor) => {
    expect((await get(`/api/v1/prompts?cursor=${cursor}`)).body.code).toBe('invalid_cursor');
  });

  test.each(['0', '201', 'x'])('a limit of %s', async (limit) => {
    expect(pathsOf(await get(`/api/v1/prompts?limit=${limit}`))).toEqual(['/limit']);
  });
});

describe('what is written once', () => {
  test.each(['update prompt_version set message = $$x$$', 'delete from deployment', 'truncate deployment cascade'])(
    'the database refuses %s',
    async (statement) => {
      const path = await textPrompt('once', 'x');
      await put(`${path}/environments/staging`, { version: 1 });
      await expect(system.owner().unsafe(statement)).rejects.toThrow('immutable');
      await expect(system.services.sql.unsafe(statement)).rejects.toThrow('permission denied');
    },
  );
});
