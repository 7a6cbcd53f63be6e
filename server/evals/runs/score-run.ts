import { and, eq, inArray, sql } from 'drizzle-orm';
import { evalResult, evalRun } from '#db/schema/evals.ts';
import { MOVING_STATUSES } from '#server/evals/domain/run-status.ts';
import { summariseRun } from '#server/evals/domain/summarise-run.ts';
import type { Services } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { failRun } from './fail-run.ts';
import { loadScoredItems } from './load-scored-items.ts';
import { scoreInThread } from './score-in-thread.ts';
import { STOPS_MAX } from './scoring-limits.ts';
import type { TaskScore } from './scoring-thread.ts';
import { nextUnscored, type Place, START, unscored } from './unscored-results.ts';

type ScoreCtx = Pick<Services, 'db' | 'clock' | 'log'>;
type RunRow = typeof evalRun.$inferSelect;

/** A job runs for so long; then the jobs of other runs come before the rest of this one. */
const SLICE_MS = 1_500;

/**
 * Scores the unscored results of a run, task by task in a thread, then stores its summary. Stops after `sliceMs` and
 * returns `more` where results are left. It may be stopped at any point and may run twice at once: a result is scored
 * and counted in one statement that skips results already scored. An output whose scoring had to be stopped stays
 * unresolved, with the reason; a run with many of them, or whose scorers cannot run, is `failed` with the reason.
 */
export async function scoreRun(
  ctx: ScoreCtx,
  { projectId, runId, sliceMs = SLICE_MS }: { projectId: number; runId: string; sliceMs?: number },
): Promise<'done' | 'more'> {
  const until = performance.now() + sliceMs;
  const mine = and(eq(evalRun.id, runId), eq(evalRun.projectId, projectId));
  const isOpen = inArray(evalRun.status, MOVING_STATUSES);
  const [run] = await ctx.db.update(evalRun).set({ status: 'running' }).where(and(mine, isOpen)).returning();
  if (!run) return 'done';
  for (;;) {
    // Each task begins where the one before ended, because a scan from the start would pass all results that are scored
    // already.
    for (let at: Place | null = START; at !== null; ) {
      const step = await scoreNext(ctx, run, at);
      if (step === 'given up') return 'done';
      if (step !== null && performance.now() > until) return 'more';
      at = step;
    }
    const isDone = await inTransaction(ctx, async (ctx) => {
      // An import updates the run's row last, so under this lock no results can be added unseen.
      await ctx.db.select({ id: evalRun.id }).from(evalRun).where(mine).for('update');
      const [left] = await ctx.db.select({ item: evalResult.itemId }).from(evalResult).where(unscored(run)).limit(1);
      if (left) return false;
      const summary = summariseRun(await loadScoredItems(ctx, run));
      await ctx.db
        .update(evalRun)
        .set({ status: 'completed', summary, completedAt: ctx.clock.now() })
        .where(and(mine, isOpen));
      await enqueue(ctx, 'evals.completed', { projectId, runId }, { key: `evals.completed:${runId}` });
      return true;
    });
    if (isDone) return 'done';
  }
}

type Scored = Place & { score: number | null; scores: Record<string, number | null> | null; unscored?: string };

/**
 * Scores the next results after a place; returns the place of the last one that was scored, null when there are none.
 * Only the write is in a transaction, because scoring may take long.
 */
async function scoreNext(ctx: ScoreCtx, run: RunRow, after: Place): Promise<Place | 'given up' | null> {
  const rows = await nextUnscored(ctx, run, after);
  const last = rows.at(-1);
  if (last === undefined) return null;
  const answered = rows.filter(isAnswered);
  const outputs = answered.map(({ output, expected }) => ({ output, expected }));
  const scoring =
    outputs.length === 0 ? ({ what: 'scored', scores: [] } as const) : await scoreInThread(run.scorers, outputs);
  switch (scoring.what) {
    case 'refused':
      await giveUp(ctx, run, `The scorers cannot run: ${scoring.reason}`);
      return 'given up';
    case 'stopped': {
      const row = answered[scoring.index];
      if (row === undefined) throw new Error(`A task has no output ${scoring.index}.`);
      const { item, repeat } = row;
      const stops = await write(ctx, {
        run,
        scored: [{ item, repeat, score: null, scores: null, unscored: scoring.reason }],
        stopped: true,
      });
      // The log does not contain the item's id, which is the client's text; the row that was just written has it.
      ctx.log.warn({ runId: run.id, repeat, reason: scoring.reason }, 'scoring of an output was stopped');
      if (stops < STOPS_MAX) return after;
      await giveUp(ctx, run, `Scoring was stopped at ${stops} outputs, at last at item ${item}: ${scoring.reason}`);
      return 'given up';
    }
    case 'scored': {
      const done = scoredRows(rows, scoring.scores);
      await write(ctx, { run, scored: done, stopped: false });
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

/** Stores scores and the run's progress; returns how often its scoring was stopped so far. */
async function write(
  ctx: ScoreCtx,
  { run, scored, stopped }: { run: RunRow; scored: readonly Scored[]; stopped: boolean },
): Promise<number> {
  return inTransaction(ctx, async (ctx) => {
    const written = await ctx.db.execute<{ failed: boolean }>(sql`
      update eval_result r set score = v.score, scores = v.scores, unscored = v.unscored, scored = true
      from json_to_recordset(${JSON.stringify(scored)}::json) as v(item text, repeat int, score float8, scores jsonb, unscored text)
      where r.run_id = ${run.id} and r.item_id = v.item and r.repeat = v.repeat and not r.scored
      returning r.error is not null or r.unscored is not null as failed`);
    const failed = written.filter((row) => row.failed).length;
    const [progress] = await ctx.db
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

const giveUp = (ctx: ScoreCtx, run: RunRow, reason: string) =>
  failRun(ctx, { projectId: run.projectId, runId: run.id }, reason);
