import { expect, expectAccessible, type System, test } from './fixtures.ts';
import { expectGoodEverywhere, expectNoSidewaysScroll } from './look.ts';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Sends one request of the API and returns its body. */
async function send(system: System, key: string, path: string, body: unknown, method = 'POST') {
  const answer = await system.api(method, path, { key, body });
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

const register = (system: System, key: string, model_id: string, more: Record<string, unknown> = {}) =>
  send(system, key, '/api/v1/models', { provider: 'northwind', model_id, ...more });

/** A prompt whose version 1 serves production on a model, with golden results of it and of its fallback. */
async function servedPrompt(system: System, key: string, name: string, model: string): Promise<void> {
  await send(system, key, '/api/v1/prompts', { name, type: 'text' });
  const at = `/api/v1/prompts/${encodeURIComponent(name)}`;
  await send(system, key, `${at}/versions`, { template: `Answer {{q}} for ${name}`, config: { model } });
  await send(system, key, `${at}/environments/staging`, { version: 1 }, 'PUT');
}

test('what goes, where it serves and whether its replacement is proven is on the page, made by the API alone', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(180_000);
  await system.addProject('retiring');
  const key = await system.key(undefined, { project: 'retiring' });
  await register(system, key, 'atlas-3', { owner: 'Idris', context_window: 256_000, modalities: ['text'] });
  await register(system, key, 'atlas-2', {
    owner: 'Idris',
    context_window: 128_000,
    retirement_date: inDays(21),
    fallback: 'northwind/atlas-3',
    eval_scores: { 'vendor-bench': 0.81 },
    prices: [{ effective_from: '2026-01-01', input_per_mtok: 2.5, output_per_mtok: 10 }],
  });
  await register(system, key, 'ferry-0', { retirement_date: inDays(14) });
  await servedPrompt(system, key, 'search/answer', 'northwind/atlas-2');
  await send(system, key, '/api/v1/events', {
    events: [
      {
        id: 'models-1',
        at: new Date(Date.now() - 60_000).toISOString(),
        model: 'northwind/atlas-2',
        prompt: 'search/answer',
        latency_ms: 800,
        tokens_in: 1000,
        tokens_out: 100,
      },
    ],
  });

  await signIn(page, await system.person({ role: 'editor', project: 'retiring' }));
  await page.goto('/p/retiring/models');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'northwind/atlas-2 retires in 21 days; its replacement is not proven.',
  );
  const row = page.getByRole('row', { name: /^northwind \/ atlas-2/ });
  await expect(row).toContainText('1 prompt in staging');
  await expect(row).toContainText('owned by Idris');
  await expect(row).toContainText('$2.50, $10.00');
  await expect(row).toContainText(/80\d\sms/);
  await expect(row).toContainText('Unproven');
  await expect(page.getByRole('row', { name: /^northwind \/ atlas-3/ })).toContainText('fallback of 1 prompt');
  await expectGoodEverywhere(page);

  await page.getByRole('link', { name: /^Deprecations/ }).click();
  const leaving = page.getByRole('table').first();
  await expect(leaving.getByRole('row', { name: /ferry-0/ })).toContainText('deployed nowhere');
  await expect(leaving.getByRole('row', { name: /atlas-2/ })).toContainText('in 21');
  await expectGoodEverywhere(page);

  await page.getByRole('link', { name: 'northwind/atlas-2' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('It serves 1 prompt and retires on');
  await expect(page.getByRole('row', { name: /vendor-bench imported 0.810/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /search\/answer staging 1/ })).toBeVisible();
  await expectGoodEverywhere(page);

  await page.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Owner').fill('Tove');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Tove')).toBeVisible();
});

