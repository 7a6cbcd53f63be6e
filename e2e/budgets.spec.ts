import { expect, type System, test } from './fixtures.ts';
import { chartTable, expectGoodEverywhere } from './look.ts';

const DAY_MS = 86_400_000;
const DAYS = 31;
/** A project without the requests of other journeys. */
const PROJECT = 'budgeted';

/** 31 days of two prompts at $10 and $2 a day, and today a user who spends $60. */
async function sendSpend(system: System, folder: string) {
  await system.addProject(PROJECT);
  const owner = await system.person({ role: 'release_manager', project: PROJECT });
  const key = await system.key(['admin', 'ingest', 'read'], { owner, project: PROJECT });
  const now = Date.now();
  const at = (daysAgo: number) => new Date(now - daysAgo * DAY_MS - 60_000).toISOString();
  const events = Array.from({ length: DAYS }, (_, daysAgo) =>
    [
      { prompt: `${folder}/answer`, cost_usd: 10, user: 'steady', model: 'acme/large' },
      { prompt: `${folder}/reply`, cost_usd: 2, user: 'steady', model: 'acme/small' },
      ...(daysAgo === 0 ? [{ prompt: `${folder}/answer`, cost_usd: 60, user: 'greedy', model: 'acme/large' }] : []),
      ...(daysAgo === 3 ? [{ prompt: `${folder}/dark`, model: 'acme/unpriced' }] : []),
    ].map((event, i) => ({
      id: `${folder}-${daysAgo}-${i}`,
      at: at(daysAgo),
      tokens_in: 100,
      tokens_out: 10,
      ...event,
    })),
  ).flat();
  const sent = await system.api('POST', '/api/v1/events', { key, body: { events } });
  expect(sent.body.accepted, JSON.stringify(sent.body)).toBe(events.length);

  const setBudget = async (body: object) => {
    const made = await system.api('POST', '/api/v1/budgets', { key, body });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body;
  };
  return { owner, key, setBudget };
}

test('a project without a budget gets its first one from the page, changed and deleted again', async ({
  page,
  system,
  signIn,
}) => {
  await system.addProject('no-budgets');
  const owner = await system.person({ role: 'release_manager', project: 'no-budgets' });
  await signIn(page, owner);
  await page.goto('/p/no-budgets/cost/budgets');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No budget is set.');
  await expect(page.getByRole('heading', { name: 'A first budget' })).toBeVisible();
  await expectGoodEverywhere(page);

  await page.getByRole('button', { name: 'Set a budget' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set a budget' });
  await dialog.getByLabel('Budget of').selectOption('prompt');
  await dialog.getByLabel('Which prompt').fill('nowhere/at-all');
  await dialog.getByLabel('US dollars a month').fill('0');
  await dialog.getByRole('button', { name: 'Set the budget' }).click();
  await expect(dialog.getByText('this project has no prompt nowhere/at-all')).toBeVisible();
  await dialog.getByLabel('Budget of').selectOption('project');
  await dialog.getByRole('button', { name: 'Set the budget' }).click();
  await expect(dialog.getByText('A budget is more than 0 dollars.')).toBeVisible();
  await dialog.getByLabel('US dollars a month').fill('500.50');
  await dialog.getByLabel('Notify at').fill('60, 100');
  await dialog.getByRole('button', { name: 'Set the budget' }).click();
  await expect(page.getByText('notified at 60 and 100 %')).toBeVisible();
  await expect(page.getByText('soft: notifies only')).toBeVisible();

  await page.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Budget of the project' });
  await edit.getByLabel('Hard: refuse requests once all is spent').check();
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Nothing refuses requests until traffic goes through the gateway')).toBeVisible();

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete the budget' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No budget is set.');
});

test('budgets stand where the API says: inside, over, over by forecast, unknown; the chart adds up to its figures', async ({
  page,
  system,
  signIn,
}) => {
  test.setTimeout(120_000);
  const folder = 'budgeted';
  const { key, setBudget } = await sendSpend(system, folder);
  const inside = await setBudget({ scope: 'prompt', subject: `${folder}/reply`, amount_usd: 1000 });
  const over = await setBudget({ scope: 'prompt', subject: `${folder}/answer`, amount_usd: 5, hard: true });
  const ahead = await setBudget({ scope: 'prompt', subject: `${folder}/*`, amount_usd: 100_000 });
  await setBudget({ scope: 'prompt', subject: `${folder}/dark`, amount_usd: 5 });
  await system.drain();
  const { month_end_usd } = ahead.forecast;
  const limit = Math.round(month_end_usd * 99) / 100;
  const isLast = limit <= ahead.spent_usd;
  await system.api('PATCH', `/api/v1/budgets/${ahead.id}`, { key, body: { amount_usd: limit } });

  await signIn(page, await system.person({ role: 'viewer', project: PROJECT }));
  await page.goto(`/p/${PROJECT}/cost/budgets`);
  await expect(page.getByRole('button', { name: 'Set a budget' })).toHaveCount(0);
  const line = (name: string) => page.getByRole('link').filter({ hasText: `prompt ${folder}/${name}` });
  await expect(line('reply')).toContainText('Inside');
  await expect(line('answer')).toContainText('Over by');
  await expect(line('*')).toContainText(isLast ? 'Over by' : 'at the end');
  await expect(line('dark')).toContainText('Unknown');

  await line('dark').click();
  await expect(page.getByText('no price is registered')).toBeVisible();
  await line('answer').click();
  await expect(page).toHaveURL(new RegExp(`budget=${over.id}`));
  await expect(page.getByText('100 % passed')).toBeVisible();
  await expect(page.getByText('hard, exhausted.')).toBeVisible();

  await line('reply').click();
  await expect(page.getByRole('heading', { name: `prompt ${folder}/reply` })).toBeVisible();
  const query = new URLSearchParams({ scope: 'prompt', subject: `${folder}/reply` });
  const { body } = await system.api('GET', `/api/v1/cost/forecast?${query}`, { key });
  const { names, rows } = await chartTable(page, `Spend of prompt ${folder}/reply`);
  const forecast = rows.map((row) => row[names.indexOf('forecast')] ?? null).filter((value) => value !== null);
  expect(forecast.at(-1)).toBeCloseTo(body.forecast.month_end_usd, 0);
  const whole = body.days.slice(0, -1).reduce((sum: number, day: { usd: number }) => sum + day.usd, 0);
  const spent = rows.map((row) => row[names.indexOf('spent')] ?? null).filter((value) => value !== null);
  expect(spent.at(-1)).toBeCloseTo(whole, 0);
  expect(inside.state).toBe('inside');

  const jumps = page.getByRole('region', { name: 'Jumps' });
  const row = jumps.getByRole('row').filter({ hasText: 'user greedy' });
  await expect(row).toContainText('$60.00');
  await row.getByRole('link').click();
  await expect(page).toHaveURL(/monitor\/requests\?user=greedy/);
  await expect(page.getByRole('row').filter({ hasText: `${folder}/answer` })).toHaveCount(1);
});
