import { and, asc, eq, inArray } from 'drizzle-orm';
import { evalResult } from '#db/schema/evals.ts';
import type { DbCtx } from '#server/platform/context.ts';

export type Answer = Omit<typeof evalResult.$inferSelect, 'runId' | 'itemId' | 'contentHash' | 'scored'>;

/** One run's answers to one item; output, error and scores are those of its first repeat. */
export type Side = {
  /** Mean over the repeats; null where none has a score. */
  score: number | null;
  output: string | null;
  error: string | null;
  scores: Record<string, number | null> | null;
  repeats: number;
  latencyMs: number | null;
  costUsd: number | null;
  answers: Answer[];
};

/** The answers of a run to some items, as a function of the item. One index range an item. */
export async function readSides(ctx: DbCtx, runId: string, items: readonly string[]): Promise<(item: string) => Side> {
  const rows =
    items.length === 0
      ? []
      : await ctx.db
          .select()
          .from(evalResult)
          .where(and(eq(evalResult.runId, runId), inArray(evalResult.itemId, [...items])))
          .orderBy(asc(evalResult.itemId), asc(evalResult.repeat));
  const byItem = Map.groupBy(rows, (row) => row.itemId);
  return (item) =>
    sideOf(
      (byItem.get(item) ?? []).map(({ runId: _, itemId: __, contentHash: ___, scored: ____, ...answer }) => answer),
    );
}

function sideOf(answers: Answer[]): Side {
  const [first] = answers;
  const scores = answers.flatMap(({ score, error }) => (score === null || error !== null ? [] : [score]));
  return {
    score: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    output: first?.output ?? null,
    error: first?.error ?? null,
    scores: first?.scores ?? null,
    repeats: answers.length,
    latencyMs: first?.latencyMs ?? null,
    costUsd: first?.costUsd ?? null,
    answers,
  };
}
