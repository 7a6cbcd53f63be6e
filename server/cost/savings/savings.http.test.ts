import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { releaseAs } from '#test/builders/release.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { parkedSavingsJobs } from './jobs.ts';

let system: System;
let key: string;

beforeAll(async () => {
  system = await startSystem({ now: '2026-03-20T12:00:00.000Z' });
  key = await system.key(undefined, { owner: await system.person({ role: 'editor', name: 'Ed' }) });
});
afterAll(() => system.dispose());

const post = async (path: string, body: unknown, status = 201) => {
  const response = await system.api('POST', path, { key, body });
  expect(response.status, JSON.stringify(response.body)).toBe(status);
  return response.body;
};
const read = async (given = key) => (await system.api('GET', '/api/v1/cost/savings', { key: given })).body;
const compute = async () => {
  await post('/api/v1/cost/savings', {}, 202);
  await system.drain();
  return read();
};
// biome-ignore lint/suspicious/noExplicitAny: bodies of responses are JSON, and the tests check their shape.
type Json = any;
const card = (report: Json, technique: string): Json => report.cards.find((one: Json) => one.technique === technique);

const MODEL = {
  provider: 'acme',
  model_id: 'large',
  prices: [
    {
      effective_from: '2026-01-01T00:00:00Z',
      input_per_mtok: 3,
      output_per_mtok: 10,
      cached_input_per_mtok: 0.3,
      cache_write_per_mtok: 3.75,
    },
  ],
};

test('without a report 200 says so, and 401 without a key', async () => {
  expect(await read()).toMatchObject({ status: 'none', cards: [], computed_at: null });
  expect((await system.api('GET', '/api/v1/cost/savings')).status).toBe(401);
});

test('a reader may read but not compute: 403', async () => {
  const reader = await system.key(['read']);
  expect((await read(reader)).status).toBe('none');
  expect((await system.api('POST', '/api/v1/cost/savings', { key: reader, body: {} })).status).toBe(403);
});

test('of an empty project, every card is refused with what it needs', async () => {
  const report = await compute();
  expect(report).toMatchObject({ status: 'done', requests: 0, replayed_requests: 0, caches: [] });
  expect(report.cards).toHaveLength(5);
  for (const { found, refused } of report.cards) {
    expect(found).toEqual([]);
    expect(refused).toMatchObject([{ code: 'nothing_to_compare', reason: expect.stringMatching(/\.$/) }]);
  }
});

test('two requests for a report at once are computed once', async () => {
  const both = await Promise.all([1, 2].map(() => system.api('POST', '/api/v1/cost/savings', { key, body: {} })));
  expect(both.map(({ status }) => status)).toEqual([202, 202]);
  const [queued] = await system.services.sql<
    { jobs: number }[]
  >`select count(*)::int as jobs from graphile_worker._private_jobs`;
  expect(queued?.jobs).toBe(1);
  await system.drain();
});

test('one that is queued for ten minutes is lost and queued again; one that failed for good has its reason', async () => {
  const set = (change: string) => system.services.sql.unsafe(`update savings set ${change}`);
  await set("status = 'running', requested_at = '2026-03-20T11:49:00Z'");
  expect((await post('/api/v1/cost/savings', {}, 202)).status).toBe('queued');
  await system.drain();
  expect((await read()).status).toBe('done');
  const parked = parkedSavingsJobs['savings.compute'];
  await parked?.(system.services, { projectId: system.project().id }, 'it failed three times');
  expect(await read()).toMatchObject({
    status: 'failed',
    error: 'The computation was given up: it failed three times',
    cards: { length: 5 },
  });
});

