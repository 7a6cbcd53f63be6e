import { releaseAs } from '#test/builders/release.ts';
import { expect, type System, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

const PROJECT = 'savings';
const RULES = 'Follow the rules of the house. '.repeat(160).trim();

/** A prompt with traffic of two versions, and a golden set that two models answered; all of it over the API. */
async function sendTraffic(system: System, key: string) {
  const post = async (path: string, body: unknown) => {
    const response = await system.api('POST', path, { key, body });
    expect(response.status, JSON.stringify(response.body)).toBeLessThan(300);
    return response.body;
  };
  const prices = (input: number, output: number) => [
    {
      effective_from: '2026-01-01T00:00:00Z',
      input_per_mtok: input,
      output_per_mtok: output,
      cached_input_per_mtok: input / 10,
    },
  ];
  await post('/api/v1/models', { provider: 'acme', model_id: 'large', prices: prices(3, 10) });
  await post('/api/v1/models', { provider: 'acme', model_id: 'small', prices: prices(0.3, 1) });
  await post('/api/v1/prompts', { name: 'help/answer', type: 'text' });
  await post('/api/v1/prompts/help%2Fanswer/versions', { template: `${RULES}\n\n{{question}}` });
  await post('/api/v1/prompts/help%2Fanswer/versions', { template: `Now: {{time}}\n\n${RULES}\n\n{{question}}` });
  const now = Date.now();
  const events = [1, 2].flatMap((version) =>
    Array.from({ length: version === 1 ? 400 : 300 }, (_, i) => ({
      id: `${version}-${i}`,
      at: new Date(now - (i + 1) * 120_000).toISOString(),
      model: 'acme/large',
      environment: 'production',
      prompt: 'help/answer',
      version,
      tokens_in: 1_500,
      tokens_out: (version === 1 ? 170 : 92) + (i % 5),
    })),
  );
  await post('/api/v1/events', { events });
  const items = ['easy', 'hard'].flatMap((category) =>
    Array.from({ length: 200 }, (_, i) => ({
      id: `${category}-${i}`,
      category,
      input: { question: `${i}` },
      expected: 'yes',
    })),
  );
  await post('/api/v1/datasets', { name: 'answers' });
  await post('/api/v1/datasets/answers/items', items);
  for (const model of ['acme/large', 'acme/small']) {
    const results = items.map(({ id }, i) => ({
      item: id,
      output: model === 'acme/large' || id.startsWith('easy') || i % 3 === 0 ? 'yes' : 'no',
      tokens_in: id.startsWith('easy') ? 100 : 400,
      tokens_out: 10,
    }));
    const scorers = [{ type: 'equals', value: 'yes' }];
    await post('/api/v1/eval-runs/import', {
      prompt: 'help/answer',
      version: 1,
      model,
      dataset: 'answers',
      results,
      scorers,
    });
  }
  await system.drain();
}

test('savings of real traffic: computed by the worker, each with its arithmetic and the page where its experiment begins', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(120_000);
  await system.addProject(PROJECT);
  const owner = await system.person({ role: 'admin', project: PROJECT });
  await signIn(page, owner);
  await page.goto(`/p/${PROJECT}/cost/savings`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No savings have been computed yet.');
  await expectGoodEverywhere(page);

  const key = await system.key(undefined, { owner, project: PROJECT });
  await sendTraffic(system, key);
  await page.getByRole('button', { name: 'Compute savings' }).click();
  await system.drain();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('techniques found a saving');
  await expect(page.getByText(/^Computed .* in/)).toBeVisible();

  const { body } = await system.api('GET', '/api/v1/cost/savings', { key });
  const caching = page.getByRole('region', { name: 'Prefix caching', exact: true });
  await expect(caching).toContainText('Complexity low, risk none');
  await expect(caching).toContainText('input tokens that are read from the cache, at the full price');
  const saved = body.cards[0].found[0].saved_usd;
  await expect(caching.getByText(`$${saved.toFixed(saved < 1 ? 3 : 2)}`).first()).toBeVisible();
  await caching.getByText('Replay over real arrival times').first().click();
  await expect(caching.getByRole('row', { name: /^5 min/ }).first()).toContainText(/99\.\d.%/);

  const smaller = page.getByRole('region', { name: 'Smaller model for a subset', exact: true });
  await smaller.locator('summary', { hasText: /^2.categories$/ }).click();
  await expect(smaller.getByRole('row', { name: /^hard/ })).toContainText('Worse');

  await smaller.getByRole('link', { name: 'Compare both runs' }).click();
  await expect(page).toHaveURL(/evals\/compare\?candidate=/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goBack();
  const shorter = page.getByRole('region', { name: 'Output compression', exact: true });
  await shorter.getByRole('button', { name: 'Request promotion of version 2' }).click();
  await expect(page.getByRole('dialog', { name: 'Request a promotion of help/answer' })).toBeVisible();
  await page.keyboard.press('Escape');
  await caching.getByText(/more of prefix caching/).click();
  await caching.getByRole('button', { name: 'Open the reordered version in the editor' }).click();
  await expect(page).toHaveURL(/tab=editor&version=2/);
  await expect(page.locator('.cm-content').first()).toContainText(/^Follow the rules/);
  await page.goBack();
  const diet = page.getByRole('region', { name: 'Shorter system prompt', exact: true });
  await diet
    .getByRole('button', { name: /^Open version \d without it/ })
    .first()
    .click();
  await expect(page).toHaveURL(/prompts\/help%2Fanswer\?tab=editor/);
  await expect(page.locator('.cm-content').first()).not.toContainText('Follow the rules');
  await page.goBack();
  await smaller.getByRole('button', { name: 'Open version 1 on acme/small in the editor' }).click();
  await expect(page).toHaveURL(/tab=editor&version=1/);
  await expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue('acme/small');
});

test('a reader sees the report and cannot compute another', async ({ page, system, signIn }) => {
  const release = await releaseAs(system, await system.person({ role: 'editor' }));
  await release.prompt('quiet', 1);
  await signIn(page, await system.person({ role: 'viewer' }));
  await page.goto('/p/default/cost/savings');
  const button = page.getByRole('button', { name: 'Compute savings' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
});
