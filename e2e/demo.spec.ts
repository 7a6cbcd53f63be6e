import { runCommand, runExample } from '#test/harness/example.ts';
import { expect, expectAccessible, type Page, type System, test } from './fixtures.ts';
import { expectNoSidewaysScroll } from './look.ts';

const PROJECT = 'harbour';
const HOUR_MS = 3_600_000;
/** A small company: the same two months with a tenth of their requests. */
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
    '/cost',
    '/cost/savings',
    '/cost/budgets',
    '/monitor?range=30d',
    '/monitor/requests',
    '/settings/members',
    '/settings/audit',
  ];
  return [...pages.map(at), ...tabs.map((tab) => `${prompt}${tab}`), ...found];
}

const readKey = (system: System) => runCommand(system, 'keys', 'create', '--project', PROJECT, '--scopes', 'read');

/** What an engineering manager reads without asking: cost now and before, whether they differ, what would save most. */
async function readCost(page: Page, system: System): Promise<void> {
  const key = await readKey(system);
  const read = async (path: string) => (await system.api('GET', `/api/v1/cost/${path}`, { key })).body;
  // The range of the page: 30 days up to the end of this hour.
  const to = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
  const range = new URLSearchParams({
    from: new Date(to - 720 * HOUR_MS).toISOString(),
    to: new Date(to).toISOString(),
  });
  const before = new URLSearchParams({
    from: new Date(to - 1440 * HOUR_MS).toISOString(),
    to: new Date(to).toISOString(),
  });
  const settling = async () => (await read(`outcomes?${before}`)).settling_hours;
  await expect.poll(settling, { timeout: 240_000 }).toBe(0);
  const { groups } = await read(`outcomes?${range}`);
  const sum = (field: string) =>
    groups.reduce((total: number, group: Record<string, number>) => total + (group[field] ?? 0), 0);
  expect(sum('without_outcome') / sum('tasks'), 'most tasks have an outcome').toBeLessThan(0.15);
  await page.goto(`/p/${PROJECT}/cost`);
  const cost = `$${(sum('cost_usd') / sum('succeeded')).toPrecision(3)}`;
  // With a tenth of the traffic the difference is real on some days and not on others; the page says which.
  const headline = page.getByRole('heading', { level: 1 });
  await expect(headline).toHaveText(
    new RegExp(
      `^A successful answer costs \\${cost}(, [\\d.]+\\s% (more|less) than in the 30 days before|; a difference from the 30 days before is not shown .*)\\.$`,
    ),
  );
  const isReal = !(await headline.innerText()).includes('not shown');
  const beside = page.getByRole('region', { name: 'Now and before' });
  await expect(beside).toContainText(`The last 30 days${cost}`);
  await expect(beside).toContainText(/The 30 days before\$0\.00\d+/);
  await expect(beside).toContainText(isReal ? /Difference[+−][\d.]+\s%Real/ : /Difference[+−][\d.]+\s%May be chance/);
  const top = page.getByRole('region', { name: 'What would save most' }).getByRole('listitem');
  await expect(top).toHaveCount(3);
  await expect(top.first()).toContainText('Smaller model for a subset');
  for (const one of await top.all())
    await expect(one).toContainText(/(no|low|medium) risk, (low|medium|high) complexity.*\$/);
  const { cards } = await read('savings');
  const best = cards.find(({ technique }: { technique: string }) => technique === 'smaller_model').found[0];
  await expect(top.first()).toContainText(`$${best.saved_usd.toFixed(2)}`);
}

/** What a release manager reads: what must move by when, whose it is, and whether what replaces it is proven. */
async function readModels(page: Page): Promise<void> {
  await page.goto(`/p/${PROJECT}/models`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'kestrel/ferry-1 retires in 24 days; its replacement is proven.',
  );
  await expect(
    page.getByText('Then northwind/atlas-2 retires in 75 days, 0 of its 2 prompts have a proven'),
  ).toBeVisible();
  await page.getByRole('link', { name: /^Deprecations/ }).click();
  const row = (model: string) =>
    page
      .getByRole('table')
      .first()
      .getByRole('row', { name: new RegExp(model) });
  for (const fact of ['in 24 days', 'owned by Kenji', 'support/reply, production', 'kestrel/ferry-2'])
    await expect(row('kestrel/ferry-1')).toContainText(fact);
  for (const fact of ['in 75 days', 'owned by Idris', 'orders/extract and 1 more, production'])
    await expect(row('northwind/atlas-2')).toContainText(fact);
}

test('the demo tells managers what an answer costs and what must move by when; every page is accessible and fits at every width and in both themes', async ({
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
      await expectNoSidewaysScroll(page, `${address} at ${width} px`);
      await expectAccessible(page);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  // Last: meanwhile the worker has summed the tasks of the two months.
  await readModels(page);
  await readCost(page, system);
  expect(await runExample(system, 'demo', THIN), 'loading it again changes nothing').toContain('already there');
});
