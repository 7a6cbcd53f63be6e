import { and, asc, eq } from 'drizzle-orm';
import { budget } from '#db/schema/budgets.ts';
import { BUDGET_SCOPES, type Budgeted, monthOf } from '#server/cost/domain/budget-scope.ts';
import { type Standing, standingOf } from '#server/cost/domain/budget-standing.ts';
import { hardState } from '#server/cost/domain/budget-thresholds.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import type { BudgetRow } from './create-budget.ts';
import { readKnownPrices } from './read-known-prices.ts';
import { readSpend, type SpendRead, spendBase, unreadSpend } from './read-spend.ts';

export type SpendView = Budgeted & SpendRead;

export type BudgetView = SpendView & {
  row: BudgetRow;
  standing: Standing;
  /** Null where the budget is not hard. */
  hardState: 'open' | 'exhausted' | null;
  /** Of this month. */
  notifiedPercent: number | null;
};

/**
 * How long (ms) a list waits for what it reads of its budgets, one after the other, and how long a change does: a budget is
 * set whether or not its spend can be read now. What takes longer, as while a bulk load is summed, is `not_read_yet`.
 */
const LIST_WAITS_MS = 8_000;
const CHANGE_WAITS_MS = 1_500;

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
  const endMs = performance.now() + LIST_WAITS_MS;
  const base = spendBase(ctx, await readKnownPrices(ctx));
  const views: BudgetView[] = [];
  // One after the other, so that a page does not use all connections of the process.
  for (const row of rows) {
    views.push(viewWith(row, await within(row, endMs - performance.now(), () => readSpend(ctx, row, base))));
  }
  return views;
}

/** One budget. 404 where the project has none with this id. */
export async function readBudget(ctx: Ctx, id: string): Promise<BudgetView> {
  if (!isUuid(id)) throw notFound();
  const mine = and(eq(budget.projectId, ctx.project.id), eq(budget.id, id));
  const [row] = await ctx.db.select().from(budget).where(mine);
  if (!row) throw notFound();
  return viewWith(row, await readSpend(ctx, row, spendBase(ctx, await readKnownPrices(ctx))));
}

/**
 * What this month has cost, for the response to a change, which does not depend on it: it waits 1.5 s at most, and a read
 * that fails is logged and `not_read_yet`.
 */
export async function readSoon(ctx: Ctx, budgeted: Budgeted): Promise<SpendRead> {
  // Not among what may fail: with an Idempotency-Key it is read in the transaction of the change, which would fail with it.
  const base = spendBase(ctx, await readKnownPrices(ctx));
  try {
    return await within(budgeted, CHANGE_WAITS_MS, () => readSpend(ctx, budgeted, base));
  } catch (err) {
    ctx.log.warn({ err, project: ctx.project.id, scope: budgeted.scope }, 'the spend of a budget was not read');
    return unreadSpend(budgeted, 'not_read_yet');
  }
}

/** What `read` gives within `ms`. It is not cancelled: its statements end by their own limit. */
async function within(budgeted: Budgeted, ms: number, read: () => Promise<SpendRead>): Promise<SpendRead> {
  if (ms <= 0) return unreadSpend(budgeted, 'not_read_yet');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<SpendRead>((resolve) => {
    timer = setTimeout(() => resolve(unreadSpend(budgeted, 'not_read_yet')), ms);
  });
  try {
    return await Promise.race([read(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Spend of the whole project this month, for a page, which waits for it as for a list. */
export async function readProjectMonth(ctx: Ctx): Promise<SpendView> {
  const project = { scope: 'project', subject: '' } as const;
  const base = spendBase(ctx, await readKnownPrices(ctx));
  return { ...project, ...(await within(project, LIST_WAITS_MS, () => readSpend(ctx, project, base))) };
}

/** Spend of a subject this month, whether or not it has a budget. */
export async function readForecast(ctx: Ctx, budgeted: Budgeted): Promise<SpendView> {
  return { ...budgeted, ...(await readSpend(ctx, budgeted, spendBase(ctx, await readKnownPrices(ctx)))) };
}

/** A budget with what was read of its spend. */
export function viewWith(row: BudgetRow, read: SpendRead): BudgetView {
  const { scope, subject } = row;
  const { spend } = read;
  const isThisMonth = spend === null || row.notifiedPeriod === spend.monthStart;
  return {
    row,
    scope,
    subject,
    ...read,
    standing: standingOf(row.amountPico, spend, read),
    hardState: row.hard ? hardState(row.amountPico, spend?.spentPico ?? null) : null,
    notifiedPercent: isThisMonth ? row.notifiedPercent || null : null,
  };
}
