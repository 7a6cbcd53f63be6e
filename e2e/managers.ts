import { expect, type Page } from './fixtures.ts';

/** Tasks that are old enough to count, by query type: how many, how many succeeded, and what they cost (US dollars). */
export type Stretch = Readonly<Record<string, { tasks: number; succeeded: number; costUsd: number }>>;

/** A change that would save: its card's name, its words, what it saved in 30 days, and a part of its sentence. */
export type Saving = { title: string; words: string; savedUsd: number; change: string };

/** A model that serves and retires; `DAY` in `rehearsal` stands for its day. */
export type Leaving = {
  model: string;
  /** `2027-01-11`, UTC. */
  retiresOn: string;
  days: number;
  owner: string;
  serves: string;
  places: readonly string[];
  replacement: string;
  proof: 'Proven' | 'Unproven' | 'Failed';
  readiness: string;
  rehearsal: string;
};

const BEFORE = { '7d': 'the week before', '30d': 'the 30 days before' } as const;

/**
 * What an engineering manager reads on Cost without asking: what a good answer costs, what it cost in the month before,
 * whether they differ, and the three changes that would save most, each with its risk.
 */
export async function readCost(
  page: Page,
  project: string,
  { now, before, savings, verdict }: { now: Stretch; before: Stretch; savings: readonly Saving[]; verdict?: Verdict },
): Promise<void> {
  await page.goto(`/p/${project}/cost`);
  await expectDifference(page, { range: '30d', now, before, verdict });
  const top = page.getByRole('region', { name: 'What would save most' });
  await expect(top).toContainText('in 30 days, of all traffic');
  const cards = top.getByRole('listitem');
  await expect(cards).toHaveCount(3);
  expect(savings).toHaveLength(3);
  for (const [i, { title, words, savedUsd, change }] of savings.entries()) {
    for (const fact of [title, words, dollars(savedUsd), change]) await expect(cards.nth(i)).toContainText(fact);
  }
}

type Verdict = 'Real' | 'May be chance';

/**
 * The headline and the panel of both stretches, with their figures. The difference is the one on the same mix of query
 * types, lies in its interval, and is called real just where the whole interval is on one side of zero.
 */
export async function expectDifference(
  page: Page,
  { range, now, before, verdict }: { range: keyof typeof BEFORE; now: Stretch; before: Stretch; verdict?: Verdict },
): Promise<void> {
  const costs = `A successful answer costs ${dollars(perOutcome(now))}`;
  const headline = page.getByRole('heading', { level: 1 });
  await expect(headline).toContainText(costs);
  const panel = page.getByRole('region', { name: 'Now and before' });
  const days = range.replace('d', ' days');
  await expect(panel).toContainText(`The last ${days}${dollars(perOutcome(now))}`);
  await expect(panel).toContainText(`The ${days} before${dollars(perOutcome(before))}`);
  for (const stretch of [now, before]) {
    const { succeeded, tasks } = sumOf(stretch);
    await expect(panel).toContainText(`${grouped(succeeded)} of ${grouped(tasks)} tasks succeeded`);
  }
  const said = /Difference(\S+)\s%(Real|May be chance)(\S+)\s% to (\S+)\s%/.exec((await panel.textContent()) ?? '');
  const [change, low, high] = [said?.[1], said?.[3], said?.[4]].map(number);
  const expected = ratioOnSameMix(now, before) - 1;
  expect(change).toBeCloseTo(100 * expected, Math.abs(expected) < 0.1995 ? 1 : 0);
  const isReal = Number(low) > 0 || Number(high) < 0;
  expect(Number(low)).toBeLessThanOrEqual(Number(change));
  expect(Number(high)).toBeGreaterThanOrEqual(Number(change));
  expect(said?.[2]).toBe(isReal ? 'Real' : 'May be chance');
  if (verdict) expect(said?.[2]).toBe(verdict);
  const share = Math.abs(Math.round(1000 * expected) / 10);
  const than = `${share} % ${expected < 0 ? 'less' : 'more'} than in ${BEFORE[range]}`;
  if (isReal) await expect(headline).toHaveText(`${costs}, ${than}.`);
  else await expect(headline).toContainText(`${costs}; a difference from ${BEFORE[range]} is not shown (`);
}