test('a pasted changelog is asked about, confirmed into the registry, and then asks a reason of a promotion', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(180_000);
  const key = await system.key();
  for (const id of ['pro-1', 'pro-2', 'pro-3'])
    await send(system, key, '/api/v1/models', { provider: 'acme', model_id: id });
  await servedPrompt(system, key, 'inbox/answer', 'acme/pro-1');
  await signIn(page, await system.person({ role: 'editor', name: 'Tove' }));
  await page.goto('/p/default/models?tab=inbox');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No proposal waits for a person.');
  await expectGoodEverywhere(page);
  await page.getByRole('button', { name: 'Paste a changelog' }).click();
  const dialog = page.getByRole('dialog', { name: 'Paste a changelog' });
  await dialog.getByLabel('Text').fill('Our status page moves.');
  await dialog.getByRole('button', { name: 'Read it' }).click();
  await expect(dialog.getByText(/it says of no model that it goes/)).toBeVisible();
  await expectAccessible(page);
  await dialog
    .getByLabel('Text')
    .fill(`pro-1 retires on ${inDays(20)}. pro-2 stops answering on 05/01/27. pro-3 is removed on 2027-03-01.`);
  await dialog.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('3 proposals wait for a person.');
  await expect(page.getByText(/^Which day is meant\? 5\sJan\s2027 or 1\sMay\s2027/)).toBeVisible();
  await expectGoodEverywhere(page);

  const card = (model: string) =>
    page
      .getByRole('listitem')
      .filter({ hasText: `${model} ` })
      .filter({ has: page.getByRole('heading') });
  await page.getByRole('link', { name: /^Deprecations/ }).click();
  await expect(page.getByRole('row', { name: /acme\/pro-1/ })).toContainText('(proposed)');
  await page.getByRole('link', { name: /^Changelog inbox/ }).click();
  await card('pro-1')
    .getByRole('button', { name: /^Confirm/ })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('2 proposals wait for a person.');
  await card('pro-2').getByRole('button', { name: 'Change the date' }).click();
  await card('pro-2').getByLabel('Retires on').fill('2027-05-02');
  await card('pro-2').getByRole('button', { name: 'Confirm this date' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 proposal waits for a person.');
  await card('pro-3').getByRole('button', { name: 'Not a date' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No proposal waits for a person.');
  const decided = page.getByRole('region', { name: 'Decided' });
  await expect(decided.getByRole('listitem')).toHaveCount(3);
  await expect(decided).toContainText('by Tove');
  expect((await system.api('GET', '/api/v1/models/acme/pro-2', { key })).body.retirement_date).toBe('2027-05-02');

  await page.goto('/p/default/prompts/inbox%2Fanswer');
  await page
    .getByRole('button', { name: /Request promotion|Promote/ })
    .first()
    .click();
  const form = page.getByRole('dialog', { name: /Request a promotion/ });
  await expect(form.getByText(/acme\/pro-1 retires on .*, in 20\sdays/)).toBeVisible();
  await form.getByRole('button', { name: 'Request promotion' }).click();
  await expect(form.getByText(/\/model_reason/)).toBeVisible();
  await expectAccessible(page);
  await form.getByLabel('Reason for this model').fill('The new one comes in a week.');
  await form.getByRole('button', { name: 'Request promotion' }).click();
  await expect(page.getByText('The new one comes in a week.').first()).toBeVisible();
});

test('an empty registry says what it is for; a model is added by its form, and a wrong one is told why', async ({
  page,
  system,
  signIn,
}) => {
  await system.addProject('no-models');
  await signIn(page, await system.person({ role: 'admin', project: 'no-models' }));
  await page.goto('/p/no-models/models');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No model is registered yet.');
  await expect(page.getByText(/curl .*\/api\/v1\/models .*\$SWITCHYARD_API_KEY/)).toBeVisible();
  await expectGoodEverywhere(page);
  await page.getByRole('button', { name: 'Add model' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a model' });
  await dialog.getByLabel('Provider').fill('acme');
  await dialog.getByLabel('Model id').fill('m 1');
  await dialog.getByRole('button', { name: 'Add model' }).click();
  await expect(dialog.getByText(/without spaces/)).toBeVisible();
  await dialog.getByLabel('Model id').fill('m/1');
  await dialog.getByLabel('Owner').fill('Ada');
  await dialog.getByRole('button', { name: 'Add model' }).click();
  await expect(page).toHaveURL(/\/models\/acme\/m%2F1$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('It serves nowhere.');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: /^Find/ }).fill('m/1');
  await expect(page.getByRole('option', { name: /acme\/m\/1/ })).toBeVisible();
});

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
  await register(system, key, 'atlas-3', { prices });
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
  await expect(dialog.getByText('1 models added, 1 changed')).toBeVisible();
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
  await card('Output').getByRole('button', { name: 'Use $9 per million of LiteLLM' }).click();
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
  await expect(page.getByRole('row', { name: /Output 15 per million always listed/ }).first()).toBeVisible();
});
