import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

/** A receiver of webhooks on this machine that counts what it got. */
async function startReceiver() {
  let got = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      got += 1;
      response.end('thank you');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, got: () => got, close: () => server.close() };
}

test('a channel is made and tested, an alert silenced with its price, and a rotation says who is on call', async ({
  page,
  system,
  signIn,
}) => {
  const receiver = await startReceiver();
  await system.addProject('notified');
  const admin = await system.person({ role: 'admin', project: 'notified', name: 'Kenji' });
  await signIn(page, admin);
  /** Without the notice of what was just done, which fades. */
  const goodAnew = async () => {
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectGoodEverywhere(page);
  };
  await page.goto('/p/notified/alerts/channels');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nobody is notified: there is no channel.');

  await page.getByRole('button', { name: 'New channel' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Kind').selectOption('webhook');
  await dialog.getByLabel('Name').fill('data lake');
  await dialog.getByLabel('Address').fill('https://10.0.0.8/hook');
  await dialog.getByRole('button', { name: 'Make the channel' }).click();
  await expect(dialog.getByText(/EGRESS_ALLOW|private/)).toBeVisible();
  await dialog.getByLabel('Address').fill(receiver.url);
  await dialog.getByRole('button', { name: 'Make the channel' }).click();
  await expect(dialog.getByText(/^whsec_/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Send a test to data lake' }).click();
  await expect(page.getByRole('cell', { name: 'Delivered' })).toBeVisible();
  await expect(page.getByText('200 thank you')).toBeVisible();
  expect(receiver.got()).toBe(1);
  await page.getByRole('button', { name: 'Change data lake' }).click();
  await expect(dialog.getByLabel('Address', { exact: true })).toHaveCount(0);
  await dialog.getByLabel('Name').fill('data pool');
  await dialog.getByLabel('Replace its address, with a new secret').check();
  await dialog.getByLabel('Address', { exact: true }).fill(`${receiver.url}/2`);
  await dialog.getByLabel('ticket', { exact: true }).check();
  await dialog.getByLabel('Time zone').fill('Europe/Berlin');
  await dialog.getByRole('button', { name: 'Change the channel' }).click();
  await expect(dialog.getByText(/^whsec_/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('tickets Mon, Tue, Wed, Thu, Fri 09:00–17:00 (Europe/Berlin)')).toBeVisible();
  await goodAnew();
  await page.getByRole('button', { name: 'Delete data pool' }).click();
  await page.getByRole('button', { name: 'Delete the channel' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nobody is notified: there is no channel.');

  await page.getByRole('link', { name: 'Silences' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is silenced.');
  await page.getByRole('button', { name: 'New silence' }).click();
  await dialog.getByLabel('is', { exact: true }).fill('support/*');
  await expect(dialog.getByText('In the last 7 days it would have hidden 0 firings')).toBeVisible();
  await dialog.getByLabel('Why').fill('moving regions');
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(page.getByText('prompt support/*')).toBeVisible();
  await goodAnew();
  await page.getByRole('button', { name: 'End the silence of prompt support/*' }).click();
  await expect(page.getByText('Over', { exact: true })).toBeVisible();

  await page.getByRole('link', { name: 'On call' }).click();
  await page.getByRole('button', { name: 'New rotation' }).click();
  await dialog.getByLabel('Kenji').check();
  await dialog.getByLabel('First week contains').fill('2026-11-23');
  await dialog.getByRole('button', { name: 'Make the rotation' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kenji is on call.');
  await page.getByRole('button', { name: 'Change First responders' }).click();
  await expect(dialog.getByLabel('Kenji')).toBeChecked();
  await dialog.getByLabel('at', { exact: true }).fill('10:30');
  await dialog.getByRole('button', { name: 'Change the rotation' }).click();
  await expect(page.getByText('Rotation changed')).toBeVisible();
  await page.getByRole('button', { name: 'Change First responders' }).click();
  await expect(dialog.getByLabel('at', { exact: true })).toHaveValue('10:30');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Escalation' }).click();
  await dialog.getByLabel('Step 1').selectOption({ label: 'who is on call in First responders' });
  await dialog.getByRole('button', { name: 'Set the escalation' }).click();
  await expect(page.getByText('at once, who is on call in First responders')).toBeVisible();
  await goodAnew();
  receiver.close();
});
