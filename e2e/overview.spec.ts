import { releaseAs } from '#test/builders/release.ts';
import { rated } from '#test/builders/scored-runs.ts';
import { expect, expectAccessible, type Page, type Person, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

const GOOD = rated({ prime: { n: 60, right: 54 }, composite: { n: 60, right: 55 } });

const panel = (page: Page, title: string) =>
  page.locator('[data-slot="panel"]').filter({ has: page.getByRole('heading', { name: title }) });

test('an approval waits for the second person and not for the requester, and changes appear without a reload', async ({
  page,
  anotherBrowser,
  system,
  signIn,
}) => {
  test.setTimeout(120_000);
  const ada = await system.person({ role: 'release_manager', name: 'Ada' });
  const ben = await system.person({ role: 'release_manager', name: 'Ben' });
  const release = await releaseAs(system, ada);
  const prompt = await release.prompt(`overview/${'y'.repeat(70)}`, 1);
  const dataset = await release.dataset('overview-golden', GOOD);
  await release.run(prompt, 1, dataset, GOOD);
  const promotion = await release.promote(prompt, 1);
  expect(promotion.status).toBe('awaiting_approval');
  const events = Array.from({ length: 60 }, (_, i) => ({
    id: `overview-${i}`,
    at: new Date(Date.now() - i * 1000).toISOString(),
    model: 'test/m1',
    prompt,
    version: 1,
    latency_ms: 400,
  }));
  await system.api('POST', '/api/v1/events', { key: await system.key(['ingest']), body: { events } });

  const open = async (at: Page, person: Person) => {
    await signIn(at, person);
    await at.goto('/p/default');
    await expect(at.getByRole('heading', { level: 1 })).toBeVisible();
  };
  await open(page, ada);
  await expect(panel(page, 'Waits for you')).not.toContainText(prompt);

  const his = await anotherBrowser();
  await open(his, ben);
  await expect(his.getByRole('heading', { level: 1 })).toContainText('for you');
  await expect(panel(his, 'Waits for you')).toContainText(prompt);
  await expect(panel(his, 'Waits for you')).toContainText('0 of 1 approvals. Requested by Ada');
  await expect(his.getByRole('region', { name: 'Production, last 24 hours' })).toContainText('TTFT P95');
  await expectGoodEverywhere(his);

  await release.approve(ben, promotion);
  await expect(panel(his, 'What changed in 24 h')).toContainText(prompt, { timeout: 30_000 });
  await expect(panel(his, 'Waits for you')).not.toContainText(prompt);
  await expectGoodEverywhere(his);

  await his.getByRole('link', { name: /^P99 latency/ }).click();
  await his.waitForURL(/\/monitor\?environment=production#latency/);
  await expect(his.locator('#latency')).toBeInViewport();
});

test('a project without any data shows how the first event is sent, and renders without an error', async ({
  page,
  system,
  signIn,
}) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await system.addProject('silent');
  await signIn(page, await system.person({ role: 'viewer', project: 'silent' }));
  await page.goto('/p/silent');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('No request has arrived from production');
  await expect(page.getByText(/curl .*\/api\/v1\/events .*\$SWITCHYARD_API_KEY/)).toBeVisible();
  await expectAccessible(page);
  expect(errors).toEqual([]);

  const key = await system.key(['admin'], { project: 'silent' });
  const declared = { title: 'Answers are empty', severity: 1 };
  await system.api('POST', '/api/v1/incidents', { key, body: declared });
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('INC-1 is open. Nothing waits for you.');
  await expect(
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Incidents 1 open' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Alerts: no page and no warning fires' }).click();
  await expect(page.getByRole('menuitem', { name: 'Nobody: set up a rotation' })).toBeVisible();
  await expectGoodEverywhere(page);
  await page.getByRole('menuitem', { name: 'INC-1: Answers are empty' }).click();
  await page.waitForURL(/\/p\/silent\/incidents\/1$/);
});
