import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { readDataPage } from './data-settings.ts';

const PATH = '/api/v1/project';

let setup: Awaited<ReturnType<typeof telemetrySetup>>;
let admin: string;
let viewer: string;
beforeAll(async () => {
  setup = await telemetrySetup();
  admin = await setup.system.key(['admin'], { owner: await setup.system.person({ role: 'admin', name: 'Ada' }) });
  viewer = await setup.system.key(['read'], { owner: await setup.system.person({ role: 'viewer' }) });
});
afterAll(() => setup.system.dispose());

const patch = (body: unknown, key = admin) => setup.system.api('PATCH', PATH, { key, body });
const audited = () => setup.system.services.sql`
  select actor->>'name' as who, detail from audit_row where action = 'project.update' order by seq`;
const marks = () =>
  setup.system.services
    .sql`select title, path from change where kind = 'policy' and path = '/settings/data' order by id`;

let sent = 0;
/** Sends an event with texts, and returns what is there of them. */
async function textsOfNext(): Promise<{ input: string | null; output: string | null }> {
  const id = `texts-${++sent}`;
  expect((await setup.send([setup.event(id, { input: 'Where is it?', output: { at: 'home' } })])).body.accepted).toBe(
    1,
  );
  const { input, output } = (await setup.get(`/api/v1/events/${id}`)).body;
  return { input, output };
}

const STORED = { input: 'Where is it?', output: '{"at":"home"}' };
const NONE = { input: null, output: null };

describe('responds 200', () => {
  test('to a viewer, with what is stored and for how long', async () => {
    const { status, body } = await setup.system.api('GET', PATH, { key: viewer });
    expect(status).toBe(200);
    expect(body).toEqual({ name: 'default', simulated: false, stores_texts: false, raw_retention_days: 90 });
    expect(await textsOfNext()).toEqual(NONE);
  });

  test('to an admin who switches it on: texts that come from then on are stored, once audited and marked', async () => {
    expect(await patch({ stores_texts: true })).toMatchObject({ status: 200, body: { stores_texts: true } });
    expect(await patch({ stores_texts: true }), 'again').toMatchObject({ status: 200, body: { stores_texts: true } });
    await expect.poll(textsOfNext, { timeout: 5_000 }).toEqual(STORED);
    expect((await setup.get('/api/v1/events/texts-1')).body, 'of before').toMatchObject(NONE);
    expect([...(await audited())]).toEqual([
      { who: 'Ada', detail: { from: { storesTexts: false }, to: { storesTexts: true } } },
    ]);
    expect([...(await marks())]).toEqual([
      { title: 'inputs and outputs of requests are stored', path: '/settings/data' },
    ]);
  });

  test('to an admin who switches it off: nothing more is stored, and what is stored stays', async () => {
    const stored = `texts-${sent}`;
    expect(await patch({ stores_texts: false })).toMatchObject({ status: 200, body: { stores_texts: false } });
    await expect.poll(textsOfNext, { timeout: 5_000 }).toEqual(NONE);
    expect((await setup.get(`/api/v1/events/${stored}`)).body).toMatchObject(STORED);
    expect(await audited()).toHaveLength(2);
  });

  test('of this project only, and counts who may read what is stored', async () => {
    await setup.system.key(['read'], { project: 'other' });
    await setup.system.key(['ingest']);
    const others = await setup.system.services.sql`
      select stores_bodies as it from project where name <> 'default' and stores_bodies`;
    expect(others).toHaveLength(0);
    // The keys of the application, the admin and the viewer read; one that only ingests does not.
    const page = await readDataPage(setup.system.ctx());
    expect(page).toEqual({ storesTexts: false, rawRetentionDays: 90, readers: { members: 2, keys: 3 } });
  });
});

describe('refuses', () => {
  test.each(['viewer', 'editor', 'release_manager'] as const)('403: the role %s', async (role) => {
    const key = await setup.system.key(['admin'], { owner: await setup.system.person({ role }) });
    const { status, body } = await patch({ stores_texts: true }, key);
    expect([status, body.code]).toEqual([403, 'insufficient_role']);
  });

  test('403: a key of an admin that only reads', async () => {
    const key = await setup.system.key(['read', 'registry'], { owner: await setup.system.person({ role: 'admin' }) });
    const { status, body } = await patch({ stores_texts: true }, key);
    expect([status, body.code]).toEqual([403, 'insufficient_scope']);
  });

  test.each([
    ['nothing', {}],
    ['a word', { stores_texts: 'yes' }],
    ['what cannot be changed here', { stores_texts: true, raw_retention_days: 1 }],
  ])('422: %s', async (_, body) => {
    expect((await patch(body)).status).toBe(422);
    expect(await audited()).toHaveLength(2);
  });
});
