import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lines, openAi } from '#test/builders/openai-invoice.ts';
import { spendingSetup } from '#test/builders/spending.ts';

/*
 * Clock: noon of 21 March 2026. Three days of two models; the ledger prices input of atlas-2 at twice what the provider
 * charges, has not seen a part of ferry-1's output, and does not know that ferry-1 was served as batch on the last day.
 */
let setup: Awaited<ReturnType<typeof spendingSetup>>;
const PATH = '/api/v1/cost/invoices';

beforeAll(async () => {
  setup = await spendingSetup();
  const { send, spendAll, rollUp } = setup;
  const row = (meter: string, amount: number, when = {}) => {
    return { ...{ meter, amount, per: 1_000_000, effective_from: '2026-01-01' }, when };
  };
  const ferry = [row('tokens_in', 3), row('tokens_cached', 0.3), row('tokens_out', 15)];
  const batch = row('tokens_in', 1.5, { service_tier: 'batch' });
  for (const model of [
    { provider: 'openai', model_id: 'gpt-ferry', prices: [...ferry, batch] },
    { provider: 'openai', model_id: 'atlas-2', prices: [row('tokens_in', 4), row('tokens_out', 8)] },
    { provider: 'anthropic', model_id: 'claude-house', prices: [row('tokens_in', 5), row('tokens_out', 25)] },
  ]) {
    expect((await send('POST', '/api/v1/models', model)).status).toBe(201);
  }
  await spendAll(
    [4, 3, 2].flatMap((daysAgo) => [
      ...Array.from({ length: 100 }, () => ({
        ...{
          daysAgo,
          usd: null,
          model: 'openai/gpt-ferry',
          tokens_in: 10_000,
          tokens_cached: 1_000,
          tokens_out: 2_000,
        },
      })),
      ...Array.from({ length: 50 }, () => ({
        ...{ daysAgo, usd: null, model: 'openai/atlas-2', tokens_in: 10_000, tokens_out: 2_000 },
        service_tier: 'default',
        region: 'eu',
      })),
      { daysAgo, usd: null, model: 'anthropic/claude-house', tokens_in: 1_000, tokens_out: 100 },
    ]),
  );
  await rollUp();
});
afterAll(() => setup.system.dispose());

const post = (body: unknown, query = '') => setup.send('POST', `${PATH}${query}`, body);
const csv = (text: string, query = '') =>
  setup.system.api('POST', `${PATH}${query}`, {
    key: setup.manager,
    raw: text,
    headers: { 'content-type': 'text/csv' },
  });
const audits = async () =>
  (
    await setup.system.services.sql<{ action: string; detail: object }[]>`
      select action, detail from audit_row where action like 'invoice.%' and project_id = ${setup.system.project().id}
      order by seq`
  ).map(({ action, detail }) => ({ action, detail }));
/** Exact dollars as whole 10^-12. */
const pico = (usd: string): bigint => {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(usd) ?? [];
  const size = BigInt(whole + fraction.padEnd(12, '0'));
  return sign === '-' ? -size : size;
};
const sum = (amounts: string[]): bigint => amounts.reduce((all, usd) => all + pico(usd), 0n);

let id: string;

describe('an invoice compared', () => {
  test('201; the same invoice again, written with other spaces, is the one that is there', async () => {
    const { status, body } = await post(openAi(lines()), '?name=march.json');
    expect([status, body]).toMatchObject([
      201,
      {
        ...{ format: 'openai', name: 'march.json', from: '2026-03-17', to: '2026-03-19', lines: 15, created: true },
        invoice_usd: '21.99',
      },
    ]);
    id = body.id;
    const again = await setup.system.api('POST', PATH, {
      key: setup.manager,
      raw: JSON.stringify(openAi(lines()), null, 4),
      headers: { 'content-type': 'application/json' },
    });
    expect([again.status, again.body.id, again.body.created]).toEqual([200, id, false]);
    expect((await audits()).map(({ action }) => action)).toEqual(['invoice.import']);
  });

  test('every fault is in its class to the cent, and all sums add up exactly', async () => {
    const { status, body } = await setup.send('GET', `${PATH}/${id}`, undefined, setup.viewer);
    expect(status).toBe(200);
    const classes = Object.fromEntries(
      body.classes.map((one: { class: string; amount_usd: string }) => [one.class, Number(one.amount_usd).toFixed(2)]),
    );
    expect(classes).toEqual({ traffic_not_seen: '-0.75', wrong_price: '3.00', tier_or_region: '1.35' });
    expect(body).toMatchObject({
      ...{ ledger_usd: '25.59', invoice_usd: '21.99', difference_usd: '3.6', requests: 450, unpriced_requests: 0 },
      ...{ rollups_until: null, rest: { rows: 0, difference_usd: '0' } },
    });
    const { rows } = body;
    for (const side of ['ledger_usd', 'invoice_usd', 'difference_usd'] as const) {
      expect(sum(rows.map((row: Record<string, string>) => row[side])), side).toBe(pico(body[side]));
    }
    const parts = rows.flatMap((row: { parts: { amount_usd: string }[] }) => row.parts);
    expect(sum(parts.map((part: { amount_usd: string }) => part.amount_usd))).toBe(pico(body.difference_usd));
    expect(rows[0]).toEqual({
      ...{ date: '2026-03-19', model: 'openai/gpt-ferry', meter: 'tokens_in' },
      ...{ ledger_units: 900_000, invoice_units: 900_000, unpriced_units: 0 },
      ...{ ledger_usd: '2.7', invoice_usd: '1.35', difference_usd: '1.35' },
      parts: [
        {
          ...{ class: 'tier_or_region', amount_usd: '1.35', units: null, condition: 'batch', reason: null },
          ...{ invoice_usd_per_million: '1.5', ledger_usd_per_million: '3' },
        },
      ],
    });
    const atlas = rows.find(
      (row: { model: string; meter: string }) => row.model === 'openai/atlas-2' && row.meter === 'tokens_in',
    );
    expect(atlas.parts).toMatchObject([
      { class: 'wrong_price', invoice_usd_per_million: '2', ledger_usd_per_million: '4' },
    ]);
    const unseen = rows.find((row: { parts: { class: string }[] }) => row.parts[0]?.class === 'traffic_not_seen');
    expect(unseen).toMatchObject({
      date: '2026-03-18',
      ledger_units: 200_000,
      invoice_units: 250_000,
      parts: [{ units: 50_000 }],
    });
    const { body: list } = await setup.send('GET', PATH, undefined, setup.viewer);
    expect(list.data).toMatchObject([{ id, ledger_usd: '25.59', difference_usd: '3.6' }]);
  });
});

