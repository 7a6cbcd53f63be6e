import { count, eq } from 'drizzle-orm';
import { budget } from '#db/schema/budgets.ts';
import { project } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { ordered } from '#server/cost/domain/budget-limit.ts';
import { budgetName } from '#server/cost/domain/budget-scope.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import type { Ctx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { checkBudgeted, checkLimit } from './check-budget.ts';
import type { BudgetEntry } from './contract.ts';

export type BudgetRow = typeof budget.$inferSelect;

/** Most budgets of a project: each is read from the rollups for its page and once a minute. */
const BUDGETS_MAX = 100;

/**
 * Sets a budget. It is compared with the spend of the month at once, by a job. 409 `budget_exists` for the same subject,
 * `too_many_budgets` past 100; 422 for an unknown subject and for an invalid amount.
 */
export async function createBudget(ctx: Ctx, entry: BudgetEntry): Promise<BudgetRow> {
  const budgeted = await checkBudgeted(ctx, entry);
  const amountPico = checkLimit(entry.amount_usd);
  try {
    return await inTransaction(ctx, async (ctx) => {
      // One budget at a time, so that each counts the others.
      await ctx.db.select({ id: project.id }).from(project).where(eq(project.id, ctx.project.id)).for('no key update');
      const now = ctx.clock.now();
      const row = {
        id: newId(),
        projectId: ctx.project.id,
        ...budgeted,
        amountPico,
        percents: ordered(entry.thresholds),
      };
      const [made] = await ctx.db
        .insert(budget)
        .values({ ...row, hard: entry.hard, createdAt: now, updatedAt: now })
        .returning();
      if (!made) throw new Error('The budget was not inserted.');
      const mine = await ctx.db.select({ n: count() }).from(budget).where(eq(budget.projectId, ctx.project.id));
      if ((mine[0]?.n ?? 0) > BUDGETS_MAX) {
        throw conflict('too_many_budgets', `A project has at most ${BUDGETS_MAX} budgets. Delete one first.`);
      }
      await enqueue(ctx, 'budget.check', { projectId: ctx.project.id, budgetId: made.id });
      await recordChange(ctx, {
        kind: 'budget',
        title: `Budget of ${budgetName(made)} set to $${dollarsOf(amountPico)} a month`,
        path: '/cost/budgets',
      });
      await appendAudit(ctx, {
        action: 'budget.create',
        object: { kind: 'budget', id: made.id },
        detail: auditOf(made),
      });
      return made;
    });
  } catch (error) {
    if (!isDuplicate(error, 'budget_scope')) throw error;
    throw conflict('budget_exists', `There is a budget of ${budgetName(budgeted)} already. Change it with PATCH.`);
  }
}

/** The fields of a budget in its audit row. */
export const auditOf = ({ scope, subject, amountPico, percents, hard }: BudgetRow) => ({
  scope,
  subject,
  amount_usd: dollarsOf(amountPico),
  thresholds: percents,
  hard,
});
