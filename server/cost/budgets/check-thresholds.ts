import { and, eq } from 'drizzle-orm';
import { budget } from '#db/schema/budgets.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { budgetName, folderOf, monthOf } from '#server/cost/domain/budget-scope.ts';
import { type BudgetState, stepBudget } from '#server/cost/domain/budget-thresholds.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import type { BudgetRow } from './create-budget.ts';
import { readSpent } from './read-spend.ts';

type Spent = { periodStart: number; spentPico: bigint | null };

/**
 * Compares a budget with its spend and notifies the highest threshold that was passed for the first time in the period:
 * an entry of the feed and a row of the outbox, in the transaction that records it in the locked row, so that two workers
 * notify once. After a pause over the end of a month that month is compared once more, then this one. Does nothing for a
 * budget that was deleted.
 */
export async function checkThresholds(ctx: Ctx, id: string): Promise<void> {
  const mine = and(eq(budget.projectId, ctx.project.id), eq(budget.id, id));
  const [row] = await ctx.db.select().from(budget).where(mine);
  if (!row) return;
  const { monthStart } = monthOf(ctx.clock.now().getTime());
  const isBehind = row.notifiedPeriod !== null && row.notifiedPeriod < monthStart;
  const periods = isBehind && row.notifiedPeriod !== null ? [row.notifiedPeriod, monthStart] : [monthStart];
  const readings: Spent[] = [];
  for (const periodStart of periods) readings.push({ periodStart, spentPico: await readSpent(ctx, row, periodStart) });
  await inTransaction(ctx, async (ctx) => {
    const [locked] = await ctx.db.select().from(budget).where(mine).for('update');
    if (!locked) return;
    let state = stateOf(locked);
    for (const reading of readings) {
      const step = stepBudget(state, { ...reading, limitPico: locked.amountPico, percents: locked.percents });
      state = step.state;
      if (step.notify !== null) await notify(ctx, locked, { ...reading, percent: step.notify });
    }
    if (state === null) return;
    await ctx.db
      .update(budget)
      .set({
        notifiedPeriod: state.periodStart,
        notifiedLimitPico: state.limitPico,
        notifiedPercent: state.notifiedPercent,
      })
      .where(mine);
  });
}

function stateOf({ notifiedPeriod, notifiedLimitPico, notifiedPercent }: BudgetRow): BudgetState | null {
  if (notifiedPeriod === null || notifiedLimitPico === null || notifiedPercent === null) return null;
  return { periodStart: notifiedPeriod, limitPico: notifiedLimitPico, notifiedPercent };
}

async function notify(ctx: InTx, row: BudgetRow, { periodStart, spentPico, percent }: Spent & { percent: number }) {
  const month = new Date(periodStart * DAY_MS).toISOString().slice(0, 7);
  const spent = (spentPico === null ? 0 : dollarsOf(spentPico)).toFixed(2);
  await recordChange(ctx, {
    kind: 'budget',
    ...(row.scope === 'prompt' && folderOf(row.subject) === null ? { prompt: row.subject } : {}),
    ...(row.scope === 'model' ? { model: row.subject } : {}),
    title: `Budget of ${budgetName(row)}: ${percent} % of $${dollarsOf(row.amountPico)} spent in ${month} ($${spent})`,
    path: `/cost/budgets?budget=${row.id}`,
  });
  await enqueue(ctx, 'budget.threshold', { projectId: ctx.project.id, budgetId: row.id, month, percent });
}
