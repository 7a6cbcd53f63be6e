import { and, eq, inArray, sql } from 'drizzle-orm';
import { evalResult, evalRun } from '#db/schema/evals.ts';
import { MOVING_STATUSES } from '#server/evals/domain/run-status.ts';
import { summariseRun } from '#server/evals/domain/summarise-run.ts';
import type { Services } from '#server/platform/context.ts';
import { failRun } from './fail-run.ts';
import { loadScoredItems } from './load-scored-items.ts';
import { scoreInThread } from './score-in-thread.ts';
import { STOPS_MAX } from './scoring-limits.ts';
import type { TaskScore } from './scoring-thread.ts';
import { nextUnscored, type Place, START, unscored } from './unscored-results.ts';

type Deps = Pick<Services, 'db' | 'clock' | 'log'>;
type RunRow = typeof evalRun.$inferSelect;

/** A job goes on for so long; then the jobs of other runs come before the rest of this one. */
const SLICE_MS = 1_500;

/**
 * Scores what is not scored yet of a run, task by task in a thread, then sums it up. Stops after `sliceMs` and answers
 * `more` where something is left. Safe to stop anywhere and to run twice at once: a result is scored and counted in one
 * statement that passes over those already scored. An output whose scoring had to be stopped stays unresolved, with the
 * reason; a run with many of them, or whose scorers cannot run, is `failed` with it.
 */
export async function scoreRun(
  deps: Deps,
  projectId: number,
  runId: string,
  sliceMs: number = SLICE_MS,
): Promise<'done' | 'more'> {
  const { db, clock } = deps;
  const until = performance.now() + sliceMs;
  const mine = and(eq(evalRun.id, runId), eq(evalRun.projectId, projectId));
  const isOpen = inArray(evalRun.status, MOVING_STATUSES);
  const [run] = await db.update(evalRun).set({ status: 'running' }).where(and(mine, isOpen)).returning();
  if (!run) return 'done';
  for (;;) {
    // Each task begins where the one before ended: from the start it would walk over all that is scored already.
    for (let at: Place | null = START; at !== null; ) {
      const step = await scoreNext(deps, run, at);
      if (step === 'given up') return 'done';
      if (step !== null && performance.now() > until) return 'more';
      at = step;
    }
    const isDone = await db.transaction(async (tx) => {
      // Importers update the run's row last, so under its lock nothing is added unseen.
      await tx.select({ id: evalRun.id }).from(evalRun).where(mine).for('update');
      const [left] = await tx.select({ item: evalResult.itemId }).from(evalResult).where(unscored(run)).limit(1);
      if (left) return false;
      const summary = summariseRun(await loadScoredItems({ db: tx }, run));
      await tx.update(evalRun).set({ status: 'completed', summary, completedAt: clock.now() }).where(and(mine, isOpen));
      return true;
    });
    if (isDone) return 'done';
  }
}

type Scored = Place & { score: number | null; scores: Record<string, number | null> | null; unscored?: string };

/**
 * Scores the next results after a place; answers with the last one that is done, null when there are none. Only the
 * writing is a transaction: scoring may take long.
 */
async function scoreNext(deps: Deps, run: RunRow, after: Place): Promise<Place | 'given up' | null> {
  const rows = await nextUnscored(deps.db, run, after);
  const last = rows.at(-1);
  if (last === undefined) return null;
  const answered = rows.filter(isAnswered);
  const outputs = answered.map(({ output, expected }) => ({ output, expected }));
  const scoring =
    outputs.length === 0 ? ({ what: 'scored', scores: [] } as const) : await scoreInThread(run.scorers, outputs);
  switch (scoring.what) {
    case 'refused':
      await giveUp(deps, run, `The scorers cannot run: ${scoring.reason}`);
      return 'given up';
    case 'stopped': {
      const row = answered[scoring.index];
      if (row === undefined) throw new Error(`A task has no output ${scoring.index}.`);
      const { item, repeat } = row;
      const stops = await write(
        deps,
        run,
        [{ item, repeat, score: null, scores: null, unscored: scoring.reason }],
        true,
      );
      // The item's id is a text of its sender: the row that was just written names it.
      deps.log.warn({ runId: run.id, repeat, reason: scoring.reason }, 'scoring of an output was stopped');
      if (stops < STOPS_MAX) return after;
      await giveUp(deps, run, `Scoring was stopped at ${stops} outputs, at last at item ${item}: ${scoring.reason}`);
      return 'given up';
    }
    case 'scored': {
      const done = scoredRows(rows, scoring.scores);
      await write(deps, run, done, false);
      return done.at(-1) ?? last;
    }
  }
}

type Row = Awaited<ReturnType<typeof nextUnscored>>[number];

const isAnswered = (row: Row): row is Row & { output: string } => row.error === null && row.output !== null;

/** Rows up to the first answer that has no score yet. */
function scoredRows(rows: readonly Row[], scores: readonly TaskScore[]): Scored[] {
  const done: Scored[] = [];
  let answers = 0;
  for (const row of rows) {
    const { item, repeat } = row;
    const score = isAnswered(row) ? scores[answers++] : { score: null, scores: null };
    if (score === undefined) break;
    done.push('unscored' in score ? { item, repeat, score: null, scores: null, ...score } : { item, repeat, ...score });
  }
  return done;
}

/** Keeps what was scored and moves the run's progress; answers how often its scoring was stopped by now. */
async function write({ db }: Deps, run: RunRow, scored: readonly Scored[], stopped: boolean): Promise<number> {
  return db.transaction(async (tx) => {
    const written = await tx.execute<{ failed: boolean }>(sql`
      update eval_result r set score = v.score, scores = v.scores, unscored = v.unscored, scored = true
      from json_to_recordset(${JSON.stringify(scored)}::json) as v(item text, repeat int, score float8, scores jsonb, unscored text)
      where r.run_id = ${run.id} and r.item_id = v.item and r.repeat = v.repeat and not r.scored
      returning r.error is not null or r.unscored is not null as failed`);
    const failed = written.filter((row) => row.failed).length;
    const [progress] = await tx
      .update(evalRun)
      .set({
        done: sql`${evalRun.done} + ${written.length}`,
        failed: sql`${evalRun.failed} + ${failed}`,
        stops: sql`${evalRun.stops} + ${stopped ? written.length : 0}`,
      })
      .where(eq(evalRun.id, run.id))
      .returning({ stops: evalRun.stops });
    return progress?.stops ?? 0;
  });
}

const giveUp = (deps: Deps, run: RunRow, reason: string) =>
  failRun(deps, { projectId: run.projectId, runId: run.id }, reason);
