import { openErrorAlert, openJudgeAlert } from '#test/harness/alerts.ts';
import { expect, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

const PROJECT = 'alerted';

test('an alert says what it was decided from and what changed; it is acknowledged, and its monitor is edited over the last days', async ({
  page,
  system,
  signIn,
}) => {
  await system.addProject(PROJECT);
  const person = await system.person({ role: 'editor', project: PROJECT });
  const key = await system.key(['ingest'], { owner: person, project: PROJECT });
  const events = Array.from({ length: 360 }, (_, i) => ({
    ...{ id: `a${i}`, at: new Date(Date.now() - 7_200_000 + i * 15_000).toISOString(), model: 'acme/m' },
    ...{ prompt: 'search/answer', environment: 'production', latency_ms: 500 },
    ...(i >= 120 && i < 200 && i % 4 === 0 ? { status: 'error', error_code: '500' } : {}),
  }));
  const sent = await system.api('POST', '/api/v1/events', { key, body: { events } });
  expect(sent.body.accepted, JSON.stringify(sent.body)).toBe(360);
  const { title } = await openErrorAlert(system, PROJECT);

  await signIn(page, person);
  await page.goto(`/p/${PROJECT}/alerts`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`1 alert fires: ${title}.`);
  const card = page.getByRole('region', { name: title });
  await expect(
    card.getByText('4.2 % of requests of the last 5 min failed (2.3 to 7.5), limit 1 %, n 240.'),
  ).toBeVisible();
  await expect(card.getByRole('link', { name: 'search/answer 32 serves production', exact: true })).toBeVisible();
  await expectGoodEverywhere(page);
  await card.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(card.getByText(`acknowledged by ${person.name}`)).toBeVisible();

  await page.getByRole('link', { name: /^Monitors/ }).click();
  await page.getByRole('link', { name: 'Errors above 1 %' }).click();
  const room = page.getByRole('region', { name: 'Monitor', exact: true });
  await expect(room.getByText('Last 7 days: it would have fired 1 time')).toBeVisible();
  await room.getByRole('spinbutton', { name: 'Limit' }).fill('60');
  await expect(room.getByText('it would have fired 0 times')).toBeVisible();
  await expectGoodEverywhere(page);
  await room.getByRole('button', { name: 'Save version 2' }).click();
  await expect(page.getByRole('row', { name: /Errors above 1 %/ })).toContainText('above 60 % of requests');

  await page.getByRole('link', { name: /^History/ }).click();
  await expect(page.getByRole('row', { name: new RegExp(title) })).toContainText('still fires');
});

test('a quality alert says that its judge moved and by how much; its anchors show how the judge stands', async ({
  page,
  system,
  signIn,
}) => {
  const project = 'anchored';
  await system.addProject(project);
  const person = await system.person({ role: 'editor', project });
  const key = await system.key(['evals'], { owner: person, project });
  const title = await openJudgeAlert(system, project);

  await signIn(page, person);
  await page.goto(`/p/${project}/alerts`);
  const card = page.getByRole('region', { name: title });
  await expect(card.getByText('The judge moved: anchors score 6.1 points lower than people gave them')).toBeVisible();
  await expect(card.getByText('Ticket', { exact: true })).toBeVisible();
  await card.getByRole('link', { name: 'Anchors' }).click();

  const panel = page.getByRole('region', { name: 'Anchors' });
  await expect(panel.getByText('System or judge?')).toBeVisible();
  await panel.getByRole('button', { name: 'Take what people scored' }).click();
  await expect(panel.getByText(/No request has feedback named quality of source human/)).toBeVisible();

  const item = { input: 'What is the fee?', output: 'Nothing.', human: 0.8, prompt: 'search/answer' };
  const anchors = Array.from({ length: 12 }, () => item);
  expect((await system.api('POST', '/api/v1/anchors', { key, body: { anchors } })).status).toBe(201);
  const next = await system.api('GET', '/api/v1/anchors/next', { key });
  const scores = `/api/v1/anchors/${next.body.data[0].id}/scores`;
  const body = { score: 0.7, judge: 'acme/judge-2' };
  expect((await system.api('POST', scores, { key, body })).status).toBe(201);
  await page.reload();
  const row = panel.getByRole('row', { name: /search\/answer/ });
  await expect(row).toContainText('judge acme/judge-2');
  await expect(row).toContainText('Not known yet');
  await expectGoodEverywhere(page);
});