describe('what replaces an invoice, and what is refused', () => {
  test('409 for charges that another invoice has, until it is replaced', async () => {
    const corrected = openAi(lines().map((line) => ({ ...line, usd: line.usd + 0.01 })));
    const { status, body } = await post(corrected);
    expect([status, body.code, body.invoice_id]).toEqual([409, 'invoice_overlaps', id]);
    const replaced = await post(corrected, `?replaces=${id}`);
    expect([replaced.status, replaced.body.invoice_usd]).toEqual([201, '22.14']);
    expect((await setup.send('GET', `${PATH}/${id}`)).status).toBe(404);
    expect((await audits()).slice(1)).toMatchObject([
      { action: 'invoice.replace', detail: { replaced_by: replaced.body.id } },
      { action: 'invoice.import', detail: { replaces: id, total_usd: '22.14', from: '2026-03-17', to: '2026-03-19' } },
    ]);
    id = replaced.body.id;
  });

  test('of two at once that have the same charge, one is imported', async () => {
    const { sql } = setup.system.services;
    const of = (usd: number) =>
      csv(`ChargePeriodStart,BilledCost,BillingCurrency,ResourceName\n2026-02-01T00:00:00Z,${usd},USD,atlas-2`);
    let both: ReturnType<typeof of>[] = [];
    await sql.begin(async (tx) => {
      await tx`lock table invoice in share mode`;
      both = [of(1), of(2)];
      const waiting = async () =>
        (await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
          .length;
      await expect.poll(waiting).toBe(2);
    });
    const answers = await Promise.all(both);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const { body } = answers.find(({ status }) => status === 201) ?? {};
    expect((await setup.send('DELETE', `${PATH}/${body.id}`)).status).toBe(200);
  });

  test('200 deletes it for everybody but the audit log; the file can be imported again', async () => {
    expect((await setup.send('DELETE', `${PATH}/${id}`)).body).toEqual({ id });
    expect((await setup.send('DELETE', `${PATH}/${id}`)).status).toBe(404);
    expect((await audits()).at(-1)?.action).toBe('invoice.delete');
    const again = await post(openAi(lines()));
    expect([again.status, again.body.created]).toEqual([201, true]);
    id = again.body.id;
    await expect(setup.system.services.sql`update invoice_line set meter = 'x'`).rejects.toThrow(/immutable/);
  });

  test('403 of a key that only reads, and of an editor', async () => {
    expect((await setup.send('POST', PATH, {}, setup.viewer)).body.code).toBe('insufficient_scope');
    const editor = await setup.system.key(['admin'], { owner: await setup.system.person({ role: 'editor' }) });
    expect((await setup.send('DELETE', `${PATH}/${id}`, undefined, editor)).body.code).toBe('insufficient_role');
  });

  const result = (more: object) =>
    openAi([], [{ amount: { value: 1, currency: 'usd' }, line_item: 'atlas-2, input', ...more }]);
  test.for([
    ['euros', () => result({ amount: { value: 1, currency: 'eur' } }), 'other_currency', '/data/0/results/0/currency'],
    ['NaN', () => result({ amount: { value: 'NaN', currency: 'usd' } }), 'not_an_amount', '/data/0/results/0/amount'],
    ['a quantity past all counting', () => result({ quantity: 1e300 }), 'not_a_quantity', '/data/0/results/0/quantity'],
    ['a model never seen', () => result({ line_item: 'gpt-9, input' }), 'unknown_model', '/data/0/results/0'],
    ['no line', () => openAi([]), 'no_lines', ''],
    ['a page of several', () => ({ ...result({}), has_more: true }), 'pages_missing', '/has_more'],
  ] as const)('422 for %s, by its line', async ([, body, code, path]) => {
    const answer = await post(body());
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ code, path }]]);
  });

  test('422 for a day that has not begun, 400 for broken JSON, 404 for an invoice to replace that is not there', async () => {
    const head = 'ChargePeriodStart,BilledCost,BillingCurrency,ResourceName';
    const future = await csv(`${head}\n2026-03-22T00:00:00Z,1,USD,atlas-2`);
    expect(future.body.errors).toMatchObject([{ code: 'in_future', path: '/1' }]);
    expect((await csv('{"data": [')).body.code).toBe('malformed_json');
    const none = await csv(
      `${head}\n2026-03-01T00:00:00Z,1,USD,atlas-2`,
      '?replaces=00000000-0000-4000-8000-000000000000',
    );
    expect(none.status).toBe(404);
    expect((await setup.send('GET', `${PATH}/x`)).status).toBe(404);
  });

  test('Anthropic’s report has money alone, in cents, and a charge of no model stays apart', async () => {
    const results = [
      { amount: '1.5', currency: 'USD', model: 'claude-house', token_type: 'uncached_input_tokens' },
      { amount: '3', currency: 'USD', cost_type: 'web_search', model: null, token_type: null },
    ];
    const file = { data: [{ starting_at: '2026-03-18T00:00:00Z', ending_at: '2026-03-19T00:00:00Z', results }] };
    const { body } = await post(file);
    const { body: read } = await setup.send('GET', `${PATH}/${body.id}`);
    expect(read).toMatchObject({ format: 'anthropic', invoice_usd: '0.045', ledger_usd: '0.0075' });
    expect(
      read.rows.map((row: { model: string; meter: string; parts: object[] }) => [row.model, row.meter, row.parts]),
    ).toMatchObject([
      [null, 'web_search', [{ class: 'remainder', reason: 'no_model', amount_usd: '-0.03' }]],
      ['anthropic/claude-house', 'tokens_in', [{ class: 'wrong_price', invoice_usd_per_million: '15' }]],
      ['anthropic/claude-house', 'tokens_out', [{ class: 'not_billed', units: 100 }]],
    ]);
  });
});

