import { acceptOlderDatabase, cutAuditTail, noteAudit } from '#test/harness/audit.ts';
import { runCommand } from '#test/harness/example.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';
import { row, settings } from './people.ts';

for (const width of [1440, 390]) {
  test.describe(`Settings, ${width} px wide`, () => {
    test.use({ viewport: { width, height: 844 } });

    test('a key that is created works against the edge, and is refused once it is revoked', async ({
      page,
      system,
      signIn,
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

    test('a change of protection is stored, confirmed where it weakens protection, and recorded in the audit log', async ({
      page,
      system,
      signIn,
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

    test('an audit search without results is explained, and release managers may read the log', async ({
      page,
      system,
      signIn,
    }) => {
      await signIn(page, await system.person({ role: 'release_manager' }));
      await page.goto(`${settings('audit')}?search=zebra`);
      await expect(page.getByText('Nothing in the log mentions “zebra”.')).toBeVisible();
      await expectAccessible(page);
    });

    test('the about page names versions and shows that the worker keeps up', async ({ page, system, signIn }) => {
      await signIn(page, await system.person({ role: 'viewer' }));
      await page.goto(settings('about'));
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Everything keeps up.');
      await expect(page.getByText(system.edgeUrl)).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('an admin has inputs and outputs stored, after being told what, how long and for whom, and stops it again', async ({
  page,
  system,
  signIn,
}) => {
  const project = 'texts';
  await system.addProject(project);
  const viewer = await system.person({ role: 'viewer', project });
  const key = await system.key(['ingest', 'read'], { project });
  await signIn(page, viewer);
  await page.goto(`/p/${project}/alerts/signals`);
  await page.getByRole('link', { name: 'How to store inputs and outputs' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Inputs and outputs of requests are not stored.');
  await expect(page.getByText('This needs the role admin; yours is viewer.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Store them' })).toHaveCount(0);

  await signIn(page, await system.person({ role: 'admin', project }));
  await page.goto(`/p/${project}/settings/data`);
  await expectGoodEverywhere(page);
  await page.getByRole('button', { name: 'Store them' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('2 members and 1 key may read them.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Store them' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Inputs and outputs of requests are stored for 90 days.',
  );

  let sent = 0;
  const send = async () => {
    const event = { id: `text-${++sent}`, at: new Date().toISOString(), model: 'acme/m', input: 'Where is my order?' };
    await system.api('POST', '/api/v1/events', { key, body: { events: [event] } });
    return (await system.api('GET', `/api/v1/events/${event.id}`, { key })).body.input;
  };
  await expect.poll(send, { timeout: 5_000 }).toBe('Where is my order?');
  await page.goto(`/p/${project}/monitor/requests?id=text-${sent}`);
  await expect(page.getByText('Where is my order?')).toBeVisible();

  await page.goto(`/p/${project}/settings/data`);
  await page.getByRole('button', { name: 'Stop storing them' }).click();
  await expect(dialog).toContainText('What is stored stays');
  await dialog.getByRole('button', { name: 'Stop storing them' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Inputs and outputs of requests are not stored.');
  await page.goto(`/p/${project}/settings/audit?search=project.update`);
  await expect(page.getByRole('row', { name: /project\.update/ })).toHaveCount(2);
});

test('a snippet is filled in with a key of its own, which works', async ({ page, system }) => {
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

test('the audit page shows the noted ends of the log, a truncated log, and the restore that explains it', async ({
  page,
  system,
  signIn,
}) => {
  await signIn(page, await system.person({ role: 'admin', project: 'other' }));
  await system.person({ role: 'viewer', project: 'other' });
  await noteAudit(system);
  await page.goto('/p/other/settings/audit');
  const verify = page.getByRole('button', { name: 'Verify the chain' });
  const older = page.getByText(/The database is older than what was noted at .*: 1 row of project other is missing/);
  await expect(page.getByText(/^Row \d+ was noted outside of the database/)).toBeVisible();
  await expect(
    page.getByText(/leave no trace, and neither does a change by a person with access to the database/),
  ).toBeVisible();
  await verify.click();
  await expect(page.getByText(/from the first to the last, with what was noted up to row \d+\./)).toBeVisible();
  await expectGoodEverywhere(page);

  await cutAuditTail(system, 'other');
  await page.reload();
  await expect(older).toBeVisible();
  await verify.click();
  await expect(page.getByText(/Row \d+ and later rows were cut off, or an older database was restored/)).toBeVisible();
  await expectGoodEverywhere(page);

  await acceptOlderDatabase(system, 'The disk died');
  await page.reload();
  await verify.click();
  await expect(page.getByText(/Since the restore accepted .* \(“The disk died”\)/)).toBeVisible();
  await expect(older).toHaveCount(0);
  await expectGoodEverywhere(page);
});
