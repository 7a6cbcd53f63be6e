import { smallCompany } from '#test/builders/small-company.ts';
import { expect, test } from './fixtures.ts';
import { expectDifference, readCost, readModels } from './managers.ts';

const PROJECT = 'small-company';

test('of data sent through the API alone, managers read what an answer costs, what would save most and what must move by when', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(180_000);
  await system.addProject(PROJECT);
  const approver = await system.person({ role: 'admin', project: PROJECT });
  const { stretches, weeks, savings, leaving } = await smallCompany(system, PROJECT, approver);
  const key = await system.key(['read'], { project: PROJECT });
  const settling = async () => (await system.api('GET', '/api/v1/cost/outcomes', { key })).body.settling_hours;
  await expect.poll(settling, { timeout: 60_000 }).toBe(0);

  await signIn(page, await system.person({ role: 'viewer', project: PROJECT }));
  await readCost(page, PROJECT, { ...stretches, savings, verdict: 'Real' });
  await page.getByRole('button', { name: '7 d' }).click();
  await expectDifference(page, { range: '7d', ...weeks, verdict: 'May be chance' });
  await readModels(page, PROJECT, leaving);
  await expect(page.getByRole('row', { name: /^acme\/idle/ })).toContainText('deployed nowhere');
});
