import { releaseBuilder } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';
import { expect, type System, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (ms: number) => new Date(ms).toISOString();

test('a project without events says what cost per outcome is for and how it fills', async ({
  page,
  system,
  signIn,
}) => {
  await system.addProject('no-tasks');
  await signIn(page, await system.person({ role: 'admin', project: 'no-tasks' }));
  await page.goto('/p/no-tasks');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Cost' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What a good answer costs is not known yet.');
  await expect(page.getByText('$SWITCHYARD_API_KEY')).toBeVisible();
  await expectGoodEverywhere(page);
});

/** A variant of the prompt with so many tasks a day, from and until so many days ago. */
type Variant = {
  version: number;
  arm?: string;
  from: number;
  until: number;
  aDay: number;
  cost: number;
  fails: number;
};

const VARIANTS: readonly Variant[] = [
  { version: 1, from: 15, until: 2, aDay: 60, cost: 0.02, fails: 5 },
  { version: 2, arm: 'candidate', from: 5, until: 2, aDay: 40, cost: 0.01, fails: 6 },
];

/** A project without the requests of other journeys. */
const PROJECT = 'outcomes';

/** Tasks of two variants, some with a retry, a tool and a person; outcomes of all but a few. */
async function sendTasks(system: System, prompt: string) {
  const key = await system.key(['ingest'], { project: PROJECT });
  const now = Date.now();
  const events: object[] = [];
  const outcomes: object[] = [];
  const costs: object[] = [];
  for (const { version, arm, from, until, aDay, cost, fails } of VARIANTS) {
    for (let day = from; day >= until; day--) {
      for (let i = 0; i < aDay; i++) {
        const id = `${version}-${day}-${i}`;
        const at = now - day * DAY + i * 60_000;
        const of = {
          prompt,
          version,
          arm,
          model: `test/m${version}`,
          operation_id: id,
          outcome_id: id,
          query_type: i % 3 === 0 ? 'hard' : 'easy',
        };
        const paid = cost * (i % 3 === 0 ? 2 : 1) * (0.8 + (i % 5) / 10);
        if (i % 10 === 0) {
          const failed = { status: 'error', error_code: 'timeout', attempt: 1 };
          events.push({ ...of, ...failed, id: `${id}-0`, at: iso(at - 1000), cost_usd: paid / 2 });
        }
        events.push({
          ...of,
          id: `${id}-1`,
          at: iso(at),
          attempt: i % 10 === 0 ? 2 : 1,
          cost_usd: paid,
          tokens_in: 900,
        });
        if (i % 20 !== 7) outcomes.push({ id: `o-${id}`, outcome_id: id, success: i % fails > 0, at: iso(at + 5000) });
        if (i % 30 === 1)
          costs.push({
            id: `c-${id}`,
            at: iso(at),
            operation_id: id,
            kind: 'tool',
            amount_usd: '0.002',
            name: 'search',
          });
      }
    }
  }
  events.push({
    id: 'young',
    at: iso(now - HOUR),
    prompt,
    version: 1,
    model: 'test/m1',
    operation_id: 'young',
    cost_usd: 0.02,
  });
  const send = async (path: string, name: string, list: readonly object[]) => {
    for (let from = 0; from < list.length; from += 1000) {
      const { body } = await system.api('POST', `/api/v1/${path}`, {
        key,
        body: { [name]: list.slice(from, from + 1000) },
      });
      expect(body.rejected, JSON.stringify(body.results?.find((one: { status: number }) => one.status === 422))).toBe(
        0,
      );
    }
  };
  await send('events', 'events', events);
  await send('outcomes', 'outcomes', outcomes);
  await send('costs', 'costs', costs);
}

