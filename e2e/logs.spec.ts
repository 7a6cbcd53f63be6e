import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.ts';

const CANARY = 'canary9c1d';

test('the web process logs nothing that people sent, also where the database fails', async ({
  page,
  system,
  webUrl,
  webLog,
  signIn,
}) => {
  const sql = system.owner();
  await signIn(page, await system.person({ role: 'admin' }));
  await page.goto(`/p/default/settings/audit?search=${CANARY}`);
  // From here on the pages' reads fail; their parameters contain what the user sent.
  await sql`alter table audit_row rename to audit_row_away`;
  await sql`alter table prompt rename to prompt_away`;
  try {
    for (const path of [`settings/audit?search=${CANARY}`, `prompts?search=${CANARY}`, `prompts/${CANARY}`]) {
      await page.request.get(`${webUrl}/p/default/${path}`);
    }
    const headers = { 'sec-fetch-site': 'same-origin' };
    const input = { json: { project: 'default', name: CANARY, type: 'text', description: `${CANARY} words` } };
    await page.request.post(`${webUrl}/api/trpc/prompts.create`, { headers, data: input });
    const asked = encodeURIComponent(JSON.stringify({ json: { project: 'default', search: CANARY, limit: 5 } }));
    await page.request.get(`${webUrl}/api/trpc/audit.list?input=${asked}`, { headers });
    await sql`alter table sign_in_attempt rename to sign_in_attempt_away`;
    const { csrfToken } = await (await page.request.get(`${webUrl}/api/auth/csrf`)).json();
    const form = { csrfToken, email: `${CANARY}@example.test`, password: `${CANARY} password`, json: 'true' };
    await page.request.post(`${webUrl}/api/auth/callback/password`, { form });
    await sql`alter table sign_in_attempt_away rename to sign_in_attempt`;
  } finally {
    await sql`alter table prompt_away rename to prompt`;
    await sql`alter table audit_row_away rename to audit_row`;
  }
  await page.request.post(`${webUrl}/api/trpc/prompts.create`, {
    data: `{"${CANARY}`,
    headers: { 'sec-fetch-site': 'none' },
  });
  const written = readFileSync(webLog, 'utf8');
  expect(written.match(/42P01/g)?.length, 'the failures were logged').toBeGreaterThan(4);
  expect(written).not.toContain(CANARY);
});