describe('GET /api/v1/cost/focus', () => {
  test('200: FOCUS 1.4 that its own import reads back, with no difference to the cent; what is unknown is empty', async () => {
    await setup.spendAll([{ daysAgo: 12, usd: null, model: 'openai/no-price', tokens_in: 700, tokens_out: 9 }]);
    await setup.spendAll([
      { daysAgo: 12, usd: 0.5, model: 'openai/no-price', tokens_in: 70, tokens_out: 9 },
      { daysAgo: 12, usd: null, model: 'openai/gpt-ferry', tokens_in: 123_457, tokens_out: 77, tokens_cache_write: 0 },
      { daysAgo: 11, usd: 0.125, model: 'openai/gpt-ferry', tokens_in: 1_000, tokens_out: 77 },
    ]);
    await setup.rollUp();
    const answer = await setup.system.api('GET', '/api/v1/cost/focus?from=2026-03-01&to=2026-03-16', {
      key: setup.viewer,
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(answer.headers.get('switchyard-unpriced-requests')).toBe('1');
    const [head = '', ...rows] = (answer.body as string).trim().split('\r\n');
    const columns = head.split(',');
    expect([columns.length, columns.includes('ProviderName')]).toEqual([66, false]);
    const unpriced = rows.filter((row) => row.endsWith(',1'));
    expect(unpriced.map((row) => row.split(',')[columns.indexOf('BilledCost')])).toEqual(['', '']);
    const imported = await csv(answer.body);
    expect([imported.status, imported.body.format]).toEqual([201, 'focus']);
    const { body } = await setup.send('GET', `${PATH}/${imported.body.id}`);
    expect([body.ledger_usd, body.invoice_usd, body.difference_usd]).toEqual([
      body.invoice_usd,
      (0.625 + (123_457 * 3 + 77 * 15) / 1e6).toString(),
      '0',
    ]);
    expect([body.classes, body.unpriced_requests]).toEqual([[], 1]);
  });

  test('422 for more than a year, and for an empty range', async () => {
    const get = (query: string) => setup.send('GET', `/api/v1/cost/focus?${query}`);
    expect((await get('from=2020-01-01&to=2026-01-01')).body.errors[0].code).toBe('range_too_long');
    expect((await get('from=2026-02-01&to=2026-02-01')).body.errors[0].code).toBe('invalid_range');
  });
});
