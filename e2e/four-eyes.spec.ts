import { releaseAs } from '#test/builders/release.ts';
import { rated } from '#test/builders/scored-runs.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

const GOOD = rated({ prime: { n: 60, right: 50 }, composite: { n: 60, right: 52 } });

test('a person who lowered the approvals reads that their own does not suffice, gives it, and another person completes it', async ({
  page,
  anotherBrowser,
  system,
  signIn,
}) => {
  test.setTimeout(180_000);
  const ada = await system.person({ role: 'admin', name: 'Ada' });
  const cleo = await system.person({ role: 'viewer', name: 'Cleo' });
  const eve = await system.person({ role: 'editor', name: 'Eve' });
  const release = await releaseAs(system, eve);
  const prompt = await release.prompt('four-eyes/refunds', 1);
  await release.dataset('four-eyes-golden', GOOD);
  await release.run(prompt, 1, 'four-eyes-golden', GOOD);

  // Ada raises the number and lowers it again, and makes Cleo a release manager.
  await signIn(page, ada);
  for (const approvals of ['2', '1']) {
    await page.goto('/p/default/settings/environments');
    await page.getByLabel('Approvals for production').selectOption(approvals);
    await page.getByRole('button', { name: 'Save the protection of production' }).click();
    await expect(page.getByText('Protection of production saved')).toBeVisible();
  }
  await page.goto('/p/default/settings/members');
  await page.getByLabel(/Role of Cleo/).selectOption('release_manager');
  await expect(page.getByLabel(/Role of Cleo/)).toHaveValue('release_manager');

  const open = await release.promote(prompt, 1);
  await page.goto(`/p/default/promotions/${open.id}`);
  const bar = page.getByRole('group', { name: 'Decision' });
  await expect(bar).toContainText('Your approval does not suffice by itself.');
  await expect(bar).toContainText('You lowered the approvals of production from 2 to 1 in the last 24 hours');
  const changes = page.getByRole('region', { name: 'Changed in the last 24 hours' });
  await expect(changes).toContainText('Cleo: viewer → release manager');
  await expect(changes).toContainText('Lowered the approvals of production from 2 to 1');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('counts only beside that of a person who did not');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Not alone')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1 approval missing, by another person.');
  await expect(bar).toContainText('You approved this already.');
  await expectGoodEverywhere(page);

  // Cleo's suffices, and Ada's counts beside it.
  const other = await anotherBrowser(cleo);
  await other.goto(`/p/default/promotions/${open.id}`);
  await other.getByRole('button', { name: 'Approve' }).click();
  await other.getByRole('alertdialog').getByRole('button', { name: 'Approve and deploy' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Version 1 serves production.');
  await expect(other.getByText('2 of 2', { exact: true })).toBeVisible();
});
