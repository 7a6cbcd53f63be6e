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
  { version: 1, from: 13, until: 2, aDay: 60, cost: 0.02, fails: 5 },
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
  test.setTimeout(120_000);
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
  expect(stable).toMatchObject({ tasks: 720, immature: 1 });

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
  await expectGoodEverywhere(page);

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
  await page.getByRole('combobox', { name: 'Group' }).selectOption('query_type');
  await expect(page.getByRole('region', { name: 'Cost per outcome by query type' })).toContainText('hard');
  await page.getByRole('combobox', { name: 'Success' }).selectOption('quality');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('No task is known to have succeeded');
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
  await expect(classes.getByRole('row', { name: /^All / })).toContainText('$2.92');
  const rows = page.getByRole('region', { name: 'Difference by day, model and meter' });
  await expect(rows.getByRole('row', { name: /^All / })).toContainText('$8.40$5.48$2.92');
  await expectGoodEverywhere(page);
  await classes.getByRole('link', { name: /^1.row: Traffic not seen/ }).click();
  const unseen = rows.getByRole('row').filter({ hasText: 'tokens_out' });
  await expect(unseen).toHaveCount(1);
  await expect(unseen).toContainText('10,000 units');
  await unseen.getByRole('link', { name: '100,000' }).click();
  await expect(page).toHaveURL(/\/monitor\/requests\?model=openai%2Fatlas-2&from=/);
  await expect(page.getByRole('row').filter({ hasText: 'atlas-2' }).first()).toBeVisible();

  await page.goBack();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete the invoice' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No invoice is compared with the ledger yet.');
});
