import { releaseAs } from '#test/builders/release.ts';
import { expect, expectAccessible, type System, test } from './fixtures.ts';
import { chartTable, expectGoodEverywhere } from './look.ts';

const MINUTE = 60_000;
const MINUTES = 40;
const N = 1000;
const iso = (ms: number) => new Date(ms).toISOString();

test('a project without events shows how to send one, and the first appears without a reload', async ({
  page,
  system,
  signIn,
}) => {
  const owner = await system.person({ role: 'admin', project: 'other' });
  await signIn(page, owner);
  await page.goto('/p/other');
  await expect(page.getByText('No request from production yet')).toBeVisible();
  await page.goto('/p/other/monitor');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No event has arrived yet.');
  await expect(page.getByText('$SWITCHYARD_API_KEY')).toBeVisible();
  await expectGoodEverywhere(page);

  await page.getByRole('button', { name: 'Create a key and fill it in' }).click();
  await expect(page.getByText('shown this once')).toBeVisible();
  const command = await page.locator('main').innerText();
  const key = /Bearer ([^"$]+)"/.exec(command)?.[1] ?? '';
  const sent = await system.api('POST', '/api/v1/events', {
    key,
    body: { events: [{ id: 'only', at: iso(Date.now() - 1000), model: 'my-model' }] },
  });
  expect(sent.body.accepted, JSON.stringify(sent.body)).toBe(1);

  await expect(page.getByRole('heading', { level: 1 })).toContainText('1 request, 0 % errors, latency unknown');
  await expect(page.getByText('Quality unknown: nothing was judged · cost unknown')).toBeVisible();
  await expect(page.getByText('latency unknown: no event reports it')).toBeVisible();
  const row = page.getByRole('region', { name: 'Requests' }).getByRole('row').nth(1);
  await expect(row).toContainText('my-model');
  await expect(row.getByRole('cell').filter({ hasText: /^–$/ })).toHaveCount(7);
  await expectGoodEverywhere(page);
});

/** A thousand requests of one prompt over forty minutes in the past, with a deployment among them. */
async function sendTraffic(system: System, prompt: string) {
  const by = await system.person({ role: 'admin' });
  const release = await releaseAs(system, by);
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 60 * MINUTE;
  await release.prompt(prompt, 1);
  const deployments = [{ environment: 'production', version: 1, at: iso(start + 20 * MINUTE), actor: 'Ruta' }];
  const imported = await system.api('POST', `/api/v1/prompts/${encodeURIComponent(prompt)}/deployments/import`, {
    key: await system.key(['admin'], { owner: by }),
    body: { deployments },
  });
  expect(imported.status, JSON.stringify(imported.body)).toBeLessThan(300);
  const events = Array.from({ length: N }, (_, i) => ({
    id: `${prompt}-${i}`,
    at: iso(start + (i % MINUTES) * MINUTE + 5000 + i),
    environment: 'production',
    prompt,
    version: 1,
    model: i % 3 === 0 ? 'acme/large' : 'acme/small',
    status: i % 50 < 2 ? 'error' : 'ok',
    ...(i % 50 < 2 ? { error_code: i % 50 === 0 ? 'timeout' : 'rate_limited' } : {}),
    latency_ms: 300 + (i % 400),
    ttft_ms: 50 + (i % 100),
    tokens_in: 100 + i,
    tokens_out: 10,
    tokens_cached: 5,
    cost_usd: i % 3 === 0 ? 0.02 : 0.001,
    quality: 0.8 + (i % 10) / 100,
    user: `user-${i % 20}`,
    input: 'What is the tide?',
  }));
  const sent = await system.api('POST', '/api/v1/events', { key: await system.key(['ingest']), body: { events } });
  expect(sent.body.accepted).toBe(N);
  const key = await system.key(['read']);
  const window = { from: iso(start), to: iso(start + MINUTES * MINUTE) };

  /** The points of a metric as the API returns them, by the group they belong to. */
  async function api(metric: string, groupBy?: string): Promise<Record<string, (number | null)[]>> {
    const query = new URLSearchParams({ metric, ...window, step: '60', prompt, ...(groupBy && { group_by: groupBy }) });
    const { body } = await system.api('GET', `/api/v1/metrics?${query}`, { key });
    const entries = body.series.map((one: { group: Record<string, string>; points: [string, number | null][] }) => [
      one.group[groupBy === 'model' ? 'model' : 'error_code'] ?? 'all',
      one.points.map(([, value]) => value),
    ]);
    return Object.fromEntries(entries);
  }
  const address = `/p/default/monitor?${new URLSearchParams({ ...window, prompt })}`;
  return { events, api, address, start };
}

test('the charts draw a thousand requests, and the tables behind them equal the API’s figures', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(120_000);
  const prompt = 'monitor/charts';
  const { events, api, address } = await sendTraffic(system, prompt);
  await signIn(page, await system.person({ role: 'viewer' }));
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1,000 requests, 4.0 % errors');

  const requests = await chartTable(page, 'Requests and errors');
  const codes = await api('errors', 'error_code');
  expect(requests.rows).toHaveLength(MINUTES);
  for (const code of ['timeout', 'rate_limited']) {
    const drawn = requests.rows.map((row) => row[requests.names.indexOf(code)]);
    expect(drawn, code).toEqual(codes[code]);
  }
  const total = requests.rows.reduce((sum, row) => sum + row.reduce<number>((all, n) => all + (n ?? 0), 0), 0);
  expect(total).toBe(N);
  expect((await api('requests')).all?.reduce<number>((sum, n) => sum + (n ?? 0), 0)).toBe(N);

  const tokens = await chartTable(page, 'Tokens');
  const tokensIn = await api('tokens_in');
  expect(tokens.rows.map((row) => row[tokens.names.indexOf('in')])).toEqual(tokensIn.all);
  expect(tokensIn.all?.reduce<number>((sum, n) => sum + (n ?? 0), 0)).toBe(
    events.reduce((sum, event) => sum + event.tokens_in, 0),
  );

  for (const [chart, line, metric] of [
    ['Latency', 'P99', 'latency_p99'],
    ['Time to first token', 'P95', 'ttft_p95'],
    ['Quality', 'mean', 'quality'],
  ] as const) {
    const { names, rows } = await chartTable(page, chart);
    const values = (await api(metric)).all ?? [];
    expect(rows, chart).toHaveLength(MINUTES);
    for (const [i, row] of rows.entries()) {
      const [drawn, expected] = [row[names.indexOf(line)], values[i]];
      expect(Math.abs(Number(drawn) / Number(expected) - 1), `${chart} ${i}: ${drawn}, ${expected}`).toBeLessThan(0.01);
    }
  }
  const cost = await chartTable(page, 'Cost');
  const byModel = await api('cost', 'model');
  expect(cost.rows).toHaveLength(MINUTES);
  for (const model of ['large', 'small']) {
    expect([...cost.names, ...Object.keys(byModel)].filter((name) => name === model)).toHaveLength(2);
    const anHour = cost.rows.map((row) => row[cost.names.indexOf(model)] ?? 0);
    for (const [i, drawn] of anHour.entries()) {
      expect(Math.abs(drawn - 60 * (byModel[model]?.[i] ?? 0)), `${model} ${i}`).toBeLessThan(0.006);
    }
  }
  const mark = page.locator('#latency').getByRole('link', { name: /v1 served in production/ });
  await expect(mark).toHaveCount(1);
  await expectGoodEverywhere(page);
});

test('filters and range are in the URL, and Back undoes them', async ({ page, system, signIn }) => {
  const prompt = 'monitor/filters';
  await sendTraffic(system, prompt);
  await signIn(page, await system.person({ role: 'viewer' }));
  await page.goto(`/p/default/monitor?prompt=${encodeURIComponent(prompt)}`);
  const headline = page.getByRole('heading', { level: 1 });
  await expect(headline).toContainText('1,000 requests');

  await page.getByRole('button', { name: 'model all' }).click();
  await page.getByRole('menuitemradio', { name: /acme\/large/ }).click();
  await expect(page).toHaveURL(/model=acme%2Flarge|model=acme\/large/);
  await expect(headline).toContainText('334 requests');
  await page
    .getByRole('button', { name: '7 d' })
    .or(page.getByRole('radio', { name: '7 d' }))
    .click();
  await expect(page).toHaveURL(/range=7d/);
  await page.goBack();
  await expect(page).not.toHaveURL(/range=7d/);
  await page.goBack();
  await expect(page).not.toHaveURL(/model=/);
  await expect(headline).toContainText('1,000 requests');
  await page.reload();
  await expect(headline).toContainText('1,000 requests');
});

test('a moment of a chart opens its requests, a request its prompt, and the keys move through the list', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(120_000);
  const prompt = `monitor/${'x'.repeat(71)}`;
  const { address, events } = await sendTraffic(system, prompt);
  await signIn(page, await system.person({ role: 'viewer' }));
  await page.goto(address);

  await page.getByRole('link', { name: '40 errors' }).click();
  await expect(page).toHaveURL(/status=error/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('40 requests in this range.');
  await page.goBack();

  const chart = page.getByRole('group', { name: /^Latency/ });
  await chart.focus();
  await chart.press('ArrowRight');
  await chart.press('Enter');
  await page.waitForURL(/\/monitor\/requests/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('25 requests in this range.');
  const rows = page.getByRole('region', { name: 'Requests' }).locator('[data-row]');
  await expect(rows).toHaveCount(25);
  await expectGoodEverywhere(page);

  await page.keyboard.press('j');
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  const newest = events.filter((_, i) => i % MINUTES === 0).toSorted((a, b) => b.at.localeCompare(a.at));
  await expect(sheet).toContainText(newest[0]?.id ?? '');
  await expectAccessible(page);
  await page.keyboard.press('j');
  await expect(sheet).toContainText(newest[1]?.id ?? '');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(page).not.toHaveURL(/id=/);

  await rows.nth(3).click();
  await sheet.getByRole('link', { name: new RegExp(`^${prompt} 1`) }).click();
  await page.waitForURL(/\/prompts\//);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
