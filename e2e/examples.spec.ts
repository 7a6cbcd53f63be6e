import { runCommand, runExample } from '#test/harness/example.ts';
import { expect, test } from './fixtures.ts';

const WITHOUT_DATA = /^skipped: /m;

test('the recorded answers of 2023: one model change is released, two are blocked, and the page shows why', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(400_000);
  const printed = await runExample(system, 'llmdrift');
  test.skip(WITHOUT_DATA.test(printed), printed);
  expect(printed).toContain('0 different');

  await signIn(page, await system.person({ role: 'release_manager', name: 'Reader' }));
  await page.goto(`/p/default/prompts/${encodeURIComponent('maths/is-prime')}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('2');

  await page.goto('/p/default/promotions');
  await page
    .locator('main')
    .getByRole('link', { name: /maths\/is-prime 3|is-prime.*3/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/prime/);
  await expect(page.getByText('97.6').first()).toBeVisible();
  await expect(page.getByText('2.4').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve' })).toBeDisabled();
});

test('the Azure trace: the monitor’s requests and tokens equal the file’s', async ({ system }) => {
  test.setTimeout(400_000);
  const printed = await runExample(system, 'azure');
  test.skip(WITHOUT_DATA.test(printed), printed);
  expect(printed.match(/ equal$/gm)).toHaveLength(3);
  const verify = () => runCommand(system, 'telemetry', 'verify').catch((error: Error) => error.message);
  await expect.poll(verify, { timeout: 30_000 }).toContain('exactly the raw events');
});

test('savings of recorded data: the category that the smaller model may take, and the prefix cache of real arrivals', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(400_000);
  const printed = await runExample(system, 'savings');
  test.skip(WITHOUT_DATA.test(printed), printed);
  expect(printed.match(/ equal$/gm)).toHaveLength(2);
  expect(printed).toContain('prefix cache 5m: 9561 hits of 19366, 9795 too short, $26.4266 saved');
  // 12 cents of 16.42 dollars, not the 94 % that the prices alone promise.
  expect(printed).toContain('smaller_model: $0.1242');
  expect(printed).toContain('in 1 of 57 categories of mmlu/answer 1: high_school_mathematics.');
  expect(printed).toMatch(/worse: 32\n.*unclear: 11\n.*not_worse: 1/);
  expect(printed).toContain('tiered_routing: $0.6059 (95 % 0.5813 to 0.6304), not recommended');

  await signIn(page, await system.person({ role: 'viewer' }));
  await page.goto('/p/default/cost/savings');
  const smaller = page.getByRole('region', { name: 'Smaller model for a subset', exact: true });
  await expect(smaller).toContainText('high_school_mathematics');
});
