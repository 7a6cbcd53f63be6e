import type { Page } from '@playwright/test';
import { expect, expectAccessible, type System, test } from './fixtures.ts';
import { expectNoSidewaysScroll } from './look.ts';

const WIDTHS = [1440, 390];
/** A name of 80 characters without a line-break opportunity. */
const LONG = `support/${'n'.repeat(72)}`;

const address = (name: string, query = ''): string => `/p/default/prompts/${encodeURIComponent(name)}${query}`;

/** The text field of the editor: an editable region, not an input. */
const field = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name });

async function write(page: Page, name: string | RegExp, text: string): Promise<void> {
  await field(page, name).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

async function makePrompt(system: System, key: string, body: Record<string, unknown>): Promise<void> {
  const response = await system.api('POST', '/api/v1/prompts', { key, body });
  expect(response.status, JSON.stringify(response.body)).toBe(201);
}

async function makeVersion(system: System, key: string, name: string, body: Record<string, unknown>): Promise<void> {
  const path = `/api/v1/prompts/${encodeURIComponent(name)}/versions`;
  expect((await system.api('POST', path, { key, body })).status).toBe(201);
}

test.beforeEach(async ({ page, system, signIn }) => {
  await signIn(page, await system.person({ role: 'editor' }));
});

test('a prompt is created, written twice, compared and deployed without a reload', async ({ page }) => {
  await page.goto('/p/default/prompts');
  await page.getByRole('button', { name: 'New prompt' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New prompt' });
  await dialog.getByLabel('Name').fill('journey//answer');
  await dialog.getByRole('button', { name: 'Create prompt' }).click();
  await expect(dialog.getByText('nor write it twice in a row')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('Name').fill('journey/answer');
  await dialog.getByRole('button', { name: 'Create prompt' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/No version yet/);
  await write(page, 'Template', 'Answer {{question}} in one sentence.');
  await page.getByLabel('question').fill('why?');
  await expect(page.getByRole('region', { name: 'Rendered text' })).toHaveText('Answer why? in one sentence.');
  await page.getByLabel('temperature').fill('0.3');
  await page.getByLabel('Message', { exact: true }).fill('First');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save as version 1' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Nothing is deployed yet: deploy version 1 to experiment.',
  );

  await page.getByRole('link', { name: 'New version' }).click();
  await page.getByRole('button', { name: 'Save as version 2' }).click();
  await expect(page.getByText(/Nothing was saved: text and settings are those of version 1/)).toBeVisible();
  await write(page, 'Template', 'Answer {{question}} in two sentences.');
  await page.getByLabel('temperature').fill('0.2');
  await page.getByLabel('Message', { exact: true }).fill('Two sentences');
  await page.getByRole('button', { name: 'Save as version 2' }).click();

  const diff = page.getByRole('region', { name: 'Diff of version 1 and 2' });
  await expect(diff).toContainText('in one sentence.');
  await expect(diff).toContainText('in two sentences.');
  await expect(page.getByRole('row', { name: 'temperature 0.3 0.2' })).toBeVisible();
  await expectAccessible(page);

  const lanes = page.getByRole('region', { name: 'Environments' });
  await lanes.getByRole('button', { name: 'Deploy to experiment' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Deploy 2' }).click();
  await expect(lanes.getByRole('link', { name: '2 newest' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Nothing serves production yet; version 2 serves experiment.',
  );
  await expect(lanes.getByRole('button', { name: 'Deploy 2 to staging' })).toBeVisible();
  await page.getByRole('link', { name: /^History/ }).click();
  await expect(page.getByRole('row', { name: /experiment serves now 2/ })).toBeVisible();
});

test('in the list j and k go from row to row and e edits; a failed read is not shown as an empty history', async ({
  page,
  system,
}) => {
  test.setTimeout(120_000);
  const key = await system.key(['registry']);
  for (const name of ['silent/first', 'silent/second']) {
    await makePrompt(system, key, { name, type: 'text' });
    await makeVersion(system, key, name, { template: `Of ${name}`, message: 'First' });
  }
  await page.goto('/p/default/prompts?search=silent');
  await expect(page.getByRole('link', { name: 'silent/second' })).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('k'); // k stays at the first row, so it can be pressed until the page handles keys
    await expect(page.getByRole('link', { name: 'silent/first' })).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'silent/second' })).toBeFocused();
  await page.keyboard.press('e');
  await expect(field(page, 'Template')).toHaveText('Of silent/second');

  await page.getByRole('link', { name: /^History/ }).click();
  await expect(page.getByText('Nothing was deployed yet.')).toBeVisible();
  await page.route('**/api/trpc/**', (route) => route.abort());
  await page.getByLabel('Environment', { exact: true }).selectOption('staging');
  await expect(page.getByText(/Not loaded. The server did not respond./)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/^Stale/)).toBeVisible({ timeout: 30_000 });
  await page.unroute('**/api/trpc/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Nothing was deployed to staging yet.')).toBeVisible();
});

test('unsaved work is restored after a reload, until it is discarded', async ({ page, system }) => {
  const key = await system.key(['registry']);
  await makePrompt(system, key, { name: 'draft/kept', type: 'text' });
  await makeVersion(system, key, 'draft/kept', { template: 'Hello {{name}}', message: 'First' });
  await page.goto(address('draft/kept', '?tab=editor'));
  await write(page, 'Template', 'Good evening {{name}}');
  await expect(page.getByText('Unsaved work', { exact: true })).toBeVisible();
  await page.reload();
  await expect(field(page, 'Template')).toHaveText('Good evening {{name}}');
  await expect(page.getByText('Your unsaved work is back.')).toBeVisible();
  await page.getByRole('button', { name: 'Discard it, begin with version 1' }).click();
  await expect(field(page, 'Template')).toHaveText('Hello {{name}}');
  await page.reload();
  await expect(field(page, 'Template')).toHaveText('Hello {{name}}');
  await expect(page.getByText('Nothing changed yet')).toBeVisible();
});

test('j, k and d choose what is compared', async ({ page, system }) => {
  const key = await system.key(['registry']);
  await makePrompt(system, key, { name: 'keys/three', type: 'text' });
  for (const n of [1, 2, 3])
    await makeVersion(system, key, 'keys/three', { template: `Text ${n}`, message: `Step ${n}` });
  await page.goto(address('keys/three'));
  // The browser reads the diff after hydration: once it is there, the page handles keys.
  await expect(page.getByRole('region', { name: 'Diff of version 2 and 3' })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'Step 1 version 1' })).toBeFocused();
  await page.keyboard.press('d');
  await expect(page.getByRole('heading', { name: '1 → 3' })).toBeVisible();
  await expect(page).toHaveURL(/from=3&to=1/);
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Template')).toHaveText('Text 2');
});

test('a chat prompt keeps its roles; a viewer can read and cannot save', async ({ page, system, signIn }) => {
  const key = await system.key(['registry']);
  await makePrompt(system, key, { name: 'chat/roles', type: 'chat' });
  const messages = [
    { role: 'system', content: 'You sell {{thing}}.' },
    { role: 'user', content: '{{question}}' },
  ];
  await makeVersion(system, key, 'chat/roles', { messages, config: { model: 'openai/x', max_tokens: 64 } });
  await signIn(page, await system.person({ role: 'viewer' }));
  await page.goto(address('chat/roles', '?tab=editor'));
  await expect(page.getByLabel('Role of message 1')).toHaveValue('system');
  await expect(field(page, 'Message 2, user')).toHaveText('{{question}}');
  await expect(page.getByLabel('max_tokens')).toHaveValue('64');
  await expect(page.getByText(/This needs the role editor/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Save as version/ })).toHaveCount(0);
});

