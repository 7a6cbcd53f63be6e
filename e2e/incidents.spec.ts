import { firePage, happen } from '#test/builders/incidents.ts';
import { releaseBuilder } from '#test/builders/release.ts';
import { recorded, scoredItem } from '#test/builders/scored-runs.ts';
import { expect, expectAccessible, type System, test } from './fixtures.ts';
import { chartTable, expectGoodEverywhere } from './look.ts';

const PROJECT = 'incidents';
const MINUTE = 60_000;

/** Two hours of requests, of which half fail from `from` to `to` minutes ago. */
async function sendTraffic(system: System, now: number, { from, to }: { from: number; to: number }) {
  const key = await system.key(['ingest'], { project: PROJECT });
  const events = Array.from({ length: 110 * 4 }, (_, i) => {
    const ago = Math.floor(i / 4) + 2;
    const failed = ago <= from && ago > to && i % 2 === 0;
    return {
      ...{ id: `incident-${i}`, at: new Date(now - ago * MINUTE + (i % 4) * 10_000).toISOString(), cost_usd: 0.01 },
      ...{ prompt: 'orders/extract', environment: 'production', model: 'acme/mini', version: 31, user: `u${i % 20}` },
      ...{ quality: failed ? 0.4 : 0.9, ...(failed ? { status: 'error', error_code: 'invalid_json' } : {}) },
    };
  });
  const sent = await system.api('POST', '/api/v1/events', { key, body: { events } });
  expect(sent.body.accepted, JSON.stringify(sent.body).slice(0, 300)).toBe(events.length);
}

