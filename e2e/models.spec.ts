import { startTextAddress } from '#test/harness/text-address.ts';
import { expect, expectAccessible, type System, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Sends one request of the API and returns its body. */
async function send(system: System, key: string, path: string, body: unknown, method = 'POST') {
  const answer = await system.api(method, path, { key, body });
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

const register = (system: System, key: string, model_id: string, more: Record<string, unknown> = {}) =>
  send(system, key, '/api/v1/models', { provider: 'northwind', model_id, ...more });

/** A prompt whose version 1 serves staging on a model. */
async function servedPrompt(system: System, key: string, name: string, model: string): Promise<void> {
  await send(system, key, '/api/v1/prompts', { name, type: 'text' });
  const at = `/api/v1/prompts/${encodeURIComponent(name)}`;
  await send(system, key, `${at}/versions`, { template: `Answer {{q}} for ${name}`, config: { model } });
  await send(system, key, `${at}/environments/staging`, { version: 1 }, 'PUT');
}

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
  await page.getByRole('button', { name: 'Paste a changelog' }).click();
  const dialog = page.getByRole('dialog', { name: 'Paste a changelog' });
  await dialog.getByLabel('Text').fill('Our status page moves.');
  await dialog.getByRole('button', { name: 'Read it' }).click();
  await expect(dialog.getByText(/it says of no model that it goes/)).toBeVisible();
  await dialog.getByLabel('Text').fill('');
  await dialog.getByLabel('Or the address').fill('https://169.254.169.254/latest');
  await dialog.getByRole('button', { name: 'Read it' }).click();
  await expect(dialog.getByText(/which is not a public address/)).toBeVisible();
  // An address that the operator allows is read, and what it said before is said to be kept.
  await using address = await startTextAddress(() => ({ text: 'Update: pro-3 is removed on 2027-03-01.' }));
  await dialog.getByLabel('Or the address').fill(address.url);
  await dialog.getByRole('button', { name: 'Read it' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 proposal waits for a person.');
  await page.getByRole('button', { name: 'Paste a changelog' }).click();
  await dialog.getByLabel('Or the address').fill(address.url);
  await dialog.getByRole('button', { name: 'Read it' }).click();
  await expect(dialog.getByRole('status')).toContainText('Nothing new');
  await dialog.getByLabel('Or the address').fill('');
  await expectAccessible(page);
  await dialog.getByLabel('Text').fill(`pro-1 retires on ${inDays(20)}. pro-2 stops answering on 05/01/27.`);
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

test('a model has its figures and facts; its rehearsal says which prompts can move, what the others lack, and opens the promotions of those that can', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(180_000);
  await system.addProject('rehearsing');
  const key = await system.key(undefined, { project: 'rehearsing' });
  const priced = (input: number) => [{ effective_from: '2026-01-01', input_per_mtok: input, output_per_mtok: input }];
  await register(system, key, 'next-1', { prices: priced(1) });
  await register(system, key, 'brief-1', { retirement_date: inDays(10) });
  await register(system, key, 'last-1', {
    retirement_date: inDays(40),
    fallback: 'northwind/next-1',
    eval_scores: { 'vendor-bench': 0.81 },
    prices: priced(2),
  });
  await send(system, key, '/api/v1/datasets', { name: 'golden' });
  const items = Array.from({ length: 60 }, (_, i) => ({ id: `i${i}`, input: { q: `${i}` }, expected: 'yes' }));
  await send(system, key, '/api/v1/datasets/golden/items', items);
  for (const prompt of ['answers', 'bare', 'worse']) await servedPrompt(system, key, prompt, 'northwind/last-1');
  const run = async (prompt: string, model: string, output: string) => {
    const results = items.map(({ id }) => ({ item: id, output, tokens_in: 100, tokens_out: 10 }));
    const body = { prompt, version: 1, model, dataset: 'golden', scorers: [{ type: 'equals' }], results };
    await send(system, key, '/api/v1/eval-runs/import', body);
  };
  for (const prompt of ['answers', 'worse']) await run(prompt, 'northwind/last-1', 'yes');
  await run('answers', 'northwind/next-1', 'yes');
  await run('worse', 'northwind/next-1', 'no');
  await expect
    .poll(async () => (await system.api('GET', '/api/v1/eval-runs?status=completed', { key })).body.data.length)
    .toBe(4);
  const event = { at: new Date(Date.now() - 60_000).toISOString(), model: 'northwind/last-1', environment: 'staging' };
  const events = Array.from({ length: 6 }, (_, i) => ({
    ...{ ...event, id: `move-${i}`, prompt: 'answers', latency_ms: 500, tokens_in: 1_000_000, tokens_out: 0 },
  }));
  await send(system, key, '/api/v1/events', { events });

  await signIn(page, await system.person({ role: 'editor', project: 'rehearsing' }));
  await page.goto('/p/rehearsing/models');
  const leaves = page.getByRole('row', { name: /^northwind \/ last-1/ });
  await expect(leaves).toContainText('$2.00, $2.00');
  await expect(leaves).toContainText(/(49|50)\d\sms/);
  await expect(page.getByRole('row', { name: /^northwind \/ next-1/ })).toContainText('fallback of 3 prompts');
  await leaves.getByRole('link', { name: 'northwind / last-1' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('It serves 3 prompts and retires on');
  await expect(page.getByRole('row', { name: /vendor-bench imported 0.810/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /answers staging 1/ })).toBeVisible();
  await page.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog');
  await edit.getByLabel('Owner').fill('Tove');
  await expectAccessible(page);
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Tove')).toBeVisible();

  await page.goto('/p/rehearsing/models?tab=deprecations');
  await page
    .getByRole('row', { name: /last-1/ })
    .getByRole('link', { name: 'Rehearse the move' })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^1 of 3 prompts is ready to move to northwind\/next-1 before .*; 1 fails its gate, 1 has no run to compare\.$/,
  );
  const row = (prompt: string) => page.getByRole('row', { name: new RegExp(`^${prompt} staging`) });
  await expect(row('answers')).toContainText('−$6.00of $12.00, −50 %'.replace(' %', '\u00a0%'));
  await expect(row('worse')).toContainText('−100');
  await expect(row('bare')).toContainText('No run');
  await expectGoodEverywhere(page);

  await row('bare').getByRole('button', { name: 'Import a run' }).click();
  const missing = page.getByRole('dialog', { name: 'Import a run of bare' });
  await expect(missing).toContainText('"prompt":"bare","version":1,"model":"northwind/next-1"');
  await expect(missing).toContainText('"prompt":"bare","version":1,"model":"northwind/last-1"');
  await run('bare', 'northwind/last-1', 'yes');
  await expect(missing).not.toContainText('"model":"northwind/last-1"', { timeout: 20_000 });
  await expect(missing).toContainText('"model":"northwind/next-1","dataset":"golden","scorers":[{"type":"equals"');
  await page.keyboard.press('Escape');
  await run('bare', 'northwind/next-1', 'no');
  await expect(row('bare')).toContainText('−100', { timeout: 20_000 });
  await row('worse')
    .getByRole('button', { name: /details of version 1/ })
    .click();
  const details = page.getByRole('dialog', { name: 'worse on northwind/next-1' });
  await expect(details.getByText(/The gate failed: default falls from 100/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await page.getByLabel('Another replacement').fill('northwind/brief-1');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText(/brief-1 was refused as a replacement: .* retires on .*, before/)).toBeVisible();
  await page.getByRole('button', { name: 'Open 1 promotion' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open promotions to northwind/next-1' });
  await expect(dialog.getByLabel(/^worse, staging/)).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Open promotions' }).click();
  await expect(dialog).toBeHidden();
  await expect
    .poll(async () => (await system.api('GET', '/api/v1/promotions', { key })).body.data)
    .toMatchObject([{ prompt: 'answers', to: 'staging', model: 'northwind/next-1' }]);
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
