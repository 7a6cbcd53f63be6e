import { releaseBuilder } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';
import { expect, type System, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (ms: number) => new Date(ms).toISOString();

test('a project without events says what cost per outcome is for and how it fills', async ({
  page,
  system,
  signIn,
}) => {
  await system.addProject('no-tasks');
  await signIn(page, await system.person({ role: 'admin', project: 'no-tasks' }));
  await page.goto('/p/no-tasks');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Cost' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What a good answer costs is not known yet.');
  await expect(page.getByText('$SWITCHYARD_API_KEY')).toBeVisible();
  await expectGoodEverywhere(page);
});

/** A variant of the prompt with so many tasks a day, from and until so many days ago. */
type Variant = {
  version: number;
  arm?: string;
  from: number;
  until: number;
  aDay: number;
  cost: number;
  fails: number;
};

const VARIANTS: readonly Variant[] = [
  { version: 1, from: 15, until: 2, aDay: 60, cost: 0.02, fails: 5 },
  { version: 2, arm: 'candidate', from: 5, until: 2, aDay: 40, cost: 0.01, fails: 6 },
];

/** A project without the requests of other journeys. */
const PROJECT = 'outcomes';

/** Tasks of two variants, some with a retry, a tool and a person; outcomes of all but a few. */
async function sendTasks(system: System, prompt: string) {
  const key = await system.key(['ingest'], { project: PROJECT });
  const now = Date.now();
  const events: object[] = [];
  const outcomes: object[] = [];
  const costs: object[] = [];
  for (const { version, arm, from, until, aDay, cost, fails } of VARIANTS) {
    for (let day = from; day >= until; day--) {
      for (let i = 0; i < aDay; i++) {
        const id = `${version}-${day}-${i}`;
        const at = now - day * DAY + i * 60_000;
        const of = {
          prompt,
          version,
          arm,
          model: `test/m${version}`,
          operation_id: id,
          outcome_id: id,
          query_type: i % 3 === 0 ? 'hard' : 'easy',
        };
        const paid = cost * (i % 3 === 0 ? 2 : 1) * (0.8 + (i % 5) / 10);
        if (i % 10 === 0) {
          const failed = { status: 'error', error_code: 'timeout', attempt: 1 };
          events.push({ ...of, ...failed, id: `${id}-0`, at: iso(at - 1000), cost_usd: paid / 2 });
        }
        events.push({
          ...of,
          id: `${id}-1`,
          at: iso(at),
          attempt: i % 10 === 0 ? 2 : 1,
          cost_usd: paid,
          tokens_in: 900,
        });
        if (i % 20 !== 7) outcomes.push({ id: `o-${id}`, outcome_id: id, success: i % fails > 0, at: iso(at + 5000) });
        if (i % 30 === 1)
          costs.push({
            id: `c-${id}`,
            at: iso(at),
            operation_id: id,
            kind: 'tool',
            amount_usd: '0.002',
            name: 'search',
          });
      }
    }
  }
  events.push({
    id: 'young',
    at: iso(now - HOUR),
    prompt,
    version: 1,
    model: 'test/m1',
    operation_id: 'young',
    cost_usd: 0.02,
  });
  const send = async (path: string, name: string, list: readonly object[]) => {
    for (let from = 0; from < list.length; from += 1000) {
      const { body } = await system.api('POST', `/api/v1/${path}`, {
        key,
        body: { [name]: list.slice(from, from + 1000) },
      });
      expect(body.rejected, JSON.stringify(body.results?.find((one: { status: number }) => one.status === 422))).toBe(
        0,
      );
    }
  };
  await send('events', 'events', events);
  await send('outcomes', 'outcomes', outcomes);
  await send('costs', 'costs', costs);
}