test('an on-call person finds what happened, confirms it, corrects a time and writes it down', async ({
  page,
  system,
  signIn,
}) => {
  await system.addProject(PROJECT);
  const projectId = system.project(PROJECT).id;
  const editor = await system.person({ role: 'editor', name: 'Maren', project: PROJECT });
  await signIn(page, editor);
  await page.goto(`/p/${PROJECT}/incidents`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No incident so far.');

  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  await sendTraffic(system, now, { from: 40, to: 28 });
  const fired = await firePage(system, new Date(now - 34 * MINUTE), { projectId });
  await system.drain();
  await system.services.sql`update alert set resolved_at = ${new Date(now - 16 * MINUTE)} where id = ${fired.alert.id}`;
  await happen(system, fired.alert, 'resolved', new Date(now - 16 * MINUTE));
  await system.drain();

  const line = page.getByRole('row').filter({ hasText: 'Errors of orders/extract are above 1 %' });
  await expect(line).toContainText('Mitigated');
  await expect(line).toContainText('6 min');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'INC-1 is open: Errors of orders/extract are above 1 %.',
  );
  await expect(page.getByLabel('Times of all incidents')).toBeVisible();
  await expect(page.getByLabel('Precision of alerts by severity')).toBeVisible();
  await expectGoodEverywhere(page);

  await line.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Errors of orders\/extract are above 1 %: 24 of 48\srequests failed in 12\smin\.$/,
  );
  await expect(page.getByText('impact, 12')).not.toHaveCount(0);
  const { rows } = await chartTable(page, 'Requests that failed');
  expect(rows.length).toBeGreaterThan(20);
  await expect(page.getByText('Nothing that Switchyard knows changed in the 24 hours before.')).toBeVisible();

  await expect(page.getByLabel('Runbook', { exact: true })).toHaveValue('provider-outage');
  await page.getByRole('checkbox', { name: 'Is it the provider or us?' }).check();
  await expect(page.getByText('1 of 8 done')).toBeVisible();
  await system.drain();
  await expect(page.getByText('did step 1 of the runbook provider-outage')).toBeVisible();
  await expectGoodEverywhere(page);

  await page.getByRole('button', { name: 'Resolve', exact: true }).click();
  const resolve = page.getByRole('dialog', { name: 'Resolve INC-1' });
  await resolve.getByLabel('Reason').fill('version 32 is out');
  await resolve.getByRole('button', { name: 'Resolve', exact: true }).click();
  await expect(page.getByText('Mitigated → resolved: version 32 is out')).toBeVisible();

  const times = page.getByRole('region', { name: 'Times' });
  await times.getByRole('button', { name: 'Edit impact start' }).click();
  const edit = page.getByRole('dialog', { name: 'Impact start of INC-1' });
  await edit.getByLabel('Time (UTC)').fill(new Date(now - 42 * MINUTE).toISOString().slice(0, 16));
  await edit.getByLabel('Reason').fill('the log of orders says so');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(times.getByText('Maren, originally')).toBeVisible();
  await expect(times.getByText('Time to detect')).toContainText('8 min');

  await page.getByRole('button', { name: 'Add note' }).click();
  await page.getByRole('dialog', { name: 'Add a note' }).getByLabel('Note').fill('Order dates come as text.');
  await page.getByRole('dialog', { name: 'Add a note' }).getByRole('button', { name: 'Add', exact: true }).click();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByRole('button', { name: 'Notes' }).click();
  await expect(timeline.getByRole('listitem')).toHaveCount(1);
  await expect(timeline.getByText('Order dates come as text.')).toBeVisible();
  await timeline.getByRole('button', { name: 'Pin: Order dates' }).click();
  await expect(timeline.getByText('pinned · note · Maren')).toBeVisible();
  await timeline.getByRole('button', { name: 'Withdraw: Order dates' }).click();
  const withdraw = page.getByRole('dialog', { name: 'Withdraw a row' });
  await withdraw.getByLabel('Reason').fill('of another prompt');
  await withdraw.getByRole('button', { name: 'Withdraw it' }).click();
  await expect(timeline.locator('s', { hasText: 'Order dates come as text.' })).toBeVisible();
  await expect(timeline.getByText('withdrawn by Maren: of another prompt')).toBeVisible();
  await expect(times.getByText('1 person, at least')).toBeVisible();
  await expect(times.getByText('Severity 2 from')).toBeVisible();

  await page.getByRole('button', { name: 'Assign' }).click();
  const people = page.getByRole('dialog', { name: 'People of INC-1' });
  await people.getByLabel('Incident commander').selectOption({ label: 'Maren' });
  await people.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('led by Maren')).toBeVisible();

  await page.getByRole('button', { name: 'Export who met it' }).click();
  await expect(page.getByText('20 units exported.')).toBeVisible();
});