describe('of the traffic of a prompt', () => {
  const TIME = 'Now it is {{time}}.';
  const RULES = 'Follow the rules of the house. '.repeat(160).trim();
  let report: Json;

  beforeAll(async () => {
    await post('/api/v1/models', MODEL);
    await post('/api/v1/prompts', { name: 'help/answer', type: 'chat' });
    const version = (system_: string) => ({
      messages: [
        { role: 'system', content: system_ },
        { role: 'user', content: '{{question}}' },
      ],
      config: { model: 'acme/large' },
    });
    await post('/api/v1/prompts/help%2Fanswer/versions', version(RULES));
    await post('/api/v1/prompts/help%2Fanswer/versions', version(`${TIME}\n\n${RULES}`));
    const now = system.clock.now().getTime();
    const event = (i: number, version: number, more: object) => ({
      id: `${version}-${i}`,
      at: new Date(now - (i + 1) * (version === 1 ? 6 : 1) * 60_000).toISOString(),
      model: 'acme/large',
      environment: 'production',
      prompt: 'help/answer',
      version,
      tokens_in: 1_500,
      ...more,
    });
    const first = Array.from({ length: 600 }, (_, i) =>
      event(i, 1, { tokens_out: 165 + (i % 11), tokens_cached: i % 4 === 0 ? 1_000 : 0 }),
    );
    const second = Array.from({ length: 300 }, (_, i) => event(i, 2, { tokens_out: 88 + (i % 9) }));
    await post('/api/v1/events', { events: first }, 207);
    await post('/api/v1/events', { events: second }, 207);
    report = await compute();
  });

  test('the cards carry the complexity and risk of their technique', () => {
    expect(report.cards.map((one: Json) => [one.technique, one.complexity, one.risk])).toEqual([
      ['prefix_caching', 'low', 'none'],
      ['output_compression', 'low', 'low'],
      ['shorter_system_prompt', 'low', 'medium'],
      ['smaller_model', 'medium', 'medium'],
      ['tiered_routing', 'high', 'medium'],
    ]);
  });

  test('lines sum to what is saved, on every card', () => {
    const found = report.cards.flatMap((one: Json) => one.found);
    expect(found.length).toBe(4);
    for (const { lines, saved_usd } of found) {
      expect(lines.reduce((sum: number, { usd }: Json) => sum + usd, 0)).toBeCloseTo(saved_usd, 9);
    }
  });

  test('prefix caching: six minutes between requests are too long for five, and a template that begins with the time is reordered', () => {
    const { found, refused } = card(report, 'prefix_caching');
    // Version 1: nothing hits, and caches saved something already.
    expect(refused).toContainEqual(expect.objectContaining({ code: 'no_saving_possible' }));
    // Version 2 has four tokens before its first variable.
    expect(refused).toContainEqual(expect.objectContaining({ code: 'prefix_too_short', found: 3, needed: 1_024 }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      basis: 'replayed',
      quality: 'not_measured',
      experiment: { kind: 'edit_version', version: 2, change: { kind: 'reorder' } },
      order: { breaks_at: 'Now it is {{time}}.' },
      replays: [
        { ttl: '5m', requests: 300, hits: 299 },
        { ttl: '1h', requests: 300, hits: 299, saved_usd: null },
      ],
    });
    // 299 reads at 2.70 dollars a million less, a write at 0.75 more.
    const tokens = Math.ceil(`${RULES}\n\nNow it is `.length / 4);
    expect(found[0].saved_usd).toBeCloseTo((299 * tokens * 2.7 - tokens * 0.75) / 1e6, 9);
    expect(found[0].notes.at(-1)).toContain('no price of tokens_cache_write with cache_ttl 1h');
  });

  test('an hour has an amount once the model has a price of its own for it', async () => {
    const hour = { meter: 'tokens_cache_write', per: 1_000_000, amount: 6, when: { cache_ttl: '1h' } };
    const prices = [{ ...hour, currency: 'USD', effective_from: '2026-01-01T00:00:00Z' }];
    const path = '/api/v1/models/acme/large';
    expect((await system.api('PATCH', path, { key, body: { prices } })).status).toBe(200);
    const [found] = card(await compute(), 'prefix_caching').found;
    const tokens = Math.ceil(`${RULES}\n\nNow it is `.length / 4);
    expect(found.replays[1].saved_usd).toBeCloseTo((299 * tokens * 2.7 - tokens * 3) / 1e6, 9);
    expect(found.replays[0].saved_usd).toBeCloseTo((299 * tokens * 2.7 - tokens * 0.75) / 1e6, 9);
  });

  test('caches as measured: the share of input that was read, and what it saved', () => {
    const [cache] = report.caches;
    // 150 of 600 requests read 1,000 tokens at 2.70 dollars a million less; the other 300 do not say.
    expect(cache).toMatchObject({ prompt: 'help/answer', requests: 900, unknown_requests: 300, hit_requests: 150 });
    expect(cache.cached_share).toBeCloseTo(150_000 / 1_350_000, 9);
    expect(cache.saved_usd).toBeCloseTo(150_000 * 2.7e-6, 9);
  });

  test('shorter output: version 2 as measured, its quality unknown until it is evaluated', () => {
    const [shorter] = card(report, 'output_compression').found;
    expect(shorter).toMatchObject({
      basis: 'measured',
      requests: 600,
      quality: 'not_measured',
      recommended: false,
      experiment: { kind: 'promote', prompt: 'help/answer', version: 2 },
    });
    // 169.97 − 91.98 tokens × 600 requests at 10 dollars a million.
    expect(shorter.saved_usd).toBeCloseTo(0.468, 2);
    expect(shorter.ci95[0]).toBeLessThan(shorter.saved_usd);
  });

  test('shorter system prompt: the rules, cached requests at the price of cached input', () => {
    const [diet] = card(report, 'shorter_system_prompt').found;
    expect(diet).toMatchObject({
      quality: 'not_measured',
      experiment: { kind: 'edit_version', version: 1, change: { kind: 'leave_out', section: 0 } },
    });
    const tokens = Math.ceil(RULES.length / 4);
    expect(diet.sections).toMatchObject([{ tokens }]);
    expect(diet.saved_usd).toBeCloseTo((450 * tokens * 3 + 150 * tokens * 0.3) / 1e6, 6);
  });

  test('a smaller model is refused until two models have answered the same golden set', () => {
    expect(card(report, 'smaller_model')).toMatchObject({
      found: [],
      refused: [{ code: 'nothing_to_compare', experiment: { kind: 'evals' } }],
    });
  });
});

