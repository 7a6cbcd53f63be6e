import { expect, expectAccessible, type System, test } from './fixtures.ts';
import { expectGoodEverywhere, expectNoSidewaysScroll } from './look.ts';

/** Sends one request of the API and returns its body. */
async function send(system: System, key: string, path: string, body: unknown, method = 'POST') {
  const answer = await system.api(method, path, { key, body });
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

test('a catalogue of 5,000 models is searched by name and settles within a second', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(120_000);
  await system.addProject('catalogue');
  const admin = await system.person({ role: 'admin', project: 'catalogue' });
  const key = await system.key(undefined, { project: 'catalogue' });
  const models = Array.from({ length: 5_000 }, (_, i) => ({
    provider: `vendor-${i % 20}`,
    model_id: `bulk-${String(i).padStart(4, '0')}`,
    prices: [{ effective_from: '2026-01-01', input_per_mtok: 1, output_per_mtok: 2 }],
  }));
  expect((await send(system, key, '/api/v1/models/import', { models })).created).toBe(5_000);
  await signIn(page, admin);
  await page.goto('/p/catalogue/models');
  await expect(page.getByText(/50 of 5,000/)).toBeVisible();
  await page.getByLabel('Search models').fill('bulk-0777');
  await expect(page.getByText(/1 of 1,/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'vendor-17 / bulk-0777' })).toBeVisible();
  await page.goto('/p/catalogue/models?provider=vendor-3');
  await page.getByRole('button', { name: 'Show more models' }).click();
  await expect(page.getByText(/100 of 250/)).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});

test('an imported price list adds models, waits where it differs, and is confirmed or dismissed by a person', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(180_000);
  await system.addProject('pricing');
  const key = await system.key(undefined, { project: 'pricing' });
  const prices = [{ effective_from: '2026-01-01', input_per_mtok: 2, output_per_mtok: 8 }];
  await send(system, key, '/api/v1/models', { provider: 'northwind', model_id: 'atlas-3', prices });
  await send(system, key, '/api/v1/models', { provider: 'anthropic', model_id: 'claude-sonnet-4-6' });
  const file = {
    'atlas-3': { litellm_provider: 'northwind', mode: 'chat', input_cost_per_token: 2e-3, output_cost_per_token: 9e-6 },
    'atlas-4': {
      litellm_provider: 'northwind',
      mode: 'chat',
      input_cost_per_token: 1.5e-7,
      output_cost_per_token: 6e-7,
    },
    'bad name': { litellm_provider: 'northwind', mode: 'chat', ocr_cost_per_page: 0.01 },
  };
  await signIn(page, await system.person({ role: 'editor', project: 'pricing', name: 'Tove' }));
  await page.goto('/p/pricing/models');
  await page.getByRole('button', { name: 'Import prices' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import prices' });
  await dialog
    .getByLabel('File')
    .setInputFiles({ name: 'prices.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByText(/1\smodel added, 1 changed/)).toBeVisible();
  await expect(dialog.getByRole('row', { name: /bad name/ })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row', { name: /^northwind \/ atlas-4/ })).toContainText('$0.15, $0.60');

  await page.getByRole('link', { name: /^Price inbox/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    '2 prices differ between the registry and the catalogues; 2 look wrong.',
  );
  await expect(page.getByText('The amounts differ about 1,000 times')).toBeVisible();
  await expectGoodEverywhere(page);
  const card = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });
  await card('Output').getByRole('button', { name: 'Use $9.00 per million of LiteLLM' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1 price differs');
  await card('Input').getByRole('button', { name: 'Keep the registry’s' }).click();
  await card('Input').getByLabel('Why').fill('It is in dollars per thousand.');
  await card('Input').getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'No price differs between the registry and the catalogues.',
  );
  await expect(page.getByText(/“It is in dollars per thousand.”, by Tove/)).toBeVisible();

  await page.goto('/p/pricing/models/anthropic/claude-sonnet-4-6');
  await expect(page.getByText('No price is known, so its requests have no cost.')).toBeVisible();
  await page.getByRole('button', { name: 'Use the listed price' }).click();
  await expect(page.getByRole('row', { name: /Output \$15\.00 per million always listed/ }).first()).toBeVisible();
});
