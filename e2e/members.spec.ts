import { runCommand } from '#test/harness/example.ts';
import { expect, type Page, test } from './fixtures.ts';

const settings = (tab: string) => `/p/default/settings/${tab}`;

/** The row of a table that names `text`. */
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

for (const width of [1440, 390]) {
  test.describe(`Members and projects, ${width} px wide`, () => {
    test.use({ viewport: { width, height: 844 } });

    test('a person who is invited joins by the link that is shown once, and may do what the role says', async ({
      page,
      browser,
      system,
      signIn,
      expectAccessible,
    }) => {
      await signIn(page, await system.person({ role: 'admin' }));
      await page.goto(settings('members'));
      await expectAccessible(page);

      const email = `grace-${width}@example.test`;
      await page.getByRole('button', { name: 'Invite a member' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('E-mail address').fill(email);
      await dialog.getByLabel('Name').fill('Grace');
      await dialog.getByLabel('Role').selectOption('editor');
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Make the invitation' }).click();
      const link = await dialog.getByText(/\/sign-in\?token=/).innerText();
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Done' }).click();
      await expect(row(page, email)).toContainText('Invited, not yet joined');
      await page.getByLabel('Role of Grace', { exact: true }).selectOption('viewer');
      await expect(page.getByText('Role of Grace changed')).toBeVisible();
      await page.getByLabel('Role of Grace', { exact: true }).selectOption('editor');
      await expect(page.getByLabel('Role of Grace', { exact: true })).toBeEnabled();
      await expectAccessible(page);

      const hers = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
      await hers.goto(link);
      await hers.getByLabel('New password').fill('four words make one');
      await hers.getByRole('button', { name: 'Set the password and sign in' }).click();
      await hers.waitForURL(/\/p\/default$/);
      await hers.goto(new URL(settings('members'), page.url()).href);
      await expect(hers.getByText('This needs the role admin; yours is editor.')).toBeVisible();
      await expect(hers.getByRole('button', { name: 'Remove' })).toHaveCount(0);
      await hers.goto(new URL(settings('keys'), page.url()).href);
      await expect(hers.getByRole('heading', { level: 1 })).toHaveText('You may not see this page.');
      await expectAccessible(hers);

      await page.reload();
      await expect(row(page, email)).not.toContainText('Invited');
      await page.getByLabel('Role of Grace', { exact: true }).selectOption('viewer');
      await expect(page.getByText('Role of Grace changed')).toBeVisible();
      await hers.goto(new URL(settings('members'), page.url()).href);
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
      await hers.context().close();
    });

    test('an invitation that is withdrawn opens nothing, and a new link ends the one before', async ({
      page,
      browser,
      system,
      signIn,
      expectAccessible,
    }) => {
      await signIn(page, await system.person({ role: 'admin' }));
      await page.goto(settings('members'));
      const name = `Henry-${width}`;
      await page.getByRole('button', { name: 'Invite a member' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill(name);
      await dialog.getByLabel('E-mail address').fill(`henry-${width}@example.test`);
      await dialog.getByRole('button', { name: 'Make the invitation' }).click();
      const first = await dialog.getByText(/\/sign-in\?token=/).innerText();
      await dialog.getByRole('button', { name: 'Done' }).click();
      await page.getByRole('button', { name: `New link for ${name}` }).click();
      const second = await dialog.getByText(/\/sign-in\?token=/).innerText();
      await dialog.getByRole('button', { name: 'Done' }).click();

      const his = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
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
      await his.context().close();
    });

    test('an admin of the installation says who may make projects, and others see why they may not', async ({
      page,
      browser,
      system,
      signIn,
      expectAccessible,
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
      const root = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
      await root.goto(link);
      await root.getByLabel('New password').fill('four words make one');
      await root.getByRole('button', { name: 'Set the password and sign in' }).click();
      await root.waitForURL(/\/p\/default$/);
      await root.goto(new URL(settings('about'), page.url()).href);
      await root.getByLabel('Who may make projects', { exact: true }).selectOption('everybody');
      await expect(root.getByText('Who may make projects changed')).toBeVisible();
      await expectAccessible(root);

      await page.reload();
      await page.getByLabel('New project').fill(`viewers-${width}`);
      await page.getByRole('button', { name: 'Make the project' }).click();
      await expect(page).toHaveURL(new RegExp(`/p/viewers-${width}$`));
      await root.getByLabel('Who may make projects', { exact: true }).selectOption('installation_admins');
      await expect(root.getByText('Who may make projects changed').first()).toBeVisible();
      await root.context().close();
    });
  });
}

test('the last admin of a project cannot be removed', async ({ page, system }) => {
  const admin = await system.person({ role: 'admin', project: 'other' });
  await page.goto(admin.signInLink);
  await page.getByLabel('New password').fill('four words make one');
  await page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await page.waitForURL(/\/p\/other$/);
  await page.goto('/p/other/settings/members');
  await page.getByRole('button', { name: `Remove ${admin.name}` }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: `Remove ${admin.name}` }).click();
  await expect(dialog.getByRole('alert')).toContainText('admin');
  await page.reload();
  await expect(row(page, admin.email)).toBeVisible();
});
