import { releaseAs } from '#test/builders/release.ts';
import { rated, ratedFaster } from '#test/builders/scored-runs.ts';
import { expect, expectAccessible, type Page, test } from './fixtures.ts';
import { expectNoSidewaysScroll } from './look.ts';

const GOOD = rated({ prime: { n: 60, right: 40 }, composite: { n: 60, right: 42 } });
const BETTER = ratedFaster({ prime: { n: 60, right: 55 }, composite: { n: 60, right: 56 } });
const WORSE = ratedFaster({ prime: { n: 60, right: 4 }, composite: { n: 60, right: 58 } });

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

test('a version goes from a golden set to production and back, by two people, without a reload', async ({
  page,
  anotherBrowser,
  system,
  signIn,
}) => {
  test.setTimeout(180_000);
  const ada = await system.person({ role: 'release_manager', name: 'Ada' });
  const ben = await system.person({ role: 'release_manager', name: 'Ben' });
  const release = await releaseAs(system, ada);
  const prompt = await release.prompt('journey/is-prime');
  await signIn(page, ada);

  // Ada makes a dataset on the page, and imports a file with one bad line: nothing is stored until it is right.
  await page.goto('/p/default/evals');
  await button(page, 'Create a dataset').click();
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('journey-golden');
  await button(page, 'Create the dataset').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('This dataset is empty');
  await expectAccessible(page);
  const lines = GOOD.map(({ item, category }) => `${item},Is ${item} right?,yes,${category}`);
  await button(page, 'Import items').click();
  const text = page.getByLabel('or paste them here');
  await text.fill(['id,question,expected,category', ...lines, 'one,two'].join('\n'));
  await button(page, 'Import').last().click();
  await expect(page.getByRole('region', { name: 'Rejected lines' })).toContainText('122');
  await expect(page.getByRole('alert')).toContainText('Nothing was imported');
  await expectAccessible(page);
  await text.fill(['id,question,expected,category', ...lines].join('\n'));
  await button(page, 'Import').last().click();
  await expect(page.getByRole('dialog')).toContainText('Version 1 holds 120 items');
  await button(page, 'Done').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('120 items in 2 categories');

  await release.run(prompt, 1, 'journey-golden', GOOD);
  await release.run(prompt, 2, 'journey-golden', BETTER);
  const first = await release.promote(prompt, 1);
  await release.approve(ben, first);

  // She requests version 2 on the page of the prompt, and first sees the verdict that the gate would give.
  await page.goto(`/p/default/prompts/${encodeURIComponent(prompt)}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await button(page, /^Promote \d to production|^Request promotion/)
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Version').selectOption('2');
  await dialog.getByLabel('To', { exact: true }).selectOption('production');
  await expect(dialog).toContainText('No drop beyond the margin in both categories; a small one cannot be ruled out.');
  await dialog.getByLabel('Note, optional').fill('Fewer mistakes');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Request promotion' }).click();

  // The gate runs by itself; the requester cannot approve, and reads why.
  await expect(page).toHaveURL(/\/promotions\/[0-9a-f-]{36}$/);
  await expect(page.getByText('Waits for approval').first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'No drop beyond the margin in both categories; a small one cannot be ruled out.',
  );
  await expect(button(page, 'Approve')).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('group', { name: 'Decision' })).toContainText(
    'You asked for this promotion. Another person must approve it.',
  );
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  // Ben finds it among what waits for him and approves.
  const other = await anotherBrowser(ben);
  await other.goto('/p/default/promotions');
  await expect(other.getByRole('heading', { level: 1 })).toContainText('for you');
  await other.getByRole('region', { name: 'Promotions that wait for you' }).getByRole('link', { name: prompt }).click();
  await button(other, 'Approve').click();
  const confirm = other.getByRole('alertdialog');
  await expect(confirm).toContainText('100 % of the requests');
  await expect(confirm).toContainText('To undo: Roll back on this page restores version 1');
  await expectAccessible(other);
  await confirm.getByRole('button', { name: 'Approve and deploy' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Version 2 serves production.');

  // Ada's page updated by itself.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Version 2 serves production.', { timeout: 15_000 });

  // Ben rolls back with one click and one confirmation, from the page of the prompt.
  await other.goto(`/p/default/prompts/${encodeURIComponent(prompt)}`);
  await other.getByRole('region', { name: 'Environments' }).getByRole('button', { name: 'Roll back to 1' }).click();
  await other.getByRole('alertdialog').getByLabel('Reason, optional').fill('A customer complained');
  await other.getByRole('alertdialog').getByRole('button', { name: 'Roll back to 1' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toContainText('Version 1 now serves production');
  await expect(button(other, 'Roll back to 1')).toHaveCount(0);
  await other.goto(page.url());
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Rolled back: version 1 serves production again.');
  await expect(other.getByText('A customer complained')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rolled back', { timeout: 15_000 });
  await expectAccessible(page);
});

test('a failed gate names the category that falls, and no person can approve it', async ({ page, system, signIn }) => {
  const ann = await system.person({ role: 'editor', name: 'Ann' });
  const rex = await system.person({ role: 'release_manager', name: 'Rex' });
  const release = await releaseAs(system, ann);
  const prompt = await release.prompt('blocked/is-prime');
  await release.dataset('blocked-golden', GOOD);
  await release.run(prompt, 1, 'blocked-golden', GOOD);
  await release.run(prompt, 2, 'blocked-golden', WORSE);
  await release.approve(rex, await release.promote(prompt, 1));
  const blocked = await release.promote(prompt, 2);
  expect(blocked.status).toBe('blocked');

  await signIn(page, rex);
  await page.goto(`/p/default/promotions/${blocked.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'The gate failed: prime falls from 66.7 % to 6.7 %. That composite rises to 96.7 % does not outvote it.',
  );
  await expect(button(page, 'Approve')).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('group', { name: 'Decision' })).toContainText('A failed gate cannot be overridden');
  await expect(page.getByText('It is 2.0 × cheaper and 2.0 × faster.')).toBeVisible();
  await button(page, 'evidence').click();
  await expect(page.getByRole('dialog')).toContainText('paired-noninferiority-gate');
  await page.keyboard.press('Escape');
  await expectAccessible(page);

  // A category leads to its items; the worst ones are shown here side by side.
  await expect(page.getByRole('heading', { name: 'Worst regressions' })).toBeVisible();
  await page.getByRole('link', { name: 'prime', exact: true }).click();
  await expect(page).toHaveURL(/\/evals\/compare\?.*category=prime/);

  // On a phone the decision is at the bottom and nothing scrolls sideways.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/p/default/promotions/${blocked.id}`);
  await expect(button(page, 'Approve')).toBeInViewport();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test('a promotion whose gate could not decide passes only by the override of another person, with a reason', async ({
  page,
  system,
  signIn,
}) => {
  const eva = await system.person({ role: 'editor', name: 'Eva' });
  const max = await system.person({ role: 'release_manager', name: 'Max' });
  const release = await releaseAs(system, eva);
  const prompt = await release.prompt('evidence/refunds');
  const before = rated({ refunds: { n: 46, right: 41 } });
  await release.dataset('evidence-golden', before);
  await release.run(prompt, 1, 'evidence-golden', before);
  await release.run(prompt, 2, 'evidence-golden', ratedFaster({ refunds: { n: 46, right: 39 } }));
  await release.approve(max, await release.promote(prompt, 1));
  const open = await release.promote(prompt, 2);
  expect(open.status).toBe('needs_evidence');

  await signIn(page, eva);
  await page.goto(`/p/default/promotions/${open.id}`);
  await expect(button(page, 'Approve anyway')).toHaveAttribute('aria-disabled', 'true');

  // A page that is still open would notice the change of person first.
  await page.goto('about:blank');
  await signIn(page, max);
  await page.goto(`/p/default/promotions/${open.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'The gate could not decide: refunds falls from 89.1 % to 84.8 %, which chance could explain with 46 items',
  );
  await expectAccessible(page);
  await button(page, 'Approve anyway').click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: 'Approve anyway' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('Two mistakes in 46, both read and harmless');
  await dialog.getByRole('button', { name: 'Approve anyway' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Version 2 serves production. It was approved although the gate could not decide.',
  );
  await expect(page.getByText('“Two mistakes in 46, both read and harmless”')).toBeVisible();
});

test('the list keeps its filters in the URL, and a second request warns of the open one', async ({
  page,
  system,
  signIn,
}) => {
  const lea = await system.person({ role: 'release_manager', name: 'Lea' });
  const release = await releaseAs(system, lea);
  // A name of eighty characters, which is allowed.
  const prompt = await release.prompt(`list/${'long-name-'.repeat(7)}12345`);
  expect(prompt).toHaveLength(80);
  await release.dataset('list-golden', GOOD);
  await release.run(prompt, 1, 'list-golden', GOOD);
  await signIn(page, lea);

  // Another person requests a promotion while the dialog is open: the dialog shows it, and links to it instead.
  await page.goto(`/p/default/prompts/${encodeURIComponent(prompt)}`);
  await button(page, /^Promote \d to production/).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Nothing serves production yet');
  await expectNoSidewaysScroll(page);
  expect((await release.promote(prompt, 1)).status).toBe('awaiting_approval');
  await dialog.getByLabel('Version').selectOption('1');
  await expect(dialog).toContainText('A promotion of this prompt to production is open.');
  await expect(dialog.getByRole('button', { name: 'Request promotion' })).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole('link', { name: 'Open it' }).click();
  await expect(page).toHaveURL(/\/promotions\/[0-9a-f-]{36}$/);

  await page.goto('/p/default/promotions');
  await button(page, /^Open/).click();
  await expect(page).toHaveURL(/group=open/);
  await page.getByLabel('Status').selectOption('awaiting_approval');
  await expect(page).toHaveURL(/status=awaiting_approval/);
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/prompt=list/);
  await page.reload();
  const rows = page.getByRole('region', { name: 'Promotions', exact: true }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('link', { name: prompt }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('A first release');
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);

  // Cancelling requires a reason, which the record keeps.
  await button(page, /Cancel/)
    .first()
    .click();
  await page.getByRole('alertdialog').getByLabel('Reason, optional').fill('Too early');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel promotion' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Cancelled by Lea: “Too early”. Production was not touched.',
  );
});

test('a viewer reads why each action is not allowed', async ({ page, system, signIn }) => {
  const owner = await system.person({ role: 'editor', name: 'Olga' });
  const viewer = await system.person({ role: 'viewer', name: 'Vito' });
  const release = await releaseAs(system, owner);
  const prompt = await release.prompt('viewed/answer', 1);
  await release.dataset('viewed-golden', GOOD);
  await release.run(prompt, 1, 'viewed-golden', GOOD);
  const open = await release.promote(prompt, 1);
  await signIn(page, viewer);
  await page.goto(`/p/default/promotions/${open.id}`);
  const bar = page.getByRole('group', { name: 'Decision' });
  for (const name of [/Cancel/, /Reject/, /Recheck/, /Approve/]) {
    await expect(bar.getByRole('button', { name })).toHaveAttribute('aria-disabled', 'true');
    await expect(bar.getByRole('button', { name })).toHaveAttribute('aria-description', /\w/);
  }
  await expect(bar).toContainText('Approve is off:');
});
