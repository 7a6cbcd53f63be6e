import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeAlert } from '#test/builders/alerts.ts';
import { pagesOf } from '#test/builders/pages.ts';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { evaluator } from '#test/harness/alerts.ts';
import { rollUp } from '#test/harness/telemetry.ts';
import { BUILTINS } from './domain/builtins.ts';
import { ensureBuiltins } from './monitors/ensure-builtins.ts';

let setup: Awaited<ReturnType<typeof telemetrySetup>>;
let key: string;
let viewer: string;
beforeAll(async () => {
  setup = await telemetrySetup();
  const { system } = setup;
  key = await system.key(['admin'], { owner: await system.person({ role: 'editor', name: 'Maren' }) });
  viewer = await system.key(['read']);
  await ensureBuiltins(system.ctx());
});
afterAll(() => setup.system.dispose());

const send = (method: string, path: string, body?: object, by = key) =>
  setup.system.api(method, path, { key: by, ...(body ? { body } : {}) });
const audits = (action: string) => setup.system.services.sql<{ detail: object }[]>`
  select detail from audit_row where action = ${action} order by seq`;
const ENTRY = { name: 'Costly answers', kind: 'metric', severity: 'warning' };
const COST = { metric: 'cost_per_request', limit: 0.05, clear: 0.04, filter: { prompt: 'search/answer' } };

describe('monitors', () => {
  test('200 lists the built-in ones of a new project, on, with their rules', async () => {
    const { status, body } = await send('GET', '/api/v1/monitors', undefined, viewer);
    expect(status).toBe(200);
    expect(body.data.map(({ builtin }: { builtin: string }) => builtin).sort()).toEqual(
      BUILTINS.map(({ key }) => key).sort(),
    );
    expect(body.data.find((one: { builtin: string }) => one.builtin === 'quality')).toMatchObject({
      ...{ severity: 'page', enabled: true, version: 1, firing: 0 },
      rule: { limit: 5, clear: 3, min_samples: 100, p: 0.01, group_by: ['prompt', 'environment'], literal: false },
    });
  });

  test('201 makes one of any metric and filter, audited; 200 changes it as version 2, and nothing as no version', async () => {
    const made = await send('POST', '/api/v1/monitors', { ...ENTRY, rule: COST });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body).toMatchObject({ ...ENTRY, enabled: true, builtin: null, version: 1, rule: COST });
    const path = `/api/v1/monitors/${made.body.id}`;
    const changed = await send('PATCH', path, { rule: { limit: 0.06 }, severity: 'ticket' });
    expect(changed.body).toMatchObject({ version: 2, severity: 'ticket', rule: { ...COST, limit: 0.06 } });
    expect((await send('PATCH', path, { severity: 'ticket' })).body.version).toBe(2);
    expect((await send('GET', path, undefined, viewer)).body).toEqual(changed.body);
    expect(await audits('monitor.create')).toHaveLength(1);
    expect(await audits('monitor.update')).toMatchObject([
      { detail: { before: { severity: 'warning' }, after: { rule: { limit: 0.06 } } } },
    ]);
    const versions = await setup.system.services.sql`select version, severity from monitor_version
      where monitor_id = ${made.body.id} order by version`;
    expect(versions).toEqual([
      { version: 1, severity: 'warning' },
      { version: 2, severity: 'ticket' },
    ]);
  });

  test('403 of a key that only reads, 404 for none, 409 for a name that is taken', async () => {
    expect((await send('POST', '/api/v1/monitors', { ...ENTRY, rule: COST }, viewer)).body.code).toBe(
      'insufficient_scope',
    );
    expect((await send('PATCH', '/api/v1/monitors/x', {})).status).toBe(404);
    expect((await send('POST', '/api/v1/monitors', { ...ENTRY, rule: COST })).body.code).toBe('monitor_exists');
  });

  test.for([
    [{ kind: 'metric', rule: { metric: null } }, '/rule/metric', 'required'],
    [{ kind: 'quality', rule: { limit: 5, clear: 7 } }, '/rule/clear', 'wrong_side'],
    [{ kind: 'metric', rule: { ...COST, direction: 'below' } }, '/rule/clear', 'wrong_side'],
    [{ kind: 'burn_rate', rule: { pairs: [] } }, '/rule/pairs', 'required'],
    [
      { kind: 'burn_rate', rule: { pairs: [{ long_minutes: 5, short_minutes: 60, factor: 1 }] } },
      '/rule/pairs/0',
      'not_shorter',
    ],
    [{ kind: 'burn_rate', rule: { limit: 100 } }, '/rule/limit', 'too_large'],
    [{ kind: 'burn_rate', rule: { limit: 90 } }, '/rule/pairs/0', 'never'],
    [{ kind: 'quality', rule: { limit: 100 } }, '/rule/limit', 'too_large'],
    [{ kind: 'error_rate', rule: { limit: 0, clear: 0 } }, '/rule/clear', 'too_small'],
    [{ kind: 'latency', rule: { limit: 1, clear: 1 } }, '/rule/limit', 'too_small'],
    [{ kind: 'latency', rule: { limit: 2, clear: 2 } }, '/rule/clear', 'not_below'],
    [{ kind: 'outcome', rule: { clear: 0.5 } }, '/rule/clear', 'too_small'],
    [{ kind: 'metric', rule: { metric: 'success_rate', limit: 95, clear: 90 } }, '/rule/limit', 'out_of_scale'],
    [
      { kind: 'metric', rule: { metric: 'success_rate', direction: 'below', limit: 95, clear: 97 } },
      '/rule/limit',
      'out_of_scale',
    ],
    [
      { kind: 'metric', rule: { metric: 'quality', direction: 'below', limit: 0.8, clear: 1 } },
      '/rule/clear',
      'out_of_scale',
    ],
    [{ kind: 'metric', rule: { ...COST, limit: 0, clear: 0 } }, '/rule/clear', 'out_of_scale'],
    [{ kind: 'error_rate', rule: { group_by: ['prompt', 'prompt'] } }, '/rule/group_by', 'duplicate'],
    [{ kind: 'error_rate', rule: { filter: { version: 3 } } }, '/rule/filter/prompt', 'required'],
    [{ kind: 'error_rate', name: '\u200b', rule: {} }, '/name', 'custom'],
    [{ kind: 'error_rate', rule: { window_minutes: 61 } }, '/rule/window_minutes', 'too_big'],
    [{ kind: 'error_rate', rule: { metrik: 1 } }, '/rule/metrik', 'unknown_field'],
  ] as const)('422 names what is wrong with %j', async ([wrong, path, code]) => {
    const { status, body } = await send('POST', '/api/v1/monitors', { ...ENTRY, name: 'wrong', ...wrong });
    expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
    if (code !== 'too_big') expect(body.errors[0].code).toBe(code);
  });

  test('422 of a rule for a monitor that has none, which is still disabled', async () => {
    const { data } = (await send('GET', '/api/v1/monitors')).body;
    const { id } = data.find(({ builtin }: { builtin: string }) => builtin === 'budget');
    const { status, body } = await send('PATCH', `/api/v1/monitors/${id}`, { rule: { limit: 3 } });
    expect([status, body.errors[0]]).toMatchObject([422, { path: '/rule', code: 'no_rule' }]);
    expect((await send('PATCH', `/api/v1/monitors/${id}`, { enabled: false, rule: {} })).status).toBe(200);
  });
});

