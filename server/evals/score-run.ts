import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { datasetItem, evalResult, evalRun } from '#db/schema/evals.ts';
import type { Services } from '#server/platform/context.ts';
import { scorersSchema } from './contract.ts';
import { compileScorers, type ReadyScorer } from './domain/compile-scorers.ts';
import { type OutputScore, scoreOutput } from './domain/score-output.ts';
import { summariseRun } from './domain/summarise-run.ts';
import { loadScoredItems } from './load-scored-items.ts';
import { itemsAt } from './read-items.ts';

type Deps = Pick<Services, 'db' | 'clock' | 'log'>;
type RunRow = typeof evalRun.$inferSelect;

/** Results scored before progress moves. */
const CHUNK = 200;

/**
 * Scores what is not scored yet of a run, chunk by chunk, then sums it up. Safe to stop anywhere and to run twice at
 * once: a result is scored and counted in one statement that passes over those already scored.
 */
export async function scoreRun(deps: Deps, projectId: number, runId: string): Promise<void> {
  const { db, clock } = deps;
  const mine = and(eq(evalRun.id, runId), eq(evalRun.projectId, projectId));
  const isOpen = inArray(evalRun.status, ['queued', 'running']);
  const [run] = await db.update(evalRun).set({ status: 'running' }).where(and(mine, isOpen)).returning();
  if (!run) return;
  const compiled = compileScorers(scorersSchema.parse(run.scorers));
  if (!compiled.ok) throw new Error(`Scorers that were accepted do not compile: ${compiled.problems[0]?.message}`);
  const { scorers } = compiled;
  for (;;) {
    // Each chunk begins where the one before ended: from the start it would walk over all that is scored already.
    for (let at: Place | null = START; at !== null; ) at = await scoreChunk(deps, run, scorers, at);
    const isDone = await db.transaction(async (tx) => {
      // Importers update the run's row last, so under its lock nothing is added unseen.
      await tx.select({ id: evalRun.id }).from(evalRun).where(mine).for('update');
      const [left] = await tx.select({ item: evalResult.itemId }).from(evalResult).where(unscored(run)).limit(1);
      if (left) return false;
      const summary = summariseRun(await loadScoredItems({ db: tx }, run));
      await tx.update(evalRun).set({ status: 'completed', summary, completedAt: clock.now() }).where(and(mine, isOpen));
      return true;
    });
    if (isDone) return;
  }
}

const unscored = (run: RunRow) => and(eq(evalResult.runId, run.id), eq(evalResult.scored, false));

/** A result by the order in which they are scored. */
type Place = { item: string; repeat: number };
const START: Place = { item: '', repeat: -1 };

/**
 * Scores the next results after a place; answers with the last one's, null when there are none. Only the writing is a
 * transaction: scoring may take long.
 */
async function scoreChunk(
  { db, log }: Deps,
  run: RunRow,
  scorers: readonly ReadyScorer[],
  after: Place,
): Promise<Place | null> {
  const rows = await db
    .select({
      item: evalResult.itemId,
      repeat: evalResult.repeat,
      output: evalResult.output,
      error: evalResult.error,
      expected: datasetItem.expected,
    })
    .from(evalResult)
    .innerJoin(datasetItem, and(eq(datasetItem.itemId, evalResult.itemId), itemsAt(run.datasetId, run.datasetVersion)))
    .where(and(unscored(run), sql`(${evalResult.itemId}, ${evalResult.repeat}) > (${after.item}, ${after.repeat})`))
    .orderBy(asc(evalResult.itemId), asc(evalResult.repeat))
    .limit(CHUNK);
  const last = rows.at(-1);
  if (last === undefined) return null;
  const scored = rows.map(({ item, repeat, output, error, expected }) =>
    error !== null || output === null
      ? { item, repeat, score: null, scores: null }
      : { item, repeat, ...scoreOne(log, run, item, () => scoreOutput(scorers, output, expected)) },
  );
  await db.transaction(async (tx) => {
    const written = await tx.execute<{ failed: boolean }>(sql`
      update eval_result r set score = v.score, scores = v.scores, scored = true
      from json_to_recordset(${JSON.stringify(scored)}::json) as v(item text, repeat int, score float8, scores jsonb)
      where r.run_id = ${run.id} and r.item_id = v.item and r.repeat = v.repeat and not r.scored
      returning r.error is not null as failed`);
    const failed = written.filter((row) => row.failed).length;
    await tx
      .update(evalRun)
      .set({ done: sql`${evalRun.done} + ${written.length}`, failed: sql`${evalRun.failed} + ${failed}` })
      .where(eq(evalRun.id, run.id));
  });
  return { item: last.item, repeat: last.repeat };
}

/** An output that breaks a scorer stays unresolved, and the rest of the run is scored all the same. */
function scoreOne(
  log: Services['log'],
  run: RunRow,
  item: string,
  score: () => OutputScore,
): OutputScore | { score: null; scores: null } {
  try {
    return score();
  } catch (error) {
    log.error({ err: error, runId: run.id, item }, 'an output could not be scored');
    return { score: null, scores: null };
  }
}
