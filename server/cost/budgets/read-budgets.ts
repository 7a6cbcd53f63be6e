import { and, asc, eq } from 'drizzle-orm';
import { budget } from '#db/schema/budgets.ts';
import { BUDGET_SCOPES, type Budgeted } from '#server/cost/domain/budget-scope.ts';
import { type Standing, standingOf } from '#server/cost/domain/budget-standing.ts';
import { hardState } from '#server/cost/domain/budget-thresholds.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import type { BudgetRow } from './create-budget.ts';
import { type KnownPrices, readKnownPrices } from './read-known-prices.ts';
import { readSpend, type SpendRead } from './read-spend.ts';

export type SpendView = Budgeted & SpendRead;

export type BudgetView = SpendView & {
  row: BudgetRow;
  standing: Standing;
  /** Null where the budget is not hard. */
  hardState: 'open' | 'exhausted' | null;
  /** Of this month. */
  notifiedPercent: number | null;
};

/** All budgets of a project (at most 100), the project's own first, with what this month has cost. */
export async function readBudgets(ctx: Ctx): Promise<BudgetView[]> {
  const rows = await ctx.db
    .select()
    .from(budget)
    .where(eq(budget.projectId, ctx.project.id))
    .orderBy(asc(budget.subject), asc(budget.id));
  rows.sort((a, b) => BUDGET_SCOPES.indexOf(a.scope) - BUDGET_SCOPES.indexOf(b.scope));
  const prices = await readKnownPrices(ctx);
  const views: BudgetView[] = [];
  // One after the other, so that a page does not use all connections of the process.
  for (const row of rows) views.push(await viewOf(ctx, row, prices));
  return views;
}

/** One budget. 404 where the project has none with this id. */
export async function readBudget(ctx: Ctx, id: string): Promise<BudgetView> {
  if (!isUuid(id)) throw notFound();
  const mine = and(eq(budget.projectId, ctx.project.id), eq(budget.id, id));
  const [row] = await ctx.db.select().from(budget).where(mine);
  if (!row) throw notFound();
  return viewBudget(ctx, row);
}

/** A row with what this month has cost. */
export const viewBudget = async (ctx: Ctx, row: BudgetRow): Promise<BudgetView> =>
  viewOf(ctx, row, await readKnownPrices(ctx));

/** Spend of a subject this month, whether or not it has a budget. */
export async function readForecast(ctx: Ctx, budgeted: Budgeted): Promise<SpendView> {
  return { ...budgeted, ...(await readSpend(ctx, budgeted, await readKnownPrices(ctx))) };
}

async function viewOf(ctx: Ctx, row: BudgetRow, prices: KnownPrices): Promise<BudgetView> {
  const { scope, subject } = row;
  const read = await readSpend(ctx, { scope, subject }, prices);
  const { spend, keyless } = read;
  const isThisMonth = spend === null || row.notifiedPeriod === spend.monthStart;
  return {
    row,
    scope,
    subject,
    ...read,
    standing: standingOf(row.amountPico, spend, keyless),
    hardState: row.hard ? hardState(row.amountPico, spend?.spentPico ?? null) : null,
    notifiedPercent: isThisMonth ? row.notifiedPercent || null : null,
  };
}