test('what one good answer costs, which variant is the cheapest that is not worse, and the tasks behind it', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(180_000);
  const prompt = 'search/answer';
  await system.addProject(PROJECT);
  const release = releaseBuilder(system, await system.key(undefined, { project: PROJECT }));
  await release.prompt(prompt);
  await release.runs(prompt, 'golden', recorded([400, 2, 1, 20]));
  await sendTasks(system, prompt);

  const reader = await system.key(['read'], { project: PROJECT });
  const read = async () => (await system.api('GET', '/api/v1/cost/outcomes', { key: reader })).body;
  await expect.poll(async () => (await read()).settling_hours, { timeout: 60_000 }).toBe(0);
  await expect.poll(async () => (await read()).groups[0]?.immature, { timeout: 60_000 }).toBe(1);
  const { groups } = await read();
  const [stable, candidate] = groups;
  expect(stable.group).toMatchObject({ version: 1, model: 'm1' });
  expect(candidate.group).toMatchObject({ version: 2, arm: 'candidate' });
  expect(stable).toMatchObject({ tasks: 840, immature: 1 });

  await signIn(page, await system.person({ role: 'viewer', project: PROJECT }));
  await page.goto(`/p/${PROJECT}/cost`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/^A successful answer costs \$0\.0/);
  await expect(page.getByText('had no task to compare with')).toBeVisible();
  const table = page.getByRole('region', { name: 'Cost per outcome by variant' });
  const row = table.getByRole('row').filter({ hasText: 'search/answer 2' });
  await expect(row).toContainText('m2, candidate');
  await expect(row).toContainText('Cheapest, not worse');
  await expect(row).toContainText("within 2 % of the baseline's score, the default margin");
  await expect(row).toContainText('%');
  await expect(page.getByRole('table', { name: /^Cost per outcome over time/ })).toBeAttached();
  const before = page.getByRole('region', { name: 'Now and before' });
  await expect(before).toContainText('nothing to compare with');

  await row.getByRole('link', { name: /^\$0\.0/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Tasks' });
  await expect(sheet).toContainText('Tasks of search/answer 2 (m2, candidate)');
  await expect(sheet.getByRole('listitem')).toHaveCount(50);
  await expect(page).toHaveURL(/tasks=/);
  await sheet.getByRole('button', { name: 'Older tasks' }).click();
  await expect(sheet.getByRole('listitem')).toHaveCount(100);
  await sheet.getByRole('listitem').filter({ hasText: '2 attempts' }).first().getByRole('link').click();
  const task = page.getByRole('dialog', { name: 'Task', exact: true });
  await expect(task.getByRole('heading', { name: /Attempt 1 of 2/ })).toContainText('timeout');
  await expect(task.getByRole('heading', { name: /^Cost \$0\.0/ })).toHaveCount(2);
  await expect(task).toContainText(/\$0\.0\d+ = \$0\.0\d+ \+ \$0\.0\d+/);
  await expectGoodEverywhere(page);
  await task.getByRole('link', { name: 'All tasks of this figure' }).click();
  await expect(sheet.getByRole('listitem').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.getByRole('button', { name: '7 d' }).click();
  await expect(page).toHaveURL(/range=7d/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('less than in the week before');
  await page.getByRole('combobox', { name: 'Group' }).selectOption('query_type');
  await expect(page.getByRole('region', { name: 'Cost per outcome by query type' })).toContainText('hard');
  await page.getByRole('combobox', { name: 'Success' }).selectOption('quality');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('No task is known to have succeeded');

  // The same figure on the pages that lead to it.
  const first = await release.promote(prompt, 1);
  const owner = await system.person({ role: 'admin', project: PROJECT });
  await release.approve(await system.key(['promote', 'read'], { owner, project: PROJECT }), first);
  const promotion = await release.promote(prompt, 2);
  const managed = releaseBuilder(system, await system.key(undefined, { owner, project: PROJECT }));
  const { spent_usd: month } = await release.send(200, 'GET', '/api/v1/cost/forecast');
  await managed.send(201, 'POST', '/api/v1/budgets', { scope: 'project', amount_usd: Math.ceil(month) + 1 });
  await release.send(201, 'POST', '/api/v1/models', {
    ...{ provider: 'test', model_id: 'm1', retirement_date: iso(Date.now() + 20 * DAY).slice(0, 10) },
    prices: [
      { effective_from: '2026-01-01T00:00:00Z', input_per_mtok: 20, output_per_mtok: 40 },
      { effective_from: iso(Date.now() + 9 * DAY), input_per_mtok: 30, output_per_mtok: 60 },
    ],
  });
  await page.goto(`/p/${PROJECT}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/test\/m1 retires in\s20\sdays/);
  const coming = page.locator('[data-slot="panel"]').filter({ has: page.getByRole('heading', { name: 'Coming' }) });
  await expect(coming).toContainText('Serves 1 prompt; it has no fallback');
  await expect(coming).toContainText(/A request of test\/m1 costs 50\s% more/);
  const tile = page.getByRole('link', { name: /^Cost per outcome, 7 d/ });
  await expect(tile).toContainText(/\$0\.0\d+\s?−\d/);
  await expect(page.getByRole('link', { name: /^Spend, / })).toContainText(/% of \$[\d.]+/);
  const spend = page.locator('[data-slot="panel"]').filter({ hasText: 'Spend against budget' });
  await expect(spend).toContainText(/Today \$0\.0\d+, \$\d[\d.]* of \$[\d.]+ this month/);
  await expectGoodEverywhere(page);
  await tile.click();
  await expect(page).toHaveURL(/\/cost\?environment=production&range=7d/);

  await page.goto(`/p/${PROJECT}/prompts`);
  await expect(page.getByRole('row').filter({ hasText: prompt })).toContainText(/\$0\.0\d+ to \$0\.0\d+/);
  await page.goto(`/p/${PROJECT}/prompts/search%2Fanswer?tab=metrics&range=30d`);
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText(/\$0\.0\d+ per outcome/);
  const byVersion = page.getByRole('region', { name: 'Totals by version' });
  await expect(byVersion.getByRole('row').filter({ hasText: '$0.0' })).toHaveCount(2);
  await expect(page.getByRole('table', { name: 'Cost per outcome, by version' })).toBeAttached();

  await page.goto(`/p/${PROJECT}/promotions/${promotion.id}`);
  const cost = page.locator('[data-slot="panel"]').filter({ hasText: 'in production, tasks of 30 days' });
  await expect(cost).toContainText('Costs less');
  await expect(cost).toContainText(/Version 2: \d+.*% less an outcome on the same mix of query types/);
  await expectGoodEverywhere(page);
  await page.goto(`/p/${PROJECT}/monitor?range=30d`);
  await expect(page.getByRole('table', { name: 'Cost per outcome, by variant' })).toBeAttached();
});