/** What a release manager reads on Models: what must move by when, whose it is, and whether what replaces it is proven. */
export async function readModels(page: Page, project: string, leaving: readonly Leaving[]): Promise<void> {
  await page.goto(`/p/${project}/models`);
  for (const [i, { model, days, readiness }] of leaving.entries()) {
    if (i === 0) {
      const first = `${model} retires in ${days} days; ${readiness}.`;
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(first);
    } else await expect(page.getByText(`Then ${model} retires in ${days} days, ${readiness}.`)).toBeVisible();
  }
  for (const { model, retiresOn, days, owner, serves, replacement, proof } of leaving) {
    const link = page.getByRole('link', { name: model.replace('/', ' / '), exact: true });
    const row = page.getByRole('row').filter({ has: link });
    const facts = [`owned by ${owner}`, serves, `${dayOf(retiresOn)}, in ${days} days`, `${proof}${replacement}`];
    for (const fact of facts) await expect(row).toContainText(fact);
  }
  await page.getByRole('link', { name: /^Deprecations/ }).click();
  const calendar = page.getByRole('region', { name: 'Retires in the next 180 days' });
  const rowOf = (model: string) => calendar.getByRole('row', { name: new RegExp(`^${model} owned by`) });
  for (const { model, retiresOn, days, owner, places, replacement, readiness } of leaving) {
    const facts = [
      `owned by ${owner}`,
      `${dayOf(retiresOn)}, in ${days} days`,
      ...places,
      `${replacement}${readiness}`,
    ];
    for (const fact of facts) await expect(rowOf(model)).toContainText(fact);
  }
  for (const { model, retiresOn, rehearsal } of leaving) {
    await rowOf(model).getByRole('link', { name: 'Rehearse the move' }).click();
    const headline = page.getByRole('heading', { level: 1 });
    await expect(headline).toHaveText(rehearsal.replace('DAY', dayOf(retiresOn)));
    await page.goBack();
  }
}

/** US dollars as pages write them: cents from $1, three significant digits below. */
const dollars = (usd: number): string => `$${usd < 0.9995 ? usd.toPrecision(3) : usd.toFixed(2)}`;

const grouped = (value: number): string => value.toLocaleString('en-US');

/** `+12` and `−12` as numbers. */
const number = (text = 'nothing'): number => Number(text.replace('−', '-'));

/** `11 Jan`, with the year where it is another than this one. UTC. */
function dayOf(date: string): string {
  const at = new Date(date);
  const isThisYear = at.getUTCFullYear() === new Date().getUTCFullYear();
  const parts = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return at.toLocaleDateString('en-GB', isThisYear ? parts : { ...parts, year: 'numeric' }).replace('Sept', 'Sep');
}

const sumOf = (stretch: Stretch) =>
  Object.values(stretch).reduce((sum, each) => ({
    tasks: sum.tasks + each.tasks,
    succeeded: sum.succeeded + each.succeeded,
    costUsd: sum.costUsd + each.costUsd,
  }));

function perOutcome(stretch: Stretch): number {
  const { costUsd, succeeded } = sumOf(stretch);
  return costUsd / succeeded;
}

/** Cost per outcome now over that before, each query type weighted by its share of the tasks of both. */
function ratioOnSameMix(now: Stretch, before: Stretch): number {
  const costOf = (side: Stretch) => {
    const means = Object.keys(now).flatMap((type) => {
      const [own, a, b] = [side[type], now[type], before[type]];
      if (!own || !a || !b) return [];
      const weight = a.tasks + b.tasks;
      return [{ cost: (weight * own.costUsd) / own.tasks, succeeded: (weight * own.succeeded) / own.tasks }];
    });
    const sum = (of: 'cost' | 'succeeded') => means.reduce((total, each) => total + each[of], 0);
    return sum('cost') / sum('succeeded');
  };
  return costOf(now) / costOf(before);
}
