import { expect, type System, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

/** Sends one request of the API and returns its body. */
async function send(system: System, key: string, path: string, body: unknown, method = 'POST') {
  const response = await system.api(method, path, { key, body });
  expect(response.status, `${path} ${JSON.stringify(response.body)}`).toBeLessThan(300);
  return response.body;
}

async function dataset(system: System, key: string, name: string, texts: string[]): Promise<void> {
  await send(system, key, '/api/v1/datasets', { name });
  const items = texts.map((text, i) => ({ id: `${name}-${i}`, input: { text }, expected: 'yes' }));
  await send(system, key, `/api/v1/datasets/${name}/items`, items);
}

test('a tainted dataset is followed to what serves, and a golden set that shares items needs a reason, made by the API alone', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(180_000);
  await system.addProject('lineage');
  const key = await system.key(undefined, { project: 'lineage' });
  await signIn(page, await system.person({ role: 'admin', name: 'Paolo', project: 'lineage' }));
  await page.goto('/p/lineage/models/lineage');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No model says what it was made from.');
  await expectGoodEverywhere(page);

  await dataset(system, key, 'orders-train', ['Order 1', 'Order 2', 'Order 3']);
  await dataset(system, key, 'orders-golden', ['order 1', 'Order 9']);
  await send(system, key, '/api/v1/models', { provider: 'northwind', model_id: 'atlas-2-mini' });
  await send(system, key, '/api/v1/models', {
    ...{ provider: 'harbour', model_id: 'mini-orders-3', base_model: 'northwind/atlas-2-mini', owner: 'Paolo' },
    training: { dataset: 'orders-train', dataset_version: 1, config: { epochs: 3 }, metrics: { loss: 0.041 } },
  });
  await send(system, key, '/api/v1/prompts', { name: 'orders/extract', type: 'text' });
  const at = '/api/v1/prompts/orders%2Fextract';
  await send(system, key, `${at}/versions`, { template: 'Extract {{q}}', config: { model: 'harbour/mini-orders-3' } });
  await send(system, key, `${at}/environments/staging`, { version: 1 }, 'PUT');
  const run = await send(system, key, '/api/v1/eval-runs/import', {
    ...{ prompt: 'orders/extract', version: 1, dataset: 'orders-golden', scorers: [{ type: 'equals' }] },
    results: [
      { item: 'orders-golden-0', output: 'yes' },
      { item: 'orders-golden-1', output: 'no' },
    ],
  });
  await system.drain();

  await page.goto('/p/lineage/models/lineage?model=harbour/mini-orders-3');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'orders-golden 1 shares 1 of its 2 items with what harbour/mini-orders-3 was trained on, and nobody said why.',
  );
  const node = (name: RegExp) => page.getByRole('button', { name });
  await expect(node(/^harbour \/ mini-orders-3 fine-tune/)).toContainText('epochs 3, loss 0.041');
  await expect(node(/^orders-golden 1 golden set/)).toContainText('1 of 2 items are in the training data');
  await expect(node(/^orders\/extract 1 prompt version/)).toContainText('staging');
  await expectGoodEverywhere(page);

  // By keys alone: open the training data, then walk from it.
  await node(/^orders-train 1 training data/).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/node=dataset(:|%3A)orders-train(@|%40)1/);
  await page.getByRole('button', { name: 'Walk to what it touched' }).click();
  await expect(page.getByText('orders-train 1 → mini-orders-3 → orders/extract 1 → staging')).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Table' }).click();
  const row = page.getByRole('row', { name: /northwind \/ atlas-2-mini/ });
  await expect(row).toContainText('fine-tuned into');
  await expectGoodEverywhere(page);

  await page.setViewportSize({ width: 390, height: 900 });
  await page.goto('/p/lineage/models/lineage');
  await expect(page.getByRole('row', { name: /shares 1 of 2 items with/ })).toBeVisible();
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByLabel('Why orders-golden measures nevertheless').fill('One order form; version 2 drops it.');
  await page.getByRole('button', { name: 'Keep the reason' }).click();
  await expect(page.getByText('Accepted by Paolo: One order form; version 2 drops it.')).toBeVisible();

  await page.goto(`/p/lineage/evals/runs/${run.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'It scores 50.0 % on 2 items; without 1 that its model was trained on, 0 % on 1 item.',
  );
  await page.getByRole('link', { name: '1 in training' }).click();
  await expect(page.getByRole('region', { name: 'About orders-train 1' })).toBeVisible();

  // A gate check that used the set names the reason.
  const asked = { prompt: 'orders/extract', version: 1, to: 'production' };
  const promotion = await send(system, key, '/api/v1/promotions', asked);
  await system.drain();
  await page.goto(`/p/lineage/promotions/${promotion.id}`);
  await expect(page.getByText('Accepted by Paolo: One order form; version 2 drops it.')).toBeVisible();
  await expectGoodEverywhere(page);
});
