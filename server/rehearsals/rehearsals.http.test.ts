// Over 300 lines: every case reads the same runs and traffic, and a system of its own for some would cost seconds.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '#test/harness/system.ts';
import { rollUp } from '#test/harness/telemetry.ts';

/** A rehearsal is computed by the heavy process, whose clock nobody stops. */
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const SET = Array.from({ length: 120 }, (_, i) => `i${i}`);

let system: System;
let key: string;
let asker: string;

const call = (method: string, path: string, body?: unknown, with_ = key) =>
  system.api(method, path, { key: with_, body });
async function send(method: string, path: string, body: unknown) {
  const answer = await call(method, path, body);
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

const prices = (input: number, output: number) => [
  { meter: 'tokens_in', per: 1_000_000, amount: input, effective_from: '2026-01-01' },
  { meter: 'tokens_out', per: 1_000_000, amount: output, effective_from: '2026-01-01' },
];
const register = (model_id: string, more: object = {}) =>
  send('POST', '/api/v1/models', { provider: 'acme', model_id, ...more });

/** A prompt whose version 1 serves the environments on `model`. */
async function serve(name: string, model: string, environments: readonly string[]): Promise<void> {
  await send('POST', '/api/v1/prompts', { name, type: 'text' });
  await send('POST', `/api/v1/prompts/${name}/versions`, { template: `${name} {{q}}`, config: { model } });
  for (const environment of environments) {
    await send('PUT', `/api/v1/prompts/${name}/environments/${environment}`, { version: 1 });
  }
}

/** A run in which each answer is `output`, with these tokens and latency. */
async function run(prompt: string, version: number, model: string, output: string, tokensOut: number): Promise<void> {
  await send('POST', '/api/v1/eval-runs/import', {
    ...{ prompt, version, model, dataset: 'golden', scorers: [{ type: 'equals' }] },
    results: SET.map((item, i) => ({ item, output, tokens_in: 500, tokens_out: tokensOut, latency_ms: 900 + i })),
  });
  await system.drain();
}

const at = '/api/v1/models/acme/old/rehearsal';
const read = async (query = '') => (await call('GET', `${at}${query}`)).body;
type Place = { prompt: string; environment: string; options: { state: string; missing_runs: { import: object }[] }[] };
const placeOf = (body: { places: Place[] }, prompt: string, environment = 'staging') =>
  body.places.find((each) => each.prompt === prompt && each.environment === environment);
const openAs = (body: object, with_ = asker) =>
  call('POST', `${at}/promotions`, { replacement: 'acme/next', ...body }, with_);
const promotionsOf = async () => (await call('GET', '/api/v1/promotions')).body.data;

beforeAll(async () => {
  system = await startSystem();
  key = await system.key(undefined, { owner: await system.person({ role: 'admin', name: 'Ada' }) });
  asker = await system.key(['promote', 'read'], { owner: await system.person({ role: 'editor', name: 'Ed' }) });
  await register('old', {
    retirement_date: inDays(60),
    fallback: 'acme/next',
    owner: 'Idris',
    prices: prices(2, 10),
  });
  await register('next', { prices: prices(1, 5) });
  await register('brief', { retirement_date: inDays(50) });
  await register('soon', { retirement_date: inDays(73) });
  await register('idle');
  await send('POST', '/api/v1/datasets', { name: 'golden' });
  await send(
    'POST',
    '/api/v1/datasets/golden/items',
    SET.map((id) => ({ id, input: { q: id }, expected: 'yes' })),
  );
  await serve('alpha', 'acme/old', ['experiment', 'staging']);
  await serve('beta', 'old', ['staging']);
  await serve('gamma', 'acme/old', ['staging']);
  await serve('delta', 'acme/idle', ['staging']);
  await run('alpha', 1, 'acme/old', 'yes', 50);
  await run('alpha', 1, 'acme/next', 'yes', 100);
  await run('beta', 1, 'acme/old', 'yes', 50);
  await run('beta', 1, 'acme/next', 'no', 50);
  const event = { at: `${inDays(-1)}T12:00:00Z`, model: 'acme/old', environment: 'staging', latency_ms: 700 };
  await send('POST', '/api/v1/events', {
    events: [
      ...Array.from({ length: 8 }, (_, i) => ({
        ...{ ...event, id: `alpha-${i}`, prompt: 'alpha', version: 1, tokens_in: 1000, tokens_out: 100 },
      })),
      {
        ...event,
        id: 'cached',
        prompt: 'alpha',
        tokens_in: 1000,
        tokens_cached: 400,
        tokens_out: 100,
        cost_usd: 0.002,
      },
      { ...event, id: 'other', prompt: 'alpha', model: 'acme/idle', tokens_in: 1000, tokens_out: 100 },
      { ...event, id: 'elsewhere', prompt: 'alpha', environment: 'production', tokens_in: 1000, tokens_out: 100 },
    ],
  });
  await rollUp(system);
});
afterAll(() => system.dispose());

describe('200', () => {
  test('each place is named with its verdict, and one without a run never passes', async () => {
    const body = await read();
    expect(body).toMatchObject({
      ...{ model: 'acme/old', owner: 'Idris', retires_on: inDays(60), days_left: 60, prompts: 3, places_total: 4 },
      replacements: [
        {
          ...{ model: 'acme/next', source: 'fallback', refusal: null },
          prompts: { ready: 1, fails: 1, no_run: 1, open: 0, inconclusive: 0 },
        },
      ],
    });
    const places = body.places.map((each: Place) => [each.prompt, each.environment, each.options[0]?.state]);
    expect(places).toEqual([
      ['alpha', 'experiment', 'ready'],
      ['alpha', 'staging', 'ready'],
      ['beta', 'staging', 'fails'],
      ['gamma', 'staging', 'no_run'],
    ]);
    expect(placeOf(body, 'beta')).toMatchObject({ named_as: 'id', options: [{ verdict: 'fail', version: 1 }] });
    expect(placeOf(body, 'gamma')).toMatchObject({
      options: [
        {
          ...{ verdict: null, reasons: ['no_golden_set'], categories: [], names_it: false },
          missing_runs: ['next', 'old'].map((model) => ({
            import: { prompt: 'gamma', version: 1, model: `acme/${model}`, dataset: null, scorers: null },
          })),
        },
      ],
    });
    expect(placeOf(body, 'alpha')).toMatchObject({ options: [{ missing_runs: [] }] });
  });

  test('a run that is missing is named as its import has it, and sent so it fills the row', async () => {
    await serve('theta', 'acme/old', ['staging']);
    await run('theta', 1, 'acme/old', 'yes', 50);
    const optionOf = async () => placeOf(await read(), 'theta')?.options[0];
    const lacking = { prompt: 'theta', version: 1, model: 'acme/next', dataset: 'golden' };
    const option = await optionOf();
    expect(option).toMatchObject({ state: 'no_run', missing_runs: [{ of: 'candidate', import: lacking }] });
    const results = SET.map((item) => ({ item, output: 'yes' }));
    await send('POST', '/api/v1/eval-runs/import', { ...option?.missing_runs[0]?.import, results });
    await system.drain();
    expect(await optionOf()).toMatchObject({ state: 'ready', missing_runs: [] });
    await send('PUT', '/api/v1/prompts/theta/environments/staging', { version: 1, model: 'other/own' });
  });

  test('cost is of the place’s own requests at the measured token counts, and what no row prices is named', async () => {
    expect(placeOf(await read(), 'alpha')).toMatchObject({
      options: [
        {
          cost: {
            ...{ requests: 9, sampled: 9, known: 8, now_usd: 0.024, replacement_usd: 0.016 },
            lacking: [{ of: 'replacement', meter: 'tokens_cached', because: 'no_price', requests: 1 }],
            tokens: { basis: 'measured', n: 120, factors: { input: 1, output: 2 } },
            // Eight like requests: what remains of the interval is that of the token factors, which did not vary either.
            ...{ change: expect.closeTo(-1 / 3, 6), ci95: [expect.closeTo(-1 / 3, 6), expect.closeTo(-1 / 3, 6)] },
          },
          latency: { now: null, basis: 'runs', change: 0, replacement: { n: 120 } },
        },
      ],
    });
    expect(placeOf(await read(), 'gamma')).toMatchObject({
      options: [{ cost: { requests: 0, known: 0, now_usd: null, change: null, tokens: { basis: 'same' } } }],
    });
  });

  test('chosen replacements that retire earlier, or soon, or are the model itself, are refused with the reason', async () => {
    const body = await read('?replacement=acme/brief,acme/soon,acme/old');
    const refusals = body.replacements.map((each: { refusal: { code: string; message: string } }) => each.refusal);
    expect(refusals).toMatchObject([
      {
        code: 'replacement_retires_first',
        message: expect.stringContaining(`acme/brief retires on ${inDays(50)}, before`),
      },
      {
        code: 'replacement_retires_soon',
        message: expect.stringContaining(`acme/soon retires on ${inDays(73)}, in 73 days`),
      },
      { code: 'same_model' },
    ]);
    expect(body.places.every((each: Place) => each.options.length === 0)).toBe(true);
  });

  test('a place counts by an alias and by another spelling of the model too', async () => {
    await serve('epsilon', 'openai/gpt-5', ['staging']);
    await serve('zeta', 'openai/GPT-5-2025-08-07', ['staging']);
    await serve('eta', 'openai/gpt-5-mini', ['staging']);
    await send('POST', '/api/v1/models', { provider: 'openai', model_id: 'gpt-5-2025-08-07' });
    const { body } = await call('GET', '/api/v1/models/openai/gpt-5-2025-08-07/rehearsal?replacement=acme/next');
    expect(body).toMatchObject({
      retirement_from: 'list',
      places: [
        { prompt: 'epsilon', model: 'openai/gpt-5', named_as: 'alias', options: [{ replacement: 'acme/next' }] },
        { prompt: 'zeta', model: 'openai/GPT-5-2025-08-07', named_as: 'variant' },
      ],
    });
  });

  test('a model without a replacement has its places and no options, one that serves nowhere has neither', async () => {
    const idle = (await call('GET', '/api/v1/models/acme/idle/rehearsal')).body;
    expect(idle).toMatchObject({ retires_on: null, days_left: null, prompts: 1, replacements: [] });
    expect((await call('GET', '/api/v1/models/acme/brief/rehearsal')).body).toMatchObject({ prompts: 0, places: [] });
  });
});

describe('404 and 422', () => {
  test('an unknown model, too many replacements, a refused one', async () => {
    expect((await call('GET', '/api/v1/models/acme/nothing/rehearsal')).status).toBe(404);
    expect((await call('GET', `${at}?replacement=a,b,c,d`)).status).toBe(422);
    const refused = await openAs({ replacement: 'acme/brief' });
    expect([refused.status, refused.body.code]).toEqual([422, 'replacement_retires_first']);
  });

  test('a wrong place is named, and then none of the others is opened', async () => {
    const places = [
      { prompt: 'alpha', environment: 'staging' },
      { prompt: 'beta', environment: 'staging' },
      { prompt: 'delta', environment: 'staging' },
    ];
    const { status, body } = await openAs({ places });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([
      { path: '/places/1/prompt', code: 'gate_fails' },
      { path: '/places/2/prompt', code: 'unknown_place' },
    ]);
    expect(await promotionsOf()).toEqual([]);
  });

  test('403 for a key that may only read', async () => {
    expect((await openAs({}, await system.key(['read']))).status).toBe(403);
  });
});

describe('201', () => {
  test('opens every promotion that can pass, once, each with its gate; what is left is named', async () => {
    const { status, body } = await openAs({ places: [{ prompt: 'alpha', environment: 'experiment' }] });
    expect([status, body.opened.length]).toEqual([201, 1]);
    const all = await openAs({});
    expect(all.status).toBe(201);
    expect(all.body).toMatchObject({
      replacement: 'acme/next',
      opened: [{ prompt: 'alpha', environment: 'staging', version: 1, status: 'evaluating' }],
      linked: [{ prompt: 'alpha', environment: 'experiment', promotion: body.opened[0].promotion }],
      left: [
        { prompt: 'beta', because: 'fails' },
        { prompt: 'gamma', because: 'no_run' },
      ],
    });
    const again = await openAs({});
    expect(again.body).toMatchObject({
      opened: [],
      linked: [{ environment: 'experiment' }, { environment: 'staging' }],
    });
    expect(await promotionsOf()).toHaveLength(2);
    expect(placeOf(await read(), 'alpha')).toMatchObject({
      open_promotion: { id: all.body.opened[0].promotion, model: 'acme/next' },
      options: [{ state: 'open' }],
    });
    const rows = await system.services
      .sql`select actor, detail from audit_row where action = 'rehearsal.open_promotions'`;
    expect(rows).toMatchObject([
      { detail: { replacement: 'acme/next', promotions: [body.opened[0].promotion] } },
      { actor: { name: 'Ed' } },
    ]);
    await system.drain();
    const opened = (await call('GET', `/api/v1/promotions/${all.body.opened[0].promotion}`)).body;
    expect(opened).toMatchObject({ model: 'acme/next', version: 1, from: 'experiment', gate: { verdict: 'pass' } });
  });

  test('a promotion onto another model is in the way and named; one without a run may be chosen, and waits', async () => {
    const asked = { prompt: 'gamma', version: 1, model: 'acme/idle', to: 'staging' };
    const other = await call('POST', '/api/v1/promotions', asked, asker);
    const places = [{ prompt: 'gamma', environment: 'staging' }];
    expect((await openAs({ places })).body.errors).toMatchObject([
      { path: '/places/0/prompt', code: 'promotion_open' },
    ]);
    await system.drain();
    const { revision } = (await call('GET', `/api/v1/promotions/${other.body.id}`)).body;
    await system.api('POST', `/api/v1/promotions/${other.body.id}/cancel`, {
      ...{ key: asker, body: {}, headers: { 'if-match': `"${revision}"` } },
    });
    expect((await openAs({ places })).body.opened).toMatchObject([{ prompt: 'gamma', status: 'evaluating' }]);
  });

  test('of more places than are computed at once each can be named, and they are named', async () => {
    await register('many', { retirement_date: inDays(60), fallback: 'acme/next' });
    await Promise.all(Array.from({ length: 51 }, (_, i) => serve(`many-${10 + i}`, 'acme/many', ['staging'])));
    const of = (body: object) =>
      call('POST', '/api/v1/models/acme/many/rehearsal/promotions', { replacement: 'acme/next', ...body }, asker);
    const one = await of({ places: [{ prompt: 'many-60', environment: 'staging' }] });
    expect([one.status, one.body.opened]).toMatchObject([201, [{ prompt: 'many-60' }]]);
    expect((await of({})).body.errors).toMatchObject([{ path: '/places', code: 'too_many_places' }]);
    const wrong = await of({ places: [{ prompt: 'many-60', environment: 'production' }] });
    expect(wrong.body.errors).toMatchObject([{ path: '/places/0/environment', code: 'unknown_place' }]);
  });

  test('409 where nothing can be opened says why of each', async () => {
    const { status, body } = await call('POST', '/api/v1/models/acme/brief/rehearsal/promotions', {
      replacement: 'acme/next',
    });
    expect([status, body.code]).toEqual([409, 'nothing_to_open']);
  });
});
