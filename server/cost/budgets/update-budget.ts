import { and, eq } from 'drizzle-orm';
import { budget } from '#db/schema/budgets.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { ordered } from '#server/cost/domain/budget-limit.ts';
import { budgetName } from '#server/cost/domain/budget-scope.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { checkLimit } from './check-budget.ts';
import type { BudgetChange } from './contract.ts';
import { auditOf, type BudgetRow } from './create-budget.ts';

/**
 * Changes the fields that a body has and keeps the rest. A changed amount is written to the feed of changes. 404 unknown;
 * 422 as on creation.
 */
export async function updateBudget(ctx: Ctx, id: string, change: BudgetChange): Promise<BudgetRow> {
  const amountPico = change.amount_usd === undefined ? undefined : checkLimit(change.amount_usd);
  return inTransaction(ctx, async (ctx) => {
    const before = await lockBudget(ctx, id);
    const next = {
      amountPico: amountPico ?? before.amountPico,
      percents: change.thresholds === undefined ? before.percents : ordered(change.thresholds),
      hard: change.hard ?? before.hard,
    };
    const [after] = await ctx.db
      .update(budget)
      .set({ ...next, updatedAt: ctx.clock.now() })
      .where(eq(budget.id, before.id))
      .returning();
    if (!after) throw notFound();
    await enqueue(ctx, 'budget.check', { projectId: ctx.project.id, budgetId: before.id });
    if (after.amountPico !== before.amountPico) {
      await recordChange(ctx, {
        kind: 'budget',
        title: `Budget of ${budgetName(after)} changed from $${dollarsOf(before.amountPico)} to $${dollarsOf(after.amountPico)}`,
        path: '/cost/budgets',
      });
    }
    const detail = { before: auditOf(before), after: auditOf(after) };
    await appendAudit(ctx, { action: 'budget.update', object: { kind: 'budget', id: before.id }, detail });
    return after;
  });
}

/** Deletes a budget. Its audit rows and its changes in the feed stay. 404 unknown. */
export async function deleteBudget(ctx: Ctx, id: string): Promise<BudgetRow> {
  return inTransaction(ctx, async (ctx) => {
    const row = await lockBudget(ctx, id);
    await ctx.db.delete(budget).where(eq(budget.id, row.id));
    await recordChange(ctx, { kind: 'budget', title: `Budget of ${budgetName(row)} deleted`, path: '/cost/budgets' });
    await appendAudit(ctx, { action: 'budget.delete', object: { kind: 'budget', id }, detail: auditOf(row) });
    return row;
  });
}

/** The row, locked until the transaction ends. 404 where the project has none with this id. */
export async function lockBudget(ctx: InTx, id: string): Promise<BudgetRow> {
  if (!isUuid(id)) throw notFound();
  const mine = and(eq(budget.projectId, ctx.project.id), eq(budget.id, id));
  const [row] = await ctx.db.select().from(budget).where(mine).for('update');
  if (!row) throw notFound();
  return row;
}
