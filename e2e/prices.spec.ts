import { expect, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (ms: number) => new Date(ms).toISOString();

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
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No price has been corrected yet.');
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
  await expect(classes.getByRole('row', { name: /^All / })).toContainText('$2.92');
  const rows = page.getByRole('region', { name: 'Difference by day, model and meter' });
  await expect(rows.getByRole('row', { name: /^All / })).toContainText('$8.40$5.48$2.92');
  await expectGoodEverywhere(page);
  await classes.getByRole('link', { name: /^1.row: Traffic not seen/ }).click();
  const unseen = rows.getByRole('row').filter({ hasText: 'Output' });
  await expect(unseen).toHaveCount(1);
  await expect(unseen).toContainText('10,000 units');
  await unseen.getByRole('link', { name: '100,000' }).click();
  await expect(page).toHaveURL(/\/monitor\/requests\?model=openai%2Fatlas-2&from=/);
  await expect(page.getByRole('row').filter({ hasText: 'atlas-2' }).first()).toBeVisible();

  await page.goBack();
  await page.getByRole('link', { name: 'Show all rows' }).click();
  await rows.getByRole('link', { name: 'Correct this price' }).first().click();
  await expect(page).toHaveURL(/reprice\?model=openai%2Fatlas-2&meter=tokens_in&day=/);
  const correction = page.getByRole('dialog', { name: 'Correct a price row' });
  await expect(correction.getByLabel('US dollars')).toHaveValue('4');
  await correction.getByLabel('US dollars').fill('2');
  await correction.getByRole('button', { name: 'Correct' }).click();
  await expect(correction).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: 'Input' })).toContainText('corrected');

  await page.goBack();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete the invoice' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No invoice is compared with the ledger yet.');
});