test('what one good answer costs, which variant is the cheapest that is not worse, and the tasks behind it', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(180_000);
  const prompt = 'search/answer';
  await system.addProject(PROJECT);
  const release = releaseBuilder(system, await system.key(undefined, { project: PROJECT }));
  await release.prompt(prompt);
  await release.runs(prompt, 'golden', recorded([400, 2, 1, 20]));
  await sendTasks(system, prompt);

  const reader = await system.key(['read'], { project: PROJECT });
  const read = async () => (await system.api('GET', '/api/v1/cost/outcomes', { key: reader })).body;
  await expect.poll(async () => (await read()).settling_hours, { timeout: 60_000 }).toBe(0);
  await expect.poll(async () => (await read()).groups[0]?.immature, { timeout: 60_000 }).toBe(1);
  const { groups } = await read();
  const [stable, candidate] = groups;
  expect(stable.group).toMatchObject({ version: 1, model: 'm1' });
  expect(candidate.group).toMatchObject({ version: 2, arm: 'candidate' });
  expect(stable).toMatchObject({ tasks: 840, immature: 1 });

  await signIn(page, await system.person({ role: 'viewer', project: PROJECT }));
  await page.goto(`/p/${PROJECT}/cost`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/^A successful answer costs \$0\.0/);
  await expect(page.getByText('had no task to compare with')).toBeVisible();
  const table = page.getByRole('region', { name: 'Cost per outcome by variant' });
  const row = table.getByRole('row').filter({ hasText: 'search/answer 2' });
  await expect(row).toContainText('m2, candidate');
  await expect(row).toContainText('Cheapest, not worse');
  await expect(row).toContainText('%');
  await expect(page.getByRole('table', { name: /^Cost per outcome over time/ })).toBeAttached();
  const before = page.getByRole('region', { name: 'Now and before' });
  await expect(before).toContainText('nothing to compare with');

  await row.getByRole('link', { name: /^\$0\.0/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Tasks' });
  await expect(sheet).toContainText('Tasks of search/answer 2 (m2, candidate)');
  await expect(sheet.getByRole('listitem')).toHaveCount(50);
  await expect(page).toHaveURL(/tasks=/);
  await sheet.getByRole('button', { name: 'Older tasks' }).click();
  await expect(sheet.getByRole('listitem')).toHaveCount(100);
  await sheet.getByRole('listitem').filter({ hasText: '2 attempts' }).first().getByRole('link').click();
  const task = page.getByRole('dialog', { name: 'Task', exact: true });
  await expect(task.getByRole('heading', { name: /Attempt 1 of 2/ })).toContainText('timeout');
  await expect(task.getByRole('heading', { name: /^Cost \$0\.0/ })).toHaveCount(2);
  await expect(task).toContainText(/\$0\.0\d+ = \$0\.0\d+ \+ \$0\.0\d+/);
  await expectGoodEverywhere(page);
  await task.getByRole('link', { name: 'All tasks of this figure' }).click();
  await expect(sheet.getByRole('listitem').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.getByRole('button', { name: '7 d' }).click();
  await expect(page).toHaveURL(/range=7d/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('less than in the week before');
  await expect(before).toContainText(/The 7 days before\$0\.0\d+/);
  await expect(before).toContainText(/Difference−[\d.]+\s%Real/);
  await page.getByRole('combobox', { name: 'Group' }).selectOption('query_type');
  await expect(page.getByRole('region', { name: 'Cost per outcome by query type' })).toContainText('hard');
  await page.getByRole('combobox', { name: 'Success' }).selectOption('quality');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('No task is known to have succeeded');

  // The same figure on the pages that lead to it.
  const first = await release.promote(prompt, 1);
  const owner = await system.person({ role: 'admin', project: PROJECT });
  await release.approve(await system.key(['promote', 'read'], { owner, project: PROJECT }), first);
  const promotion = await release.promote(prompt, 2);
  const managed = releaseBuilder(system, await system.key(undefined, { owner, project: PROJECT }));
  const { spent_usd: month } = await release.send(200, 'GET', '/api/v1/cost/forecast');
  await managed.send(201, 'POST', '/api/v1/budgets', { scope: 'project', amount_usd: Math.ceil(month) + 1 });
  await release.send(201, 'POST', '/api/v1/models', {
    ...{ provider: 'test', model_id: 'm1', retirement_date: iso(Date.now() + 20 * DAY).slice(0, 10) },
    prices: [
      { effective_from: '2026-01-01T00:00:00Z', input_per_mtok: 20, output_per_mtok: 40 },
      { effective_from: iso(Date.now() + 9 * DAY), input_per_mtok: 30, output_per_mtok: 60 },
    ],
  });
  await page.goto(`/p/${PROJECT}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/test\/m1 retires in\s20\sdays/);
  const coming = page.locator('[data-slot="panel"]').filter({ has: page.getByRole('heading', { name: 'Coming' }) });
  await expect(coming).toContainText('Serves 1 prompt; it has no fallback');
  await expect(coming).toContainText(/A request of test\/m1 costs 50\s% more/);
  const tile = page.getByRole('link', { name: /^Cost per outcome, 7 d/ });
  await expect(tile).toContainText(/\$0\.0\d+\s?−\d/);
  await expect(page.getByRole('link', { name: /^Spend, / })).toContainText(/% of \$[\d.]+/);
  const spend = page.locator('[data-slot="panel"]').filter({ hasText: 'Spend against budget' });
  await expect(spend).toContainText(/Today \$0\.0\d+, \$\d[\d.]* of \$[\d.]+ this month/);
  await expectGoodEverywhere(page);
  await tile.click();
  await expect(page).toHaveURL(/\/cost\?environment=production&range=7d/);

  await page.goto(`/p/${PROJECT}/prompts`);
  await expect(page.getByRole('row').filter({ hasText: prompt })).toContainText(/\$0\.0\d+ to \$0\.0\d+/);
  await page.goto(`/p/${PROJECT}/prompts/search%2Fanswer?tab=metrics&range=30d`);
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText(/\$0\.0\d+ per outcome/);
  const byVersion = page.getByRole('region', { name: 'Totals by version' });
  await expect(byVersion.getByRole('row').filter({ hasText: '$0.0' })).toHaveCount(2);
  await expect(page.getByRole('table', { name: 'Cost per outcome, by version' })).toBeAttached();
  await expectGoodEverywhere(page);

  await page.goto(`/p/${PROJECT}/promotions/${promotion.id}`);
  const cost = page.locator('[data-slot="panel"]').filter({ hasText: 'in production, tasks of 30 days' });
  await expect(cost).toContainText('Costs less');
  await expect(cost).toContainText(/Version 2: \d+.*% less an outcome on the same mix of query types/);
  await expectGoodEverywhere(page);
  await page.goto(`/p/${PROJECT}/monitor?range=30d`);
  await expect(page.getByRole('table', { name: 'Cost per outcome, by variant' })).toBeAttached();
  await expectGoodEverywhere(page);
});

test('a price is corrected in the past: what would change, applied by the worker, and what it changed', async ({
  page,
  system,
  signIn,
}) => {
  const project = 'corrected';
  await system.addProject(project);
  const owner = await system.person({ role: 'release_manager', name: 'Rosa', project });
  const key = await system.key(['admin', 'ingest'], { owner, project });
  const price = (meter: string, amount: number) => ({
    ...{ meter, per: 1_000_000, amount, effective_from: '2026-01-01', when: {} },
  });
  const prices = [price('tokens_in', 25), price('tokens_out', 10)];
  await system.api('POST', '/api/v1/models', { key, body: { provider: 'acme', model_id: 'm', prices } });
  const events = Array.from({ length: 60 }, (_, i) => ({
    ...{ id: `c${i}`, at: iso(Date.now() - (i % 3) * DAY - 60_000), model: 'acme/m' },
    ...{ prompt: i % 2 === 0 ? 'search' : 'reply', tokens_in: 100_000, tokens_out: 0 },
    ...(i < 6 ? { tokens_cached: 50_000 } : {}),
    ...(i === 7 ? { cost_usd: 1 } : {}),
  }));
  const sent = await system.api('POST', '/api/v1/events', { key, body: { events } });
  expect(sent.body.accepted).toBe(60);
  await system.api('POST', '/api/v1/budgets', { key, body: { scope: 'prompt', subject: 'search', amount_usd: 50 } });
  await system.drain();

  await signIn(page, owner);
  await page.goto(`/p/${project}/models/acme/m`);
  await page.getByRole('link', { name: 'Correct a price' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No price was ever corrected in the past.');
  const rows = page.getByRole('region', { name: 'Prices of acme/m' });
  await page.getByRole('button', { name: /^Correct Input/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Correct a price row' });
  await dialog.getByLabel('US dollars').fill('-2');
  await dialog.getByRole('button', { name: 'Correct' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('US dollars').fill('2.5');
  await dialog.getByRole('button', { name: 'Correct' }).click();
  await expect(rows.getByRole('row').filter({ hasText: 'Input' })).toContainText('corrected');

  await page.getByRole('button', { name: 'Preview' }).click();
  const changes = page.getByRole('region', { name: 'What changes', exact: true });
  await expect(changes).toContainText('53 of 60 requests change');
  await expect(changes).toContainText('The cost of 6 requests stays unknown.');
  await expect(changes).toContainText('no price of Cached input, for 6 requests');
  await expect(changes).toContainText('1 request came with a cost, which stays.');
  await expect(page.getByRole('table').filter({ hasText: 'prompt search' })).toContainText('is below 50, 80, 95 and');
  await expectGoodEverywhere(page);

  await page.getByRole('button', { name: 'Apply' }).click();
  const confirm = page.getByRole('alertdialog');
  await expect(confirm.getByRole('button', { name: 'Apply' })).toBeDisabled();
  await confirm.getByLabel('Why').fill('Read as dollars a hundred thousand.');
  await confirm.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/reprice\?id=/);
  const run = page.getByRole('region', { name: 'The repricing' });
  await system.drain();
  await expect(run).toContainText('53 of 60 requests changed');
  await expect(run).toContainText('Read as dollars a hundred thousand.');
  await expect(page.getByRole('table').filter({ hasText: 'Rosa' })).toContainText('Done');
  await expectGoodEverywhere(page);
  await run.getByRole('link', { name: 'Its requests' }).click();
  await expect(page.getByRole('row').filter({ hasText: '$0.250' }).first()).toBeVisible();
});

/** Dollars a million tokens: what the provider charges, and what is registered for atlas-2 by mistake. */
const CHARGED = { input: 2, output: 8 };
const REGISTERED = { tokens_in: 4, tokens_out: 8 };
const INVOICED = 'invoiced';

test('an invoice is explained to the cent: what was not seen, what has a wrong price, and the rows behind both', async ({
  page,
  system,
  signIn,
}) => {
  await system.addProject(INVOICED);
  const first = Math.floor(Date.now() / DAY) - 3;
  const key = await system.key(['ingest', 'registry'], { project: INVOICED });
  const prices = Object.entries(REGISTERED).map(([meter, amount]) => ({
    ...{ meter, amount, per: 1_000_000, effective_from: '2026-01-01' },
  }));
  await system.api('POST', '/api/v1/models', { key, body: { provider: 'openai', model_id: 'atlas-2', prices } });
  const events = [0, 1, 2].flatMap((day) =>
    Array.from({ length: 50 }, (_, i) => ({
      ...{ id: `${day}-${i}`, at: iso((first + day) * DAY + i * 60_000), model: 'openai/atlas-2' },
      ...{ tokens_in: 10_000, tokens_out: 2_000, service_tier: 'default', region: 'eu' },
    })),
  );
  expect((await system.api('POST', '/api/v1/events', { key, body: { events } })).body.accepted).toBe(150);

  await signIn(page, await system.person({ role: 'release_manager', project: INVOICED }));
  await page.goto(`/p/${INVOICED}/cost`);
  await page.getByRole('navigation', { name: 'Cost' }).getByRole('link', { name: 'Invoices' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No invoice is compared with the ledger yet.');
  await expect(page.getByText('$OPENAI_ADMIN_KEY')).toBeVisible();
  await expectGoodEverywhere(page);

  // 10,000 tokens of output on the second day came from elsewhere.
  const charge = (meter: keyof typeof CHARGED, quantity: number) => ({
    ...{
      amount: { value: (quantity * CHARGED[meter]) / 1e6, currency: 'usd' },
      line_item: `atlas-2, ${meter}`,
      quantity,
    },
  });
  const bucket = (day: number, currency = 'usd') => ({
    ...{ start_time: ((first + day) * DAY) / 1000, end_time: ((first + day + 1) * DAY) / 1000 },
    results: [
      { ...charge('input', 500_000), ...(currency === 'usd' ? {} : { amount: { value: 1, currency } }) },
      charge('output', day === 1 ? 110_000 : 100_000),
    ],
  });
  await page.getByRole('button', { name: 'Import an invoice' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import an invoice' });
  await dialog.getByLabel('or paste it here').fill(JSON.stringify({ data: [bucket(0, 'eur'), bucket(1, 'gbp')] }));
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByText('/data/1/results/0/currency: only US dollars are compared.')).toBeVisible();
  const file = JSON.stringify({ data: [0, 1, 2].map((day) => bucket(day)) });
  await dialog
    .getByLabel('Drop a file here, or choose one')
    .setInputFiles({ name: 'costs.json', mimeType: 'application/json', buffer: Buffer.from(file) });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();

  await expect(page.getByRole('heading', { level: 1 })).toContainText(/^The ledger is \$2\.92 above the invoice of/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('price rows that differ from the invoice $3.00');
  const classes = page.getByRole('region', { name: 'Difference by class' });
  await expect(classes.getByRole('row').filter({ hasText: 'Traffic not seen' })).toContainText('−$0.08');
  await expect(classes.getByRole('row').filter({ hasText: 'All' })).toContainText('$2.92');
  const rows = page.getByRole('region', { name: 'Difference by day, model and meter' });
  await expect(rows.getByRole('row').filter({ hasText: 'All' })).toContainText('$8.40$5.48$2.92');
  await expectGoodEverywhere(page);
  await classes.getByRole('link', { name: '1 rows: Traffic not seen' }).click();
  const unseen = rows.getByRole('row').filter({ hasText: 'tokens_out' });
  await expect(unseen).toContainText('10,000 units');
  await unseen.getByRole('link', { name: '100,000' }).click();
  await expect(page).toHaveURL(/\/monitor\/requests\?model=openai%2Fatlas-2&from=/);
  await expect(page.getByRole('row').filter({ hasText: 'atlas-2' }).first()).toBeVisible();

  await page.goBack();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete the invoice' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No invoice is compared with the ledger yet.');
});
