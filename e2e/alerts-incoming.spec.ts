import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

const PROJECT = 'from-outside';

test('alerts from outside: addresses to paste, what came and what was refused, and us or them', async ({
  page,
  system,
  signIn,
}) => {
  await system.addProject(PROJECT);
  const key = await system.key(['ingest'], { project: PROJECT });
  const owner = await system.person({ role: 'editor', project: PROJECT });
  await signIn(page, owner);
  await page.goto(`/p/${PROJECT}/alerts/incoming`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing has been received from outside.');
  await expect(page.getByText('$SWITCHYARD_API_KEY').first()).toBeVisible();

  await page.getByRole('button', { name: 'Add a status page' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a status page' });
  await dialog.getByRole('button', { name: 'openai' }).click();
  await expect(dialog.getByLabel('Provider')).toHaveValue('openai');
  await dialog.getByLabel('Address of its summary.json').fill('https://169.254.169.254/');
  await dialog.getByRole('button', { name: 'Add it' }).click();
  await expect(dialog.getByText('not a public address')).toBeVisible();
  let summary: object = {};
  const statuspage = createServer((_, response) => response.end(JSON.stringify(summary))).listen(0, '127.0.0.1');
  await once(statuspage, 'listening');
  const { port } = statuspage.address() as AddressInfo;
  await dialog.getByLabel('Address of its summary.json').fill(`http://127.0.0.1:${port}/api/v2/summary.json`);
  await dialog.getByRole('button', { name: 'Add it' }).click();
  await expect(dialog.getByText('no summary.json of Statuspage')).toBeVisible();
  summary = { status: { indicator: 'none', description: 'All Systems Operational' }, incidents: [] };
  await dialog.getByRole('button', { name: 'Add it' }).click();
  await expect(page.getByRole('row', { name: /openai/ })).toContainText('All Systems Operational');
  statuspage.close();

  const send = (body: object) => system.api('POST', '/api/v1/alerts/incoming', { key, body });
  await send({ title: 'Errors of openai are at 12 %', severity: 'page', labels: { provider: 'openai' } });
  await send({ severity: 'page' });
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Webhook sent alerts/);
  await expect(page.getByRole('row', { name: /Errors of openai/ })).toContainText('announces nothing');
  await expect(page.getByText('/title is missing')).toBeVisible();
  await expectGoodEverywhere(page);

  await page.getByRole('button', { name: 'Remove the status page of openai' }).click();
  await page.getByRole('button', { name: 'Remove the page' }).click();
  await expect(page.getByRole('heading', { name: 'Us or them?' })).toBeVisible();
});
