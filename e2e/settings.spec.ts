import { acceptOlderDatabase, cutAuditTail, noteAudit } from '#test/harness/audit.ts';
import { runCommand } from '#test/harness/example.ts';
import { expect, type Page, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

const settings = (tab: string) => `/p/default/settings/${tab}`;

/** The row of a table that names `text`. */
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

for (const width of [1440, 390]) {
  test.describe(`Settings, ${width} px wide`, () => {
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

    test('a key that is created works against the edge, and is refused once it is revoked', async ({
      page,
      system,
      signIn,
      expectAccessible,
    }) => {
      await signIn(page, await system.person({ role: 'admin' }));
      await page.goto(settings('keys'));
      await page.getByRole('button', { name: 'Create a key', exact: true }).click();
      const dialog = page.getByRole('dialog');
      const name = `checkout-${width}`;
      await dialog.getByLabel('Name').fill(name);
      await dialog.getByRole('button', { name: 'Create the key' }).click();
      await expect(dialog.getByText('Choose at least one scope.')).toBeVisible();
      await dialog.getByRole('checkbox', { name: /^read/ }).check();
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Create the key' }).click();
      const key = await dialog.getByText(/^sy_[0-9A-Za-z]{36}$/).innerText();
      await dialog.getByRole('button', { name: 'Done' }).click();

      const ask = async () => (await system.api('GET', '/api/v1/prompts', { key })).status;
      expect(await ask()).toBe(200);
      await expect(row(page, name)).toContainText('Live');
      expect(await page.content()).not.toContain(key);
      await expectAccessible(page);

      await page.getByRole('button', { name: `Revoke ${name}` }).click();
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: `Revoke ${name}` })
        .click();
      await expect(row(page, name)).toHaveCount(0);
      await expect.poll(ask, { timeout: 5_000 }).toBe(401);
      await page.getByRole('button', { name: /^Show .* ended key/ }).click();
      await expect(row(page, name)).toContainText('Revoked');
      await expect(page).toHaveURL(/ended=true/);
      await expectAccessible(page);
    });

    test('a change of protection is kept, asked for twice when it takes away, and stands in the audit log', async ({
      page,
      system,
      signIn,
      expectAccessible,
    }) => {
      const approvals = width === 390 ? '3' : '2';
      await signIn(page, await system.person({ role: 'admin' }));
      await page.goto(settings('environments'));
      await expectAccessible(page);
      await page.getByLabel('Approvals for production').selectOption(approvals);
      await page.getByRole('button', { name: 'Save the protection of production' }).click();
      await expect(page.getByText('Protection of production saved')).toBeVisible();
      await page.reload();
      await expect(page.getByLabel('Approvals for production')).toHaveValue(approvals);

      await page.getByLabel('Protected production').uncheck();
      await page.getByRole('button', { name: 'Save the protection of production' }).click();
      await expect(page.getByRole('alertdialog')).toContainText('without gate and approval');
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.reload();
      await expect(page.getByLabel('Protected production')).toBeChecked();

      await page.goto(settings('audit'));
      await page.getByLabel('Search the audit log').fill('environment.update');
      await page.getByLabel('Search the audit log').press('Enter');
      await expect(page).toHaveURL(/search=environment\.update/);
      await expect(row(page, `→ ${approvals}`).first()).toContainText('name production');
      await page.getByRole('button', { name: 'Verify the chain' }).click();
      await expect(page.getByText('Holds', { exact: true })).toBeVisible();
      await expectAccessible(page);
    });

    test('an audit search that finds nothing says so, and release managers may read the log', async ({
      page,
      system,
      signIn,
      expectAccessible,
    }) => {
      await signIn(page, await system.person({ role: 'release_manager' }));
      await page.goto(`${settings('audit')}?search=zebra`);
      await expect(page.getByText('Nothing in the log mentions “zebra”.')).toBeVisible();
      await expectAccessible(page);
    });

    test('the about page names versions and says that the worker keeps up', async ({
      page,
      system,
      signIn,
      expectAccessible,
    }) => {
      await signIn(page, await system.person({ role: 'viewer' }));
      await page.goto(settings('about'));
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Everything keeps up.');
      await expect(page.getByText(system.edgeUrl)).toBeVisible();
      await expectAccessible(page);
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

test('a snippet is filled in with a key of its own, which works', async ({ page, system, expectAccessible }) => {
  const project = 'without-keys';
  await runCommand(system, 'projects', 'create', '--name', project);
  const person = ['--email', 'snippet@example.test', '--role', 'admin', '--project', project];
  await page.goto(await runCommand(system, 'users', 'create', ...person));
  await page.getByLabel('New password').fill('four words make one');
  await page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await page.waitForURL(`**/p/${project}`);
  await page.goto(`/p/${project}/settings/keys`);
  await expect(page.getByRole('main')).toContainText('$SWITCHYARD_API_KEY');
  await page.getByRole('button', { name: 'Create a key and fill it in' }).click();
  await expect(row(page, 'Key from a snippet')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(`${system.edgeUrl}/api/v1/prompts`);
  const key = (await page.getByRole('main').innerText()).match(/sy_[0-9A-Za-z]{36}/)?.[0];
  expect((await system.api('GET', '/api/v1/prompts', { key })).status).toBe(200);
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('main')).not.toContainText(key ?? '');
});

test('the audit page tells what was noted of the log, of a cut end, and of the restore that explains it', async ({
  page,
  system,
  signIn,
  expectAccessible,
}) => {
  await signIn(page, await system.person({ role: 'admin', project: 'other' }));
  await system.person({ role: 'viewer', project: 'other' });
  await noteAudit(system);
  await page.goto('/p/other/settings/audit');
  const verify = page.getByRole('button', { name: 'Verify the chain' });
  const older = page.getByText(/The database is older than what was noted at .*: 1 row of project other is missing/);
  await expect(page.getByText(/^Row \d+ was noted outside of the database/)).toBeVisible();
  await expect(page.getByText(/leave no trace, and neither does a change by whoever holds the database/)).toBeVisible();
  await verify.click();
  await expect(page.getByText(/from the first to the last, with what was noted up to row \d+\./)).toBeVisible();
  await expectGoodEverywhere(page, expectAccessible);

  await cutAuditTail(system, 'other');
  await page.reload();
  await expect(older).toBeVisible();
  await verify.click();
  await expect(page.getByText(/Row \d+ and later rows were cut off, or an older database was restored/)).toBeVisible();
  await expectGoodEverywhere(page, expectAccessible);

  await acceptOlderDatabase(system, 'The disk died');
  await page.reload();
  await verify.click();
  await expect(page.getByText(/Since the restore accepted .* \(“The disk died”\)/)).toBeVisible();
  await expect(older).toHaveCount(0);
  await expectGoodEverywhere(page, expectAccessible);
});
