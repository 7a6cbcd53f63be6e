import { type Api, until } from '../lib/api.ts';
import type { SimCost } from './task.ts';

/** What is run for all tasks together, by day (US dollars): it belongs to no task, so it is in no cost per outcome. */
const VECTOR_INDEX_USD = 1.2;
const DAY_MS = 86_400_000;

/** Costs of the days before `now` that belong to no task. */
export const infrastructureOf = (now: number, days: number, volume: number): SimCost[] =>
  Array.from({ length: days }, (_, i) => ({
    id: `cost-index-${i}`,
    at: new Date(now - i * DAY_MS - 3_600_000).toISOString(),
    kind: 'infrastructure',
    amount_usd: (VECTOR_INDEX_USD * volume).toFixed(4),
    name: 'vector index',
  }));

/** Sends costs in batches of 1,000; a rejected one is an error. */
export async function sendCosts(admin: Api, costs: readonly SimCost[]): Promise<void> {
  for (let i = 0; i < costs.length; i += 1000) {
    const { rejected } = await admin.send<{ rejected: number }>('POST', '/api/v1/costs', {
      costs: costs.slice(i, i + 1000),
    });
    if (rejected > 0) throw new Error(`${rejected} costs were rejected`);
  }
}

/** What may be spent in a month at full volume, US dollars. */
const BUDGETS = [
  { scope: 'project', subject: null, amount: 320 },
  { scope: 'prompt', subject: 'search/*', amount: 200 },
  { scope: 'model', subject: 'kestrel/ferry-1', amount: 90 },
];

/** Sets the budgets. Those already there stay as they are. */
export async function setBudgets(admin: Api, volume: number): Promise<void> {
  for (const { scope, subject, amount } of BUDGETS) {
    const body = { scope, subject, amount_usd: (amount * volume).toFixed(2) };
    await admin.send('POST', '/api/v1/budgets', body, { expect: [409] });
  }
}

type Savings = { status: string };

/** Has the savings report computed, and waits for it. */
export async function computeSavings(admin: Api): Promise<void> {
  await admin.send('POST', '/api/v1/cost/savings', {});
  await until(
    'the savings report',
    () => admin.get<Savings>('/api/v1/cost/savings'),
    ({ status }) => status === 'done' || status === 'failed',
  );
}
