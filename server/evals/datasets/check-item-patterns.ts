import { and, inArray, sql } from 'drizzle-orm';
import { datasetItem } from '#db/schema/evals.ts';
import type { GivenResult, ImportRun } from '#server/evals/contract.ts';
import { PATTERN_COST_MAX, patternCost } from '#server/evals/domain/scorers/pattern-cost.ts';
import { PATTERN_CHARS_MAX } from '#server/evals/domain/scorers/safe-pattern.ts';
import type { DbCtx } from '#server/platform/context.ts';
import { type FieldError, invalid, invalidFields } from '#server/platform/faults.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { itemsAt } from './read-items.ts';

/** What all patterns that a run's items expect may cost together, in instructions: about five seconds of the worker. */
const RUN_PATTERN_COST_MAX = 5_000_000;
/** Items read at once. Measuring their patterns takes about 10 ms; other requests run between two batches. */
const BATCH = 500;
const ERRORS_MAX = 100;

/**
 * A `regex` scorer without a value takes each item's expected text as its pattern: 422 that names the results whose
 * items expect a pattern that is too costly, or `/scorers/N` where all of them together are.
 */
export async function checkItemPatterns(
  ctx: InTx<DbCtx>,
  at: { dataset: { id: string; name: string }; datasetVersion: number },
  { scorers, results }: ImportRun,
): Promise<void> {
  const takers = scorers.flatMap(({ type, value, ignore_case }, i) =>
    type === 'regex' && value === undefined ? [{ i, ignoreCase: ignore_case }] : [],
  );
  const [taker] = takers;
  if (taker === undefined) return;
  const firstOf = firstResults(results);
  const ids = [...firstOf.keys()];
  const errors: FieldError[] = [];
  let sum = 0;
  for (let from = 0; from < ids.length && errors.length < ERRORS_MAX; from += BATCH) {
    for (const { id, pattern } of await readPatterns(ctx, at, ids.slice(from, from + BATCH))) {
      // A longer text is refused as a pattern when it is scored, so it is never compiled.
      if (pattern === null || pattern.length > PATTERN_CHARS_MAX) continue;
      const costs = takers.map(({ ignoreCase }) => patternCost(pattern, ignoreCase));
      const most = Math.max(...costs);
      sum += costs.reduce((all, cost) => all + cost, 0);
      if (most > PATTERN_COST_MAX) errors.push(tooCostly(firstOf.get(id) ?? 0, id, most));
    }
    if (sum > RUN_PATTERN_COST_MAX) {
      const path = `/scorers/${taker.i}`;
      const message = `${path}: the patterns that the items of ${at.dataset.name} expect cost more than ${RUN_PATTERN_COST_MAX} instructions together. Import fewer items at once.`;
      throw invalid(path, 'too_costly', message);
    }
  }
  if (errors.length > 0) throw invalidFields(errors.slice(0, ERRORS_MAX));
}

function tooCostly(result: number, item: string, cost: number): FieldError {
  const path = `/results/${result}/item`;
  const message = `${path}: the pattern that item ${item} expects costs about ${cost} instructions; at most ${PATTERN_COST_MAX}.`;
  return { path, code: 'too_costly', message };
}

/** Index of the first result of each item. */
function firstResults(results: readonly GivenResult[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const [i, { item }] of results.entries()) if (!first.has(item)) first.set(item, i);
  return first;
}

/** One index scan. A longer text is read only up to the length that shows that it is too long. */
function readPatterns(
  ctx: InTx<DbCtx>,
  { dataset, datasetVersion }: { dataset: { id: string }; datasetVersion: number },
  ids: string[],
) {
  return ctx.db
    .select({
      id: datasetItem.itemId,
      pattern: sql<string | null>`left(${datasetItem.expected}, ${PATTERN_CHARS_MAX + 1}::int)`,
    })
    .from(datasetItem)
    .where(and(itemsAt(dataset.id, datasetVersion), inArray(datasetItem.itemId, ids)));
}
