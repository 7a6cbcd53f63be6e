import { eq } from 'drizzle-orm';
import { budget } from '#db/schema/budgets.ts';
import type { BudgetRow } from '#server/cost/budgets/create-budget.ts';
import { filterOf, readSpent } from '#server/cost/budgets/read-spend.ts';
import { passedBy, spentAfter } from '#server/cost/domain/budget-effect.ts';
import { budgetName, monthOf } from '#server/cost/domain/budget-scope.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { keyNumbers, resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import {
  addPriced,
  type Figures,
  noFigures,
  type ShownFigures,
  shownFigures,
} from '#server/telemetry/reprice/domain/figures.ts';
import { previewReprice, type RepricePreview } from '#server/telemetry/reprice/preview-reprice.ts';
import type { Candidate } from '#server/telemetry/reprice/read-candidates.ts';
import { planReprice, type RepriceRange } from '#server/telemetry/reprice/reprice-range.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';

/** What changes in this month (UTC) of a budget. Dollars; `spent` is null where it is unknown. */
export type BudgetEffect = ShownFigures & {
  id: string;
  name: string;
  limit: number;
  spentBefore: number | null;
  spentAfter: number | null;
  /** Thresholds in percent. */
  passes: number[];
  falls: number[];
};

export type CorrectionPreview = RepricePreview & { budgets: BudgetEffect[] };

/**
 * What a correction of prices would change, in all, by day, by prompt and by budget. Reads every event of the model, until
 * `withinMs` is up; then the spend of the month of each budget that changes.
 */
export async function previewCorrection(
  ctx: Ctx,
  range: RepriceRange,
  { withinMs }: { withinMs?: number } = {},
): Promise<CorrectionPreview> {
  const plan = await planReprice(ctx, range);
  const { monthStart, monthEnd } = monthOf(ctx.clock.now().getTime());
  const [start, end] = [monthStart * DAY_MS, monthEnd * DAY_MS];
  const budgets = await budgetsOf(ctx, plan.number);
  const preview = await previewReprice(ctx, plan, {
    withinMs,
    withTags: budgets.some(({ row }) => row.scope === 'tag'),
    onEvent: (event, priced) => {
      if (event.ms < start || event.ms >= end) return;
      for (const { counts, sum } of budgets) if (counts(event)) addPriced(sum, priced);
    },
  });
  const changed = budgets.filter(({ sum }) => sum.changed > 0);
  const effects: BudgetEffect[] = [];
  // One after the other, so that a preview does not use all connections of the process.
  for (const { row, sum } of changed) effects.push(effectOn(row, sum, await readSpent(ctx, row, monthStart)));
  return { ...preview, budgets: effects };
}

type Watched = { row: BudgetRow; counts: (event: Candidate) => boolean; sum: Figures };

/** The budgets that events of a model (its number) can count in, and which of them do. */
async function budgetsOf(ctx: Ctx, model: number | null): Promise<Watched[]> {
  const rows = await ctx.db.select().from(budget).where(eq(budget.projectId, ctx.project.id));
  const watched: Watched[] = [];
  for (const row of rows) {
    const counts = await countedBy(ctx, row, model);
    if (counts !== null) watched.push({ row, counts, sum: noFigures() });
  }
  return watched;
}

async function countedBy(ctx: Ctx, row: BudgetRow, model: number | null): Promise<Watched['counts'] | null> {
  if (row.scope === 'tag') return ({ tags }) => tags?.includes(row.subject) === true;
  if (row.scope === 'key') {
    const keys = new Set(await keyNumbers(ctx, slotOf(ctx.project), row.subject));
    return ({ apiKey }) => apiKey !== null && keys.has(apiKey);
  }
  const { numbers } = await resolveFilter(ctx, filterOf(row));
  const [models, prompts] = [numbers.get('model'), numbers.get('prompt')];
  if (models !== undefined && (model === null || !models.includes(model))) return null;
  if (prompts === undefined) return () => true;
  const named = new Set(prompts);
  return ({ prompt }) => named.has(prompt);
}

function effectOn(row: BudgetRow, sum: Figures, before: bigint | null): BudgetEffect {
  const after = spentAfter(before, sum);
  return {
    id: row.id,
    name: budgetName(row),
    limit: dollarsOf(row.amountPico),
    spentBefore: before === null ? null : dollarsOf(before),
    spentAfter: after === null ? null : dollarsOf(after),
    ...passedBy(row.amountPico, row.percents, { before, after }),
    ...shownFigures(sum),
  };
}
