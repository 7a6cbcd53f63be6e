import type { Locator } from '@playwright/test';
import { runCommand } from '#test/harness/example.ts';
import { expect, expectAccessible, type Page, test } from './fixtures.ts';
import { joinBy, row, settings } from './people.ts';

/** Fills the form for an invitation; returns its dialog. */
async function fillInvitation(page: Page, { email, name }: { email: string; name: string }): Promise<Locator> {
  await page.getByRole('button', { name: 'Invite a member' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByLabel('Name').fill(name);
  return dialog;
}

/** The link that a dialog shows once. */
const linkIn = (dialog: Locator): Promise<string> => dialog.getByText(/\/sign-in\?token=/).innerText();

for (const width of [1440, 390]) {
  test.describe(`Members and projects, ${width} px wide`, () => {
    test.use({ viewport: { width, height: 844 } });

    test('an invited person joins by the link that is shown once, and may do what the role allows', async ({
      page,
      anotherBrowser,
      system,
      signIn,
    }) => {
      await signIn(page, await system.person({ role: 'admin' }));
      await page.goto(settings('members'));
      await expectAccessible(page);

      const email = `grace-${width}@example.test`;
      const dialog = await fillInvitation(page, { email, name: 'Grace' });
      await dialog.getByLabel('Role').selectOption('editor');
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Make the invitation' }).click();
      const link = await linkIn(dialog);
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Done' }).click();
      await expect(row(page, email)).toContainText('Invited, not yet joined');
      await page.getByLabel('Role of Grace', { exact: true }).selectOption('viewer');
      await expect(page.getByText('Role of Grace changed')).toBeVisible();
      await page.getByLabel('Role of Grace', { exact: true }).selectOption('editor');
      await expect(page.getByLabel('Role of Grace', { exact: true })).toBeEnabled();
      await expectAccessible(page);

      const hers = await anotherBrowser();
      await joinBy(hers, link);
      await hers.goto(settings('members'));
      await expect(hers.getByText('This needs the role admin; yours is editor.')).toBeVisible();
      await expect(hers.getByRole('button', { name: 'Remove' })).toHaveCount(0);
      await hers.goto(settings('keys'));
      await expect(hers.getByRole('heading', { level: 1 })).toHaveText('You may not see this page.');
      await expectAccessible(hers);

      await page.reload();
      await expect(row(page, email)).not.toContainText('Invited');
      await page.getByLabel('Role of Grace', { exact: true }).selectOption('viewer');
      await expect(page.getByText('Role of Grace changed')).toBeVisible();
      await hers.goto(settings('members'));
      await expect(hers.getByText('This needs the role admin; yours is viewer.')).toBeVisible();

      await page.getByRole('button', { name: 'Remove Grace' }).click();
      await expectAccessible(page);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove Grace' }).click();
      await expect(page.getByText('Grace removed')).toBeVisible();
      await expect(row(page, email)).toHaveCount(0);
      await hers.reload();
      await expect(hers, 'no project is left, so the session has ended').toHaveURL(/\/sign-in\?next=/);
      await hers.getByLabel('E-mail address').fill(email);
      await hers.getByLabel('Password').fill('four words make one');
      const refused = hers.waitForResponse((it) => it.url().endsWith('/settings/members') && it.status() === 404);
      await hers.getByRole('button', { name: 'Sign in' }).click();
      await refused;
    });

    test('a withdrawn invitation opens nothing, and a new link voids the one before', async ({
      page,
      anotherBrowser,
      system,
      signIn,
    }) => {
      await signIn(page, await system.person({ role: 'admin' }));
      await page.goto(settings('members'));
      const name = `Henry-${width}`;
      const dialog = await fillInvitation(page, { email: `henry-${width}@example.test`, name });
      await dialog.getByRole('button', { name: 'Make the invitation' }).click();
      const first = await linkIn(dialog);
      await dialog.getByRole('button', { name: 'Done' }).click();
      await page.getByRole('button', { name: `New link for ${name}` }).click();
      const second = await linkIn(dialog);
      await dialog.getByRole('button', { name: 'Done' }).click();

      const his = await anotherBrowser();
      await his.goto(first);
      await expect(his.getByText('was replaced by a newer one')).toBeVisible();
      await his.goto(second);
      await expect(his.getByRole('heading', { name: `Choose a password, ${name}` })).toBeVisible();
      await page.getByRole('button', { name: `Withdraw the invitation of ${name}` }).click();
      await expectAccessible(page);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw the invitation' }).click();
      await expect(page.getByText(`Invitation of ${name} withdrawn`)).toBeVisible();
      await his.getByLabel('New password').fill('four words make one');
      await his.getByRole('button', { name: 'Set the password and sign in' }).click();
      await expect(his.getByText('was replaced by a newer one')).toBeVisible();
    });

    test('an admin of the installation sets who may make projects, and others see why they may not', async ({
      page,
      anotherBrowser,
      system,
      signIn,
    }) => {
      const viewer = await system.person({ role: 'viewer' });
      await signIn(page, viewer);
      await page.goto(settings('about'));
      await expect(page.getByLabel('New project')).toBeDisabled();
      await expect(page.getByText('This needs an admin of the installation.').first()).toBeVisible();
      await expectAccessible(page);

      const email = `root-${width}@example.test`;
      const link = await runCommand(
        system,
        ...['users', 'create', '--email', email, '--role', 'viewer', '--installation-admin'],
      );
      const root = await anotherBrowser();
      await joinBy(root, link);
      await root.goto(settings('about'));
      await root.getByLabel('Who may make projects', { exact: true }).selectOption('everybody');
      await expect(root.getByText('Who may make projects changed')).toBeVisible();
      await expectAccessible(root);

      await page.reload();
      await page.getByLabel('New project').fill(`viewers-${width}`);
      await page.getByRole('button', { name: 'Make the project' }).click();
      await expect(page).toHaveURL(new RegExp(`/p/viewers-${width}$`));
      await root.getByLabel('Who may make projects', { exact: true }).selectOption('installation_admins');
      await expect(root.getByText('Who may make projects changed').first()).toBeVisible();
    });
  });
}

test('the last admin of a project cannot be removed', async ({ page, system }) => {
  const admin = await system.person({ role: 'admin', project: 'other' });
  await joinBy(page, admin.signInLink);
  await page.goto('/p/other/settings/members');
  await page.getByRole('button', { name: `Remove ${admin.name}` }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: `Remove ${admin.name}` }).click();
  await expect(dialog.getByRole('alert')).toContainText('admin');
  await page.reload();
  await expect(row(page, admin.email)).toBeVisible();
});
