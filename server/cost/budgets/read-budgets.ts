import { and, asc, eq } from 'drizzle-orm';
import { budget } from '#db/schema/budgets.ts';
import { BUDGET_SCOPES, type Budgeted, monthOf } from '#server/cost/domain/budget-scope.ts';
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
  return viewsOf(ctx, await readRows(ctx));
}

/**
 * The first `max` budgets: the project's own, then those that passed the highest threshold this month by the worker's
 * last check. `more`: budgets that are not among them.
 */
export async function readFirstBudgets(ctx: Ctx, max: number): Promise<{ budgets: BudgetView[]; more: number }> {
  const rows = await readRows(ctx);
  const { monthStart } = monthOf(ctx.clock.now().getTime());
  const passed = (row: BudgetRow) => (row.notifiedPeriod === monthStart ? (row.notifiedPercent ?? 0) : 0);
  const isOwn = (row: BudgetRow) => Number(row.scope === 'project');
  const first = rows.toSorted((a, b) => isOwn(b) - isOwn(a) || passed(b) - passed(a)).slice(0, max);
  return { budgets: await viewsOf(ctx, first), more: rows.length - first.length };
}

async function readRows(ctx: Ctx): Promise<BudgetRow[]> {
  const rows = await ctx.db
    .select()
    .from(budget)
    .where(eq(budget.projectId, ctx.project.id))
    .orderBy(asc(budget.subject), asc(budget.id));
  return rows.sort((a, b) => BUDGET_SCOPES.indexOf(a.scope) - BUDGET_SCOPES.indexOf(b.scope));
}

async function viewsOf(ctx: Ctx, rows: readonly BudgetRow[]): Promise<BudgetView[]> {
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
