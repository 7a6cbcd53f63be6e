import { runCommand, runExample } from '#test/harness/example.ts';
import { expect, expectAccessible, type Page, type System, test } from './fixtures.ts';
import { expectNoSidewaysScroll } from './look.ts';
import { type Leaving, readCost, readModels, type Saving, type Stretch } from './managers.ts';

const PROJECT = 'harbour';
const HOUR_MS = 3_600_000;
const MONTH_MS = 720 * HOUR_MS;
/** A small company: the same two months with a tenth of their requests. */
const THIN = { DEMO_PROJECT: PROJECT, DEMO_VOLUME: '0.1' };

async function signInByLink(page: Page, system: System): Promise<void> {
  const link = await runCommand(
    system,
    'users',
    'create',
    '--email',
    'visitor@harbour.example',
    '--role',
    'admin',
    '--project',
    PROJECT,
  );
  await page.goto(link);
  await page.getByLabel('New password').fill('a month at the harbour');
  await page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await page.waitForURL(/\/p\//);
}

/** The state that an interrupted load leaves: the project with its first prompt. The next load continues from there. */
async function beginLoading(system: System): Promise<void> {
  await runCommand(system, 'projects', 'create', '--name', PROJECT, '--simulated');
  const key = await runCommand(system, 'keys', 'create', '--project', PROJECT, '--scopes', 'registry');
  const made = await system.api('POST', '/api/v1/prompts', { key, body: { name: 'search/answer', type: 'text' } });
  expect(made.status).toBe(201);
}

/** The addresses of the demo; those with ids are found by following links. */
async function addresses(page: Page): Promise<string[]> {
  const at = (path: string) => `/p/${PROJECT}${path}`;
  const prompt = at(`/prompts/${encodeURIComponent('search/answer')}`);
  const tabs = ['', '?tab=editor', '?tab=diff', '?tab=metrics', '?tab=history', '?tab=usage'];
  const found: string[] = [];
  for (const [list, link] of [
    ['/promotions', '/promotions/'],
    ['/evals', '/evals/datasets/'],
    ['/evals?tab=runs', '/evals/runs/'],
    ['/models', '/models/'],
  ] as const) {
    await page.goto(at(list));
    const first = page.locator(`main a[href*="${link}"]`).first();
    await expect(first).toBeVisible();
    found.push((await first.getAttribute('href')) ?? '');
  }
  const pages = [
    '',
    '/prompts',
    '/promotions',
    '/evals',
    '/evals?tab=runs',
    '/models',
    '/models?tab=deprecations',
    '/models?tab=inbox',
    '/models/northwind/atlas-2/rehearsal',
    '/cost',
    '/cost/savings',
    '/cost/budgets',
    '/monitor?range=30d',
    '/monitor/requests',
    '/settings/members',
    '/settings/audit',
  ];
  return [...pages.map(at), ...tabs.map((tab) => `${prompt}${tab}`), ...found];
}

/** The tasks of a stretch by query type, as the API has them. */
async function readStretch(system: System, key: string, [from, to]: [number, number]): Promise<Stretch> {
  const range = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  const { body } = await system.api('GET', `/api/v1/cost/outcomes?group_by=query_type&${range}`, { key });
  type Row = { group: { query_type: string }; tasks: number; succeeded: number; cost_usd: number };
  return Object.fromEntries(
    body.groups.map(({ group, tasks, succeeded, cost_usd }: Row) => [
      group.query_type,
      { tasks, succeeded, costUsd: cost_usd },
    ]),
  );
}

/** The changes of docs/cost.md, "The story of the demo", and the one that takes the place of the cache in thin traffic. */
const CHANGES: Readonly<Record<string, Omit<Saving, 'savedUsd'>>> = {
  smaller_model: {
    title: 'Smaller model for a subset',
    words: 'medium risk, medium complexity',
    change: 'categories of orders/extract 2: purchase-order, cancellation.',
  },
  prefix_caching: {
    title: 'Prefix caching',
    words: 'no risk, low complexity',
    change: 'support/reply 1 on kestrel/ferry-1',
  },
  output_compression: {
    title: 'Output compression',
    words: 'low risk, low complexity',
    change: 'search/answer 4 answers in',
  },
  tiered_routing: {
    title: 'Tiered routing',
    words: 'medium risk, high complexity',
    change: 'of support/reply 1, to kestrel/ferry-2.',
  },
};

/** The three of them that save most, each with its amount by the API: of a technique the largest that does no proven harm. */
async function readSavings(system: System, key: string): Promise<Saving[]> {
  type Card = { technique: string; found: { saved_usd: number; recommended: boolean; requests: number }[] };
  const { cards }: { cards: Card[] } = (await system.api('GET', '/api/v1/cost/savings', { key })).body;
  const saved = new Map(
    cards.map(({ technique, found }) => [
      technique,
      Math.max(0, ...found.map(({ recommended, requests, saved_usd }) => (recommended && requests ? saved_usd : 0))),
    ]),
  );
  // A tenth of the $32 and $11 there, within $0.50. Thin traffic reads less from a cache: that amount is not a tenth.
  const inFull = (technique: string) => (saved.get(technique) ?? 0) / Number(THIN.DEMO_VOLUME);
  expect(inFull('smaller_model')).toBeCloseTo(32, -1);
  expect(inFull('output_compression')).toBeCloseTo(11, -1);
  expect(saved.get('prefix_caching')).toBeGreaterThan(0);
  return Object.entries(CHANGES)
    .map(([technique, words]) => ({ ...words, savedUsd: saved.get(technique) ?? 0 }))
    .toSorted((a, b) => b.savedUsd - a.savedUsd)
    .slice(0, 3);
}

/** What the page of cost must say of the demo, by the API; the worker has summed the tasks of both months first. */
async function costOfDemo(system: System) {
  const key = await runCommand(system, 'keys', 'create', '--project', PROJECT, '--scopes', 'read');
  // The range of the page: 30 days up to the end of this hour.
  const to = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
  const both = new URLSearchParams({ from: new Date(to - 2 * MONTH_MS).toISOString() });
  const settling = async () => (await system.api('GET', `/api/v1/cost/outcomes?${both}`, { key })).body.settling_hours;
  await expect.poll(settling, { timeout: 240_000 }).toBe(0);
  return {
    now: await readStretch(system, key, [to - MONTH_MS, to]),
    before: await readStretch(system, key, [to - 2 * MONTH_MS, to - MONTH_MS]),
    savings: await readSavings(system, key),
  };
}

/** What docs/models.md, "The story of the demo", says of the models that retire. */
const leavingInDemo = (): Leaving[] => [
  {
    ...{ model: 'kestrel/ferry-1', retiresOn: dayIn(24), days: 24, owner: 'Kenji', replacement: 'kestrel/ferry-2' },
    serves: '1 prompt in production',
    places: ['support/reply, production'],
    proof: 'Proven',
    readiness: 'its replacement is proven',
    rehearsal:
      'In experiment and production its only prompt is ready to move to kestrel/ferry-2 before DAY; in staging it is undecided.',
  },
  {
    ...{ model: 'northwind/atlas-2', retiresOn: dayIn(75), days: 75, owner: 'Idris', replacement: 'kestrel/ferry-2' },
    serves: '2 prompts in production',
    places: ['orders/extract and search/answer, production'],
    proof: 'Failed',
    readiness: '0 of its 2 prompts have a proven replacement',
    rehearsal:
      '0 of 2 prompts are ready to move to kestrel/ferry-2 before DAY; 1 fails its gate, 1 has no run to compare.',
  },
];

/** The UTC day so many days ahead. */
const dayIn = (days: number): string => new Date(Date.now() + 24 * days * HOUR_MS).toISOString().slice(0, 10);

test('the demo tells managers what an answer costs and what must move by when; every page is accessible and fits at every width and in both themes', async ({
  page,
  system,
}) => {
  test.setTimeout(600_000);
  await beginLoading(system);
  await runExample(system, 'demo', THIN);
  await signInByLink(page, system);
  for (const address of await addresses(page)) {
    await page.goto(address);
    for (const [width, colorScheme] of [
      [1440, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await expect(page.getByRole('heading', { level: 1 }), address).toBeVisible();
      await expect(page.getByText(/simulated/i).first(), `${address} shows that its data are simulated`).toBeVisible();
      await expectNoSidewaysScroll(page, `${address} at ${width} px`);
      await expectAccessible(page);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await readModels(page, PROJECT, leavingInDemo());
  // Last: meanwhile the worker has summed the tasks of the two months.
  await readCost(page, PROJECT, await costOfDemo(system));
  expect(await runExample(system, 'demo', THIN), 'loading it again changes nothing').toContain('already there');
});