describe('of two models that answered the same golden set', () => {
  let report: Json;
  beforeAll(async () => {
    await post('/api/v1/models', {
      provider: 'acme',
      model_id: 'small',
      prices: [{ effective_from: '2026-01-01T00:00:00Z', input_per_mtok: 0.3, output_per_mtok: 1 }],
    });
    const release = await releaseAs(system, await system.person({ role: 'editor' }));
    await release.prompt('triage', 1);
    const categories = { easy: 300, hard: 300, thin: 12 };
    const items = Object.entries(categories).flatMap(([category, n]) =>
      Array.from({ length: n }, (_, i) => ({
        id: `${category}-${i}`,
        category,
        input: { question: `${i}` },
        expected: 'yes',
      })),
    );
    await post('/api/v1/datasets', { name: 'triage' });
    await post('/api/v1/datasets/triage/items', items);
    const results = (right: (id: string, i: number) => boolean) =>
      items.map(({ id }, i) => ({
        item: id,
        output: right(id, i) ? 'yes' : 'no',
        tokens_in: id.startsWith('hard') ? 400 : 100,
        tokens_out: 10,
      }));
    const isRight = {
      'acme/large': () => true,
      'acme/small': (id: string, i: number) => !id.startsWith('hard') || i % 4 < 2,
    };
    for (const [model, right] of Object.entries(isRight)) {
      await release.importRun('triage', 1, 'triage', results(right), { model });
    }
    report = await compute();
  });

  test('smaller model: names the category in which it is proven not worse, and refuses the thin one', () => {
    const [found] = card(report, 'smaller_model').found;
    expect(found).toMatchObject({
      basis: 'paired',
      pairs: 612,
      requests: 0,
      recommended: true,
      subject: { model: 'acme/large', other: 'acme/small' },
      experiment: { kind: 'edit_version', version: 1, change: { kind: 'model', model: 'acme/small', where: 'easy' } },
      runs: { candidate: expect.any(String) },
    });
    const verdicts = found.categories.map(({ category, verdict }: Json) => [category, verdict]);
    expect(verdicts).toEqual([
      ['easy', 'not_worse'],
      ['hard', 'worse'],
      ['thin', 'too_thin'],
    ]);
    // 300 answers: (100 × 2.70 + 10 × 9) dollars a million.
    expect(found.saved_usd).toBeCloseTo(300 * 360e-6, 9);
    expect(found.notes.join(' ')).toContain('No request of the last 30 days went to acme/large');
    expect(found).toMatchObject({ margin: 0.02, margin_kind: 'relative' });
    expect(found.notes[0]).toContain("within the margin of its gate policy, 2 % of the baseline's score");
  });

  test('tiered routing: short prompts go to the small model, judged on the other half', () => {
    const [found] = card(report, 'tiered_routing').found;
    expect(found).toMatchObject({ pairs: 306, recommended: true, quality: { difference: 0, n: 306 } });
    expect(found.summary).toContain('up to 100 tokens');
    expect(found.curve.length).toBeGreaterThan(1);
    expect(report.seed).toBe(1);
    expect(found.notes.join(' ')).toContain('drawn by the seed 1');
  });

  test('the margin is that of the gate policy: within 60 points the hard questions may move too', async () => {
    const admin = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
    const body = { margin: 0.6, margin_kind: 'absolute', revision: 0 };
    expect((await system.api('PUT', '/api/v1/prompts/triage/gate', { key: admin, body })).status).toBe(200);
    const [found] = card(await compute(), 'smaller_model').found;
    expect(found).toMatchObject({ margin: 0.6, margin_kind: 'absolute' });
    expect(found.categories.find(({ category }: Json) => category === 'hard').verdict).toBe('not_worse');
    expect(found.notes[0]).toContain('the margin of its gate policy, 60 points');
  });
});