test('the failing inputs become cases, the gate says that it would have failed, and the next promotion asks about them', async ({
  page,
  system,
  signIn,
}) => {
  const project = 'lessons';
  await system.addProject(project);
  await system.services.sql`update project set stores_bodies = true where name = ${project}`;
  const maren = await system.person({ role: 'release_manager', name: 'Maren', project });
  const other = await system.person({ role: 'release_manager', name: 'Kenji', project });
  const keyOf = (owner: typeof maren) => system.key(undefined, { owner, project });
  const release = releaseBuilder(system, await keyOf(maren));
  const approver = await keyOf(other);
  const set = `set-of-${await release.measured('orders/extract')}`;
  for (const version of [1, 2]) await release.approve(approver, await release.promote('orders/extract', version));
  const at = new Date().toISOString();
  const events = Array.from({ length: 6 }, (_, i) => ({
    ...{ id: `lesson-${i}`, at, prompt: 'orders/extract', version: 2, environment: 'production', model: 'test/m2' },
    ...{ input: { question: `Order ${i}` }, status: 'error', error_code: 'invalid_json' },
  }));
  await release.send(207, 'POST', '/api/v1/events', { events });
  const scope = { prompt: 'orders/extract', version: 2, environment: 'production' };
  const title = 'Orders without a date';
  await release.send(201, 'POST', '/api/v1/incidents', { title, ...scope, impact_start: at });
  for (const state of ['active', 'resolved']) await release.send(200, 'PATCH', '/api/v1/incidents/1', { state });

  await signIn(page, maren);
  await page.goto(`/p/${project}/incidents/1`);
  const lesson = page.getByRole('region', { name: 'Would the gate have stopped it?' });
  await expect(lesson).toContainText('add failing inputs to a golden set first');
  await lesson.getByRole('button', { name: 'Add failing inputs' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox')).toHaveCount(6);
  await expect(dialog.getByLabel('Golden set')).toHaveValue(set);
  await expect(dialog.getByLabel('Category')).toHaveValue('incident-1');
  await expectAccessible(page);
  await dialog.getByRole('checkbox', { name: 'Order 5' }).uncheck();
  await dialog.getByRole('button', { name: 'Add cases' }).click();
  await expect(lesson).toContainText(`Waiting for results of version 2 on ${set} and version 1 on ${set}.`);
  await expect(lesson).toContainText('"dataset_version":2');
  await expect(page.getByText(`5 failing inputs became cases of ${set}, version 2`)).toBeVisible();

  const cases = (await release.send(200, 'GET', '/api/v1/incidents/1/cases')).data as { item: string }[];
  const { baseline, candidate } = recorded([60, 20, 0, 0]);
  const answered = (score: number) => cases.map(({ item }) => scoredItem(item, [score], { category: 'incident-1' }));
  await release.run('orders/extract', 1, set, [...baseline, ...answered(1)]);
  await release.run('orders/extract', 2, set, [...candidate, ...answered(0)]);
  await page.reload();
  await expect(lesson).toContainText(`Yes: it would have failed on ${set}. incident-1 drops by 100.0 points`);
  await expect(lesson.getByRole('row').filter({ hasText: 'incident-1' })).toContainText('Fail');
  await expectGoodEverywhere(page);

  const body = { template: 'Version 3: {{question}}', config: { model: 'test/m3' } };
  await release.send(201, 'POST', '/api/v1/prompts/orders%2Fextract/versions', body);
  const { id } = await release.promote('orders/extract', 3);
  await page.goto(`/p/${project}/promotions/${id}`);
  const earlier = page.getByRole('region', { name: 'It has failed before' });
  await expect(earlier).toContainText('the same prompt');
  await expect(earlier).toContainText('5 of 5 not run');
  await release.run('orders/extract', 3, set, [...candidate, ...answered(1)]);
  await page.reload();
  await expect(earlier).toContainText('All 5 pass');
  await expectAccessible(page);
  await earlier.getByRole('link', { name: `INC-1: ${title}` }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
});

test('a post-mortem is drafted from facts, edited by two at once, reviewed by another person and published', async ({
  page,
  system,
  signIn,
  anotherBrowser,
}) => {
  const project = 'lessons-learnt';
  await system.addProject(project);
  const maren = await system.person({ role: 'editor', name: 'Maren', project });
  const ed = await system.person({ role: 'editor', name: 'Ed', project });
  const rita = await system.person({ role: 'editor', name: 'Rita', project });
  const key = await system.key(['admin', 'read'], { owner: ed, project });
  const send = async (method: string, path: string, body?: object) => {
    const response = await system.api(method, `/api/v1/incidents${path}`, { key, body });
    expect(response.status, JSON.stringify(response.body).slice(0, 300)).toBeLessThan(300);
    return response.body;
  };
  const impact_start = new Date(Date.now() - 6 * MINUTE).toISOString();
  await send('POST', '', { title: 'Totals come as text', prompt: 'orders/extract', impact_start });

  await signIn(page, maren);
  await page.goto(`/p/${project}/incidents/1`);
  await page.getByRole('region', { name: 'Post-mortem' }).getByRole('link', { name: 'Draft it' }).click();
  await page.getByRole('button', { name: 'Draft it from the facts' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^The post-mortem of INC-1: \d of 9\ssections written\.$/,
  );
  await expect(page.getByText(/6 min: from the first bad minute/)).toBeVisible();
  await page
    .getByRole('link', { name: /^t\d+$/ })
    .first()
    .click();
  await expect(page.getByRole('region', { name: 'Sources' }).locator('li:target')).toContainText('Detection: ');
  // What stands half under the sticky header counts as too small.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectGoodEverywhere(page);

  const { markdown, version } = await send('GET', '/1/postmortem');
  const answers = ['Nothing did.', 'Ada saw it.', 'It took a while.', 'They waited.'];
  const rest = ['It was short.', 'Nobody had a total as text.', 'None.', 'No gate ran.', 'None, because it is a test.'];
  let n = 0;
  const written = markdown.replace(
    /(## .*\n\n)[\s\S]*?(?=\n## |$)/g,
    (_: string, title: string) => `${title}${[...answers, ...rest][n++]}\n`,
  );
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const text = page.getByLabel('Text in Markdown');
  await text.fill(written.replace('Nobody had a total as text.', 'There were 5 such totals.'));
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByLabel('Unsupported')).toContainText('There were 5 such totals.');
  await page.getByRole('button', { name: 'Markdown', exact: true }).click();
  await text.fill(written);
  await page.reload();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(page.getByText('This is text that you did not save')).toBeVisible();
  await expect(text).toHaveValue(written);

  await send('PATCH', '/1/postmortem', { version, markdown: written.replace('They waited.', 'They rolled back.') });
  await page.getByRole('button', { name: 'Save the version' }).click();
  const place = page.getByRole('region', { name: 'Place 1' });
  await expect(place).toContainText('They waited.');
  await expect(place).toContainText('They rolled back.');
  await place.getByRole('button', { name: 'Both' }).click();
  await page.getByRole('button', { name: 'Use this text' }).click();
  await expect(text).toHaveValue(/They waited\.\s+They rolled back\./);
  await page.getByRole('button', { name: 'Save the version' }).click();

  const items = page.getByRole('region', { name: 'Action items' });
  await items.getByRole('button', { name: 'Add' }).click();
  const add = page.getByRole('dialog', { name: 'Add an action item' });
  await add.getByLabel('What is to be done').fill('Check the types of totals');
  await add.getByLabel('Owner').selectOption({ label: 'Ed' });
  await add.getByRole('button', { name: 'Add', exact: true }).click();
  await items.getByRole('checkbox', { name: 'Check the types of totals' }).click();
  await expect(items.getByText(/^Ed, prevent it, done on/)).toBeVisible();
  await items.getByRole('button', { name: 'Edit Check the types of totals' }).click();
  const edit = page.getByRole('dialog', { name: 'Change the action item' });
  await edit.getByLabel('Owner').selectOption({ label: 'Rita' });
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(items.getByText(/^Rita, prevent it, done on/)).toBeVisible();

  const review = page.getByRole('region', { name: 'Review' });
  const lacks = review.getByRole('listitem').filter({ hasText: ': missing' });
  await expect(lacks).toHaveText([/^Start, detection/, /^It is said why/, /^Somebody else/]);
  await review.getByRole('button', { name: 'Say why' }).click();
  const why = page.getByRole('dialog');
  await why.getByLabel('Reason').fill('No log of its end is left.');
  await why.getByRole('button', { name: 'Save' }).click();
  await page.getByLabel('Why no gate or canary stopped it').selectOption({ label: 'No canary ran' });
  await expect(lacks).toHaveText([/^Somebody else has approved this version/]);
  await review.getByRole('button', { name: 'Ask for review' }).click();
  await expect(review.getByText('You wrote part of it')).toBeVisible();
  const other = await anotherBrowser(rita);
  await other.goto(`/p/${project}/incidents/1/postmortem`);
  await other.getByRole('button', { name: 'Approve' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await other.getByRole('button', { name: 'Publish' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('The post-mortem of INC-1 is published.');
});