test('ten thousand prompts and a name of 80 characters are readable', async ({ page, system }) => {
  test.setTimeout(300_000);
  const key = await system.key(['registry']);
  await makePrompt(system, key, { name: LONG, type: 'text', description: 'd'.repeat(500), tags: ['t'.repeat(60)] });
  // One over the API, and 9,999 like it: as many requests would take a minute.
  const first = 'bulk/of-many/prompt-00000';
  await makePrompt(system, key, { name: first, type: 'text' });
  await system.services.sql`
    insert into prompt select (jsonb_populate_record(p, jsonb_build_object(
      'id', gen_random_uuid(), 'name', 'bulk/of-many/prompt-' || lpad(i::text, 5, '0')))).*
    from prompt p, generate_series(1, 9999) i where p.name = ${first}`;
  await page.goto('/p/default/prompts?folder=bulk/of-many');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('10,000 prompts in bulk/of-many.');
  await expect(page.getByRole('row')).toHaveCount(51);
  await page.getByRole('button', { name: 'Show more prompts' }).click();
  await expect(page.getByRole('row')).toHaveCount(101);
  await page.keyboard.press('/');
  await page.keyboard.type('prompt-0777');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('10 prompts match “prompt-0777”.');
  await expect(page).toHaveURL(/search=prompt-0777/);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 });
    for (const query of ['', '?folder=support', '?search=nnn']) {
      await page.goto(`/p/default/prompts${query}`);
      await expect(page.getByRole('heading', { level: 1 })).toContainText('prompt');
      await expectNoSidewaysScroll(page, `prompts${query} at ${width} px`);
      await expectAccessible(page);
    }
    await page.goto(address(LONG));
    await expect(page.getByRole('heading', { level: 2, name: 'No version yet' })).toBeVisible();
    await expectNoSidewaysScroll(page, `an 80 character name at ${width} px`);
    await expectAccessible(page);
  }
});

