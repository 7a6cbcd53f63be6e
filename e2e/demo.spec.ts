import { runCommand, runExample } from '#test/harness/example.ts';
import { expect, expectAccessible, type Page, type System, test } from './fixtures.ts';

const PROJECT = 'harbour';
/** A small month: the same shapes as the full one with a tenth of its requests. */
const THIN = { DEMO_PROJECT: PROJECT, DEMO_VOLUME: '0.1' };

async function signInByLink(page: Page, system: System): Promise<void> {
  const link = await runCommand(
    system,
    'users',
    'create',
    '--email',
    'visitor@harbour.example',
    '--role',
    'admin',
    '--project',
    PROJECT,
  );
  await page.goto(link);
  await page.getByLabel('New password').fill('a month at the harbour');
  await page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await page.waitForURL(/\/p\//);
}

/** The state that an interrupted load leaves: the project with its first prompt. The next load continues from there. */
async function beginLoading(system: System): Promise<void> {
  await runCommand(system, 'projects', 'create', '--name', PROJECT, '--simulated');
  const key = await runCommand(system, 'keys', 'create', '--project', PROJECT, '--scopes', 'registry');
  const made = await system.api('POST', '/api/v1/prompts', { key, body: { name: 'search/answer', type: 'text' } });
  expect(made.status).toBe(201);
}

/** The addresses of the demo; those with ids are found by following links. */
async function addresses(page: Page): Promise<string[]> {
  const at = (path: string) => `/p/${PROJECT}${path}`;
  const prompt = at(`/prompts/${encodeURIComponent('search/answer')}`);
  const tabs = ['', '?tab=editor', '?tab=diff', '?tab=metrics', '?tab=history', '?tab=usage'];
  const found: string[] = [];
  for (const [list, link] of [
    ['/promotions', '/promotions/'],
    ['/evals', '/evals/datasets/'],
    ['/evals?tab=runs', '/evals/runs/'],
    ['/models', '/models/'],
  ] as const) {
    await page.goto(at(list));
    const first = page.locator(`main a[href*="${link}"]`).first();
    await expect(first).toBeVisible();
    found.push((await first.getAttribute('href')) ?? '');
  }
  const pages = [
    '',
    '/prompts',
    '/promotions',
    '/evals',
    '/evals?tab=runs',
    '/models',
    '/models?tab=deprecations',
    '/models?tab=inbox',
    '/models/northwind/atlas-2/rehearsal',
    '/monitor?range=30d',
    '/monitor/requests',
    '/settings/members',
    '/settings/audit',
  ];
  return [...pages.map(at), ...tabs.map((tab) => `${prompt}${tab}`), ...found];
}

test('every page of the demo month is accessible and fits at every width and in both themes', async ({
  page,
  system,
}) => {
  test.setTimeout(600_000);
  await beginLoading(system);
  await runExample(system, 'demo', THIN);
  await signInByLink(page, system);
  for (const address of await addresses(page)) {
    await page.goto(address);
    for (const [width, colorScheme] of [
      [1440, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await expect(page.getByRole('heading', { level: 1 }), address).toBeVisible();
      await expect(page.getByText(/simulated/i).first(), `${address} shows that its data are simulated`).toBeVisible();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth),
        `${address} at ${width} px`,
      ).toBeLessThanOrEqual(width);
      await expectAccessible(page);
    }
  }
  expect(await runExample(system, 'demo', THIN), 'loading it again changes nothing').toContain('already there');
});
