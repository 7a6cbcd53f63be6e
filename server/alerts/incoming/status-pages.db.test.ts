import { afterAll, beforeAll, expect, test } from 'vitest';
import { readChanges } from '#server/audit/read-changes.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { startTextAddress, type TextResponse } from '#test/harness/text-address.ts';
import { pollStatusPages } from './poll-status-pages.ts';
import { readIncomingPage } from './read-incoming-page.ts';
import { addStatusPage, removeStatusPage } from './status-pages.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ now: '2026-03-02T14:00:00Z', egressAllow: '127.0.0.1' });
});
afterAll(() => system.dispose());

const summary = (indicator: string, ...incidents: object[]): TextResponse => ({
  type: 'application/json',
  text: JSON.stringify({
    page: { id: 'p', name: 'OpenAI', url: 'https://status.test' },
    status: { indicator, description: indicator === 'none' ? 'All Systems Operational' : 'Partial outage' },
    components: [{ id: 'c', name: 'API', status: 'operational' }],
    incidents,
    scheduled_maintenances: [],
  }),
});
const elevated = {
  ...{ id: 'inc1', name: 'Elevated error rates', status: 'investigating', impact: 'major' },
  ...{ created_at: '2026-03-02T14:23:00.000Z', shortlink: 'https://stspg.test/1', incident_updates: [] },
};
const page = () => readIncomingPage(system.ctx());

test('a provider that announces 23 minutes after our alert: them, and we knew first by 23 minutes', async () => {
  let response = summary('none');
  await using statuspage = await startTextAddress(() => response);
  await addStatusPage(system.ctx(), { provider: 'openai', url: statuspage.url });
  const key = await system.key(['ingest']);
  const body = { title: 'Errors of openai at 12 %', severity: 'page', labels: { provider: 'openai' } };
  expect((await system.api('POST', '/api/v1/alerts/incoming', { key, body })).status).toBe(200);
  // It was read when it was added; six minutes later that tells nothing any more.
  expect((await page()).compared).toMatchObject([{ provider: 'openai', verdict: 'not_announced' }]);
  expect(await pollStatusPages(system.services)).toBe(0);
  system.clock.advance(6 * 60_000);
  expect((await page()).compared).toMatchObject([{ verdict: 'unknown' }]);
  expect(await pollStatusPages(system.services)).toBe(1);
  expect((await page()).compared).toMatchObject([{ verdict: 'not_announced' }]);

  system.clock.advance(18 * 60_000);
  response = summary('major', elevated);
  const polls = await Promise.all([pollStatusPages(system.services), pollStatusPages(system.services)]);
  expect(polls.sort()).toEqual([0, 1]);
  expect(await page()).toMatchObject({
    pages: [{ provider: 'openai', indicator: 'major', description: 'Partial outage', problem: null }],
    compared: [{ verdict: 'them', name: 'Elevated error rates', leadMin: 23, url: 'https://stspg.test/1' }],
  });

  system.clock.advance(60_000);
  await pollStatusPages(system.services);
  const [from, to] = [new Date('2026-03-02T00:00:00Z'), new Date('2026-03-03T00:00:00Z')];
  const changes = await readChanges(system.ctx(), { from, to, kinds: ['incident'] });
  expect(changes).toMatchObject([
    { at: new Date('2026-03-02T14:23:00Z'), title: 'openai: Elevated error rates (major)', actor: { kind: 'system' } },
  ]);

  system.clock.advance(60_000);
  response = summary('none');
  await pollStatusPages(system.services);
  expect((await page()).incidents).toMatchObject([{ status: 'resolved', resolvedAt: system.clock.now() }]);
});

test('a page that fails keeps its last state and says why; the next round heals it', async () => {
  let response = summary('minor');
  await using statuspage = await startTextAddress(() => response);
  await addStatusPage(system.ctx({ project: 'other' }), { provider: 'acme', url: statuspage.url });
  const read = async () => (await readIncomingPage(system.ctx({ project: 'other' }))).pages[0];
  const round = async (next: TextResponse) => {
    response = next;
    system.clock.advance(60_000);
    await pollStatusPages(system.services);
    return read();
  };
  await round(response);
  const before = (await read())?.readAt;
  for (const [next, problem] of [
    [{ status: 500, text: 'no' }, /responded with 500/],
    [{ status: 302, text: 'elsewhere' }, /redirects elsewhere/],
    [{ text: '<html>' }, /no JSON/],
    [{ text: '{"status":{"indicator":"green"}}' }, /no summary\.json/],
    [{ text: `"${'x'.repeat(2_000_001)}"` }, /more than 2000000 bytes/],
  ] as const) {
    expect(await round(next)).toMatchObject({
      indicator: 'minor',
      readAt: before,
      problem: expect.stringMatching(problem),
    });
  }
  expect(await round(summary('none'))).toMatchObject({ indicator: 'none', problem: null, readAt: system.clock.now() });
});

test('adding is audited, once a provider, only what is a status page, never a private address; removing forgets its incidents', async () => {
  const ctx = system.ctx({ project: 'other' });
  const add = (provider: string, url: string) => addStatusPage(ctx, { provider, url });
  await expect(add('x', 'https://169.254.169.254/')).rejects.toMatchObject({ status: 422 });
  let response: TextResponse = { text: '{"incidents":[]}', type: 'application/json' };
  await using statuspage = await startTextAddress(() => response);
  await expect(add('cohere', statuspage.url)).rejects.toMatchObject({
    status: 422,
    errors: [{ path: '/url', code: 'no_status_page', message: expect.stringMatching(/no summary\.json/) }],
  });
  await expect(add('cohere', 'http://127.0.0.1:9/summary.json')).rejects.toMatchObject({ status: 422 });
  response = summary('minor', elevated);
  await add('cohere', statuspage.url);
  expect((await readIncomingPage(ctx)).pages).toContainEqual(
    expect.objectContaining({ provider: 'cohere', indicator: 'minor', readAt: system.clock.now() }),
  );
  await expect(add('cohere', 'https://elsewhere.test/')).rejects.toMatchObject({ code: 'status_page_exists' });
  expect((await readIncomingPage(ctx)).offers.map(({ provider }) => provider)).not.toContain('cohere');
  await removeStatusPage(ctx, { provider: 'cohere' });
  await expect(removeStatusPage(ctx, { provider: 'cohere' })).rejects.toMatchObject({ status: 404 });
  const audits = await system.services.sql`select action from audit_row where object_kind = 'status_page'
    and project_id = ${ctx.project.id} order by seq`;
  expect(audits.map(({ action }) => action)).toEqual(['status_page.add', 'status_page.add', 'status_page.remove']);
});