test('a monitor of a prompt or metric that is gone says so, is evaluated without harm, and measures again', async () => {
  const { system } = setup;
  const rule = { filter: { prompt: 'gone/prompt' } };
  const { body: made } = await send('POST', '/api/v1/monitors', { ...ENTRY, name: 'Gone', kind: 'error_rate', rule });
  expect(made.not_measured).toMatch(/^No longer measured: no request of the prompt gone\/prompt for 30 days\./);
  const { body: other } = await send('POST', '/api/v1/monitors', { ...ENTRY, name: 'Old metric', rule: COST });
  await system.services.sql`
    update monitor set spec = spec || '{"metric": "tokens_per_joule", "against": "baseline", "filter": {}}'::jsonb
    where id = ${other.id}`;
  await setup.send([setup.event('gone', { prompt: 'gone/prompt', environment: 'production', latency_ms: 400 })]);
  system.clock.advance(120_000);
  expect(await evaluator(system)()).not.toBeNull();
  const said = (await send('GET', '/api/v1/monitors')).body.data as { id: string; not_measured: string | null }[];
  const of = (id: string) => said.find((one) => one.id === id)?.not_measured;
  expect(of(made.id)).toBeNull();
  expect(of(other.id)).toContain('there is no metric "tokens_per_joule"');
});

