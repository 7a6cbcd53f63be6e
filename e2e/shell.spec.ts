import { expect, expectAccessible, test } from './fixtures.ts';
import { expectNoSidewaysScroll } from './look.ts';

test.beforeEach(async ({ page, system, signIn }) => {
  await signIn(page, await system.person({ role: 'admin' }));
});

for (const width of [1440, 390]) {
  test.describe(`The frame of every page, ${width} px wide`, () => {
    test.use({ viewport: { width, height: 844 } });

    test('Ctrl K finds a page by its purpose, and Enter opens it', async ({ page }) => {
      await page.goto('/p/default/settings/members');
      await page.keyboard.press('Control+k');
      const field = page.getByRole('combobox', { name: /^Find/ });
      await field.fill('approvals');
      await expect(page.getByRole('option', { name: 'Settings: environments', selected: true })).toBeVisible();
      await expectAccessible(page);
      await field.press('Enter');
      await expect(page).toHaveURL(/\/settings\/environments$/);
      await expect(field).toHaveCount(0);
    });

    test('Ctrl K finds a prompt by part of its name', async ({ page, system }) => {
      const name = `search/answer-${width}`;
      const key = await system.key(['registry']);
      await system.api('POST', '/api/v1/prompts', { key, body: { name, type: 'text' } });
      await page.goto('/p/default/settings/about');
      await page.getByRole('button', { name: 'Find anything' }).click();
      await page.getByRole('combobox', { name: /^Find/ }).fill(`swer-${width}`);
      await expect(page.getByRole('option', { name, selected: true })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('option', { name }).click();
      await expect(page).toHaveURL(new RegExp(`/prompts/${encodeURIComponent(name)}$`));
    });

    test('a question mark lists the keys, but not while typing in a field', async ({ page }) => {
      await page.goto('/p/default/settings/audit');
      await page.getByLabel('Search the audit log').pressSequentially('why?');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.getByLabel('Search the audit log').blur();
      await page.keyboard.press('Shift+?');
      await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    });

    test('a chosen theme is in the HTML of the next page', async ({ page }) => {
      await page.goto('/p/default/settings/about');
      await page.getByRole('button', { name: 'Light or dark' }).click();
      await page.getByRole('menuitemradio', { name: 'Dark' }).click();
      await expect(page.locator('html')).toHaveClass(/\bdark\b/);
      await expectAccessible(page);
      const response = await page.reload();
      expect(await response?.text()).toMatch(/<html[^>]*class="[^"]*\bdark\b/);
    });
  });
}

test('in the palette the arrows wrap around, and the field names the chosen line', async ({ page }) => {
  await page.goto('/p/default/settings/about');
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: /^Find/ });
  const isChosen = async (line: string) => {
    const option = page.getByRole('option', { selected: true });
    await expect(option).toHaveText(line);
    await expect(field).toHaveAttribute('aria-activedescendant', (await option.getAttribute('id')) ?? '');
  };
  await isChosen('Overview');
  await field.press('ArrowUp');
  await isChosen('Sign out');
  await field.press('ArrowDown');
  await isChosen('Overview');
  await field.press('ArrowDown');
  await isChosen('Prompts');
  await field.fill('settings');
  await isChosen('Settings');
  await field.fill('a name of nobody');
  await expect(page.getByRole('status').filter({ hasText: 'Nothing has this name.' })).toBeVisible();
  await expectAccessible(page);
  await field.press('Escape');
  await expect(field).toHaveCount(0);
});

test('the range is in the URL, survives a reload, and Back removes it', async ({ page, system }) => {
  const event = { id: 'first', at: new Date().toISOString(), model: 'openai/gpt-a', latency_ms: 200 };
  await system.api('POST', '/api/v1/events', { key: await system.key(['ingest']), body: { events: [event] } });
  await page.goto('/p/default/monitor');
  const range = page.getByRole('group', { name: 'Time range' });
  await range.getByRole('button', { name: '7 d' }).click();
  await expect(page).toHaveURL(/range=7d/);
  await page.reload();
  await expect(range.getByRole('button', { name: '7 d' })).toHaveAttribute('aria-pressed', 'true');
  await range.getByRole('button', { name: 'Custom' }).click();
  await page.getByLabel('To', { exact: true }).fill('2020-01-01T00:00');
  await page.getByRole('button', { name: 'Show this range' }).click();
  await expect(page.getByText('The end lies before the start.')).toBeVisible();
  await page.getByLabel('From', { exact: true }).fill('2019-12-31T22:00');
  await page.getByRole('button', { name: 'Show this range' }).click();
  await expect(page).toHaveURL(/from=2019-12-31T22/);
  await page.goBack();
  await expect(range.getByRole('button', { name: '7 d' })).toHaveAttribute('aria-pressed', 'true');
});

test('on a phone the places slide in from the left and close when one is chosen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/p/default/settings/audit');
  await expect(page.getByRole('complementary', { name: 'Sidebar' })).toBeHidden();
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL(/\/settings\/members$/);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('no page of the settings scrolls sideways from 360 px on', async ({ page }) => {
  for (const tab of ['members', 'keys', 'environments', 'data', 'audit', 'about']) {
    await page.goto(`/p/default/settings/${tab}`);
    for (const width of [360, 719, 721, 1099, 1101, 2560]) {
      await page.setViewportSize({ width, height: 800 });
      await expectNoSidewaysScroll(page, `${tab} at ${width} px`);
    }
  }
});