for (const width of WIDTHS) {
  test(`every tab is accessible and fits ${width} px`, async ({ page, system }) => {
    await page.setViewportSize({ width, height: 844 });
    const key = await system.key(['registry', 'ingest']);
    const name = `tabs/at-${width}`;
    await makePrompt(system, key, { name, type: 'chat', tags: ['beta'] });
    const long = 'a_word_without_end_'.repeat(20);
    for (const n of [1, 2]) {
      const messages = [{ role: 'system', content: `${long} ${n} {{question}}` }];
      await makeVersion(system, key, name, {
        messages,
        config: { model: 'openai/x', tools: [{ name: long }] },
        message: `${long} ${n}`,
        source: { commit: 'e41c0a9e41c0a9', path: 'prompts/a.md', url: 'https://example.test/e41c0a9' },
      });
    }
    const at = new Date(Date.now() - 60_000).toISOString();
    const events = [1, 2].map((version) => ({
      id: `${name}-${version}`,
      at,
      environment: 'production',
      prompt: name,
      version,
      model: 'openai/x',
      latency_ms: 400 * version,
      quality: 0.8,
      status: 'ok',
    }));
    expect((await system.api('POST', '/api/v1/events', { key, body: { events } })).body.accepted).toBe(2);
    const shows: [string, RegExp][] = [
      ['versions', /put in the diff|Choose two/],
      ['editor', /Save as version 3/],
      ['diff', /Text about/],
      ['metrics', /Cost per outcome/],
      ['history', /Nothing was deployed yet/],
      ['usage', /From TypeScript/],
    ];
    for (const [tab, words] of shows) {
      await page.goto(address(name, `?tab=${tab}`));
      await expect(page.getByText(words).filter({ visible: true }).first()).toBeVisible();
      await expectNoSidewaysScroll(page, `${tab} at ${width} px`);
      await expectAccessible(page);
    }
  });
}

test('a project without prompts shows the first command', async ({ page, system, signIn }) => {
  await signIn(page, await system.person({ role: 'admin', project: 'other' }));
  await page.goto('/p/other/prompts');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This project has no prompt yet.');
  await expect(page.getByText(/curl .*\/api\/v1\/prompts .*\$SWITCHYARD_API_KEY/)).toBeVisible();
  await page.getByRole('button', { name: 'Create a key and fill it in' }).click();
  await expect(page.getByText(/shown this once/)).toBeVisible();
  await expectAccessible(page);
});