describe('OpenSLO', () => {
  const path = '/api/v1/monitors/openslo';
  test('200 exports what fits and names the rest; the same text changes nothing, another target makes a version', async () => {
    const { body } = await send('GET', path, undefined, viewer);
    const names = body.exported.map(({ name }: { name: string }) => name);
    expect(names).toContain('Error budget burns fast');
    expect(body.left_out.map(({ kind }: { kind: string }) => kind)).toContain('quality');
    expect(body.left_out.length + names.length).toBe((await send('GET', '/api/v1/monitors')).body.data.length);
    expect(body.carried).toContainEqual(
      expect.objectContaining({ monitor: 'Errors above 1 %', path: 'rule.minSamples' }),
    );
    const again = await send('POST', path, { document: body.document });
    expect(again.status, JSON.stringify(again.body)).toBe(200);
    expect(new Set(again.body.monitors.map(({ done }: { done: string }) => done))).toEqual(new Set(['unchanged']));
    expect(again.body.ignored).toEqual([]);

    const errors = body.exported.find(({ name }: { name: string }) => name === 'Errors above 1 %');
    const one = (await send('GET', `${path}?monitor=${errors.id}`)).body;
    expect(one.exported).toEqual([errors]);
    const document = one.document
      .replace('targetPercent: 99', 'targetPercent: 98')
      .replace('displayName: Errors', 'displayName: Our errors');
    const tried = await send('POST', path, { document, dry_run: true });
    expect(tried.body).toMatchObject({
      dry_run: true,
      monitors: [{ done: 'created', rule: { limit: 2, clear: 0.8 } }],
    });
    const made = await send('POST', path, { document });
    expect(made.body.monitors).toMatchObject([
      { name: 'Our errors above 1 %', done: 'created', version: 1, enabled: true },
    ]);
    const changed = await send('POST', path, { document: document.replace('targetPercent: 98', 'targetPercent: 97') });
    expect(changed.body.monitors).toMatchObject([{ done: 'changed', version: 2, rule: { limit: 3 } }]);
  });

  test('403 of a key that only reads, 404 for no such monitor, 422 names what cannot be taken', async () => {
    expect((await send('POST', path, { document: 'a: 1' }, viewer)).status).toBe(403);
    expect((await send('GET', `${path}?monitor=8b1f2c9e-5c1c-4c56-9d4e-1f6f1d2d3c4b`)).status).toBe(404);
    const bomb = `a: &a [1,1]\n${Array.from({ length: 30 }, (_, i) => `k${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}`;
    for (const [document, at, code] of [
      ['{', '/document', 'no_yaml'],
      [bomb, '/document', 'no_yaml'],
      ['# nothing', '/document', 'no_slo'],
      ['apiVersion: openslo/v1\nkind: Service\nmetadata: {name: a}', '/document', 'no_slo'],
      ['apiVersion: openslo/v1\nkind: Pod', '/document/0/kind', 'unknown_kind'],
    ] as const) {
      const { status, body } = await send('POST', path, { document });
      expect([status, body.errors?.[0]?.path, body.errors?.[0]?.code], document.slice(0, 30)).toEqual([422, at, code]);
    }
    const { document } = (await send('GET', path)).body;
    const wide = await send('POST', path, { document: document.replace('lookbackWindow: 1h', 'lookbackWindow: 9w') });
    expect(wide.body.errors[0].path).toMatch(/^\/document\/\d+\/pairs\/0\/longMin$/);
  });
});

describe('alerts', () => {
  test('200 lists the newest first, by page and filter', async () => {
    const at = (minutes: number) => new Date(setup.system.clock.now().getTime() - minutes * 60_000);
    const old = await makeAlert(setup.system, { openedAt: at(90), resolvedAt: at(80), kind: 'latency' });
    const open = await makeAlert(setup.system, { openedAt: at(5), severity: 'page' });
    const first = (await send('GET', '/api/v1/alerts?limit=1', undefined, viewer)).body;
    expect(first.data).toMatchObject([{ id: open.id, status: 'firing', severity: 'page', changes: [] }]);
    const second = (await send('GET', `/api/v1/alerts?limit=1&cursor=${first.next_cursor}`)).body;
    expect([second.data[0].id, second.next_cursor]).toEqual([old.id, null]);
    const ids = async (query: string) =>
      (await send('GET', `/api/v1/alerts?${query}`)).body.data.map(({ id }: { id: string }) => id);
    expect(await ids('status=firing')).toEqual([open.id]);
    expect(await ids('status=resolved&kind=latency')).toEqual([old.id]);
    expect(await ids('severity=ticket')).toEqual([]);
    expect((await send('GET', '/api/v1/alerts?state=x')).status).toBe(422);
  });

  test('200 acknowledges and resolves, then 409; 403 of a key that only reads; 404 for none', async () => {
    const { id } = await makeAlert(setup.system);
    expect((await send('POST', `/api/v1/alerts/${id}/acknowledge`, {}, viewer)).status).toBe(403);
    const { body } = await send('POST', `/api/v1/alerts/${id}/acknowledge`);
    expect(body).toMatchObject({ status: 'firing', acknowledged_by: { name: 'Maren' } });
    const resolved = await send('POST', `/api/v1/alerts/${id}/resolve`, { reason: 'rolled back' });
    expect(resolved.body).toMatchObject({ status: 'resolved', resolved_by: { name: 'Maren' } });
    expect((await send('POST', `/api/v1/alerts/${id}/resolve`, { reason: 'again' })).body.code).toBe('alert_resolved');
    expect((await send('POST', `/api/v1/alerts/${id}/acknowledge`)).body.code).toBe('alert_resolved');
    expect((await send('POST', `/api/v1/alerts/${id}/resolve`, {})).status).toBe(422);
    expect((await send('POST', '/api/v1/alerts/none/acknowledge')).status).toBe(404);
  });
});

test('a preview replays the rule over the rollups: it would have fired once, so long after the first bad minute', async () => {
  const { system } = setup;
  const ms = system.clock.now().getTime();
  const from = Math.floor(ms / 3_600_000) * 3_600_000 - 5 * 3_600_000;
  const events = Array.from({ length: 150 * 12 }, (_, i) => {
    const minute = Math.floor(i / 12);
    const fails = minute >= 60 && minute < 90 && i % 3 === 0;
    const at = new Date(from + minute * 60_000 + (i % 12) * 1000).toISOString();
    return setup.event(`p${i}`, {
      at,
      prompt: 'docs/summarise',
      environment: 'production',
      ...(fails ? { status: 'error', error_code: '500' } : {}),
    });
  });
  for (let i = 0; i < events.length; i += 900)
    expect((await setup.send(events.slice(i, i + 900))).body.accepted).toBe(900);
  await rollUp(system);
  const api = pagesOf(system, await system.person({ role: 'viewer' }));
  const rule = { filter: { prompt: 'docs/summarise' } };
  const preview = await api.alerts.preview({ project: 'default', kind: 'error_rate', rule, days: 7 });
  expect(preview).toMatchObject({ replayed: 1, series: 1, stepMin: 1 });
  expect(preview.firings).toMatchObject([{ impactStart: from + 60 * 60_000, isReal: false }]);
  expect(preview.firings[0]?.until).not.toBeNull();
  expect(preview.variants.map(({ label, fired }) => [label, fired])).toEqual([
    ...[
      ['limit 0.6', 1],
      ['this rule', 1],
      ['over 10 min', 1],
      ['limit 1.6', 1],
    ],
  ]);
  expect(preview.variants[1]?.foundAfterMin).toBeLessThanOrEqual(6);
  expect(preview.chart?.values.some((value) => value !== null && value > 30)).toBe(true);
});

test('errors of the caller count or not, as the monitor says: 404 does, 429 and words stay errors', async () => {
  const { system } = setup;
  const codes = [...Array(12).fill('404'), '429', '429', 'invalid_json'];
  const events = Array.from({ length: 60 }, (_, i) =>
    setup.event(`c${i}`, {
      ...{ prompt: 'shop/called', environment: 'production', latency_ms: 400 },
      ...(codes[i] === undefined ? {} : { status: 'error', error_code: codes[i] }),
    }),
  );
  for (const [name, rule] of [
    ['All errors', { count: 'all' }],
    ['Not the caller', { count: 'not_caller' }],
    ['Not the caller, above 10 %', { count: 'not_caller', limit: 10 }],
  ] as const) {
    const more = { filter: { prompt: 'shop/called' }, for_minutes: 0, literal: true };
    const body = { ...ENTRY, name, kind: 'error_rate', rule: { ...rule, ...more } };
    expect((await send('POST', '/api/v1/monitors', body)).body.rule.count).toBe(rule.count);
  }
  await setup.send(events);
  system.clock.advance(120_000);
  await evaluator(system)();
  const fired = await system.services.sql`
    select name, (evidence->>'value')::float8 as value from alert join monitor on monitor.id = alert.monitor_id
    where alert.kind = 'error_rate' and prompt = 'shop/called' and builtin is null order by name`;
  expect(fired).toEqual([
    { name: 'All errors', value: 25 },
    { name: 'Not the caller', value: 5 },
  ]);
});
