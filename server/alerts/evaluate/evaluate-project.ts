import { eq } from 'drizzle-orm';
import { alertStep } from '#db/schema/alerts.ts';
import type { SeriesMemory } from '#server/alerts/domain/step-monitor.ts';
import { type SeriesStep, stepSeries } from '#server/alerts/domain/step-series.ts';
import { isWatched, type Labels, labelsKey, SeriesView } from '#server/alerts/domain/traffic.ts';
import { ensureBuiltins } from '#server/alerts/monitors/ensure-builtins.ts';
import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { readSpanOf } from './read-series.ts';
import { countOf, dimensionsOf, type PastCache, readTraffic } from './read-traffic.ts';
import { type Known, readMemories, readWatched, type WatchedMonitor } from './read-watched.ts';
import { type Moved, recordStep } from './record-step.ts';
import { stepConditions } from './step-conditions.ts';
import { verdictReads, withVerdict } from './tell-verdict.ts';

/** Windows end so long ago: most events have arrived by then. */
export const LAG_MS = MINUTE_MS;
/** The evaluator was away: timers start again, and nothing that is older is told. */
const PAUSE_MS = 5 * MINUTE_MS;

/** Between two looks at what other features find: each is the read of a page. */
const CONDITIONS_EVERY_MS = 5 * MINUTE_MS;

export type StepReport = { monitors: number; series: number; moved: number; tookMs: number };

/**
 * One step of every monitor of a project, over windows that end a minute ago. Applied exactly once: the transaction that
 * writes moves `alert_step` on from where this step began, else it writes nothing (null). Series that are plainly ok are
 * not written. Cost: the reads of `readTraffic` once for each set of dimensions; the decisions are linear in monitors × series.
 */
export async function evaluateProject(ctx: Ctx, cache: PastCache): Promise<StepReport | null> {
  const started = performance.now();
  const now = ctx.clock.now().getTime();
  const end = Math.floor((now - LAG_MS) / MINUTE_MS) * MINUTE_MS;
  const [last] = await ctx.db
    .select({ at: alertStep.stepAt })
    .from(alertStep)
    .where(eq(alertStep.projectId, ctx.project.id));
  if (last !== undefined && last.at.getTime() >= now) return null;
  await ensureBuiltins(ctx);
  const watched = await readWatched(ctx);
  const known = await readMemories(ctx);
  const given = { now, end, isAfterPause: last !== undefined && now - last.at.getTime() > PAUSE_MS };
  const reads = verdictReads(ctx, end);
  const moved: Moved[] = [];
  let series = 0;
  for (const { monitors, ...read } of byRead(watched)) {
    const traffic = await readTraffic(ctx, { ...read, watching: monitors, end, cache });
    const views = traffic.map((one) => ({ key: labelsKey(one.labels), view: new SeriesView(one, end) }));
    for (const each of monitors) {
      const memories: Map<string, Known> = known.get(each.id) ?? new Map();
      const asked: Asked[] = [];
      const step = (view: SeriesView, key: string) => {
        series += 1;
        const memory = memories.get(key)?.memory ?? null;
        memories.delete(key);
        const next = stepSeries(each, view, { ...given, memory });
        if (each.kind === 'quality' && next.memory !== null) asked.push({ view, memory, step: next });
        else if (memory !== null || next.memory !== null) moved.push({ monitor: each, labels: view.labels, ...next });
      };
      for (const { key, view } of views) if (isWatched(each.rule.filter, view.labels)) step(view, key);
      // What fell silent: it has a state and no traffic.
      for (const [key, { labels }] of [...memories]) step(new SeriesView(silent(labels), end), key);
      for (const one of asked) {
        const next = await withVerdict(
          reads,
          { monitor: each, projectId: ctx.project.id, view: one.view },
          { ...given, ...one },
        );
        moved.push({ monitor: each, labels: one.view.labels, ...next });
      }
    }
  }
  const turn = (at: number) => Math.floor(at / CONDITIONS_EVERY_MS);
  if (last === undefined || turn(last.at.getTime()) < turn(now))
    moved.push(...(await stepConditions(ctx, known, given)));
  const tookMs = Math.round(performance.now() - started);
  const isRecorded = await inTransaction(ctx, (ctx) => recordStep(ctx, { from: last?.at ?? null, now, moved, tookMs }));
  return isRecorded ? { monitors: watched.length, series, moved: moved.length, tookMs } : null;
}

/** A series of quality that is not plainly ok: whether its judge moved is read after the steps. */
type Asked = { view: SeriesView; memory: SeriesMemory | null; step: SeriesStep };

const silent = (labels: Labels) => ({
  labels,
  minutes: new Map(),
  hours: new Map(),
  excluded: [],
  deployments: [],
  baselines: new Map(),
});

/** Monitors that read the same: from the same rollups, by the same dimensions, and errors that are counted alike. */
function byRead(watched: readonly WatchedMonitor[]) {
  const groups = Map.groupBy(
    watched,
    ({ kind, rule }) => `${readSpanOf(kind).name} ${dimensionsOf(rule).join(',')} ${countOf(rule)}`,
  );
  return [...groups.values()].flatMap((monitors) => {
    const [first] = monitors;
    if (first === undefined) return [];
    const { kind, rule } = first;
    return [{ dimensions: dimensionsOf(rule), count: countOf(rule), readSpan: readSpanOf(kind), monitors }];
  });
}
