import { and, eq, gte, lt } from 'drizzle-orm';
import { signalHit, signalRollup, signalScan } from '#db/schema/signals.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { GROUPING_SETS } from '#server/telemetry/rollup/domain/grouping-set.ts';
import { TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { type ChangedMinute, scanMinute } from './scan-minute.ts';
import type { TemplateCache } from './surroundings.ts';

/** A minute is scanned when it is over for this long, as monitors look at it. */
const LAG_MS = MINUTE_MS;
/** Events and scores that come this long after their minute are still scanned. */
export const LATE_MS = 2 * HOUR_MS;
/** After a pause of the worker this much is made up for. */
const BACK_MAX_MS = DAY_MS;
/** Minutes that are scanned before other projects have their turn. */
const MINUTES_MAX = 10;

export type ScanReport = { minutes: number; scanned: number; isMore: boolean };

/**
 * Scans the minutes of a project whose events or whose judge's scores have changed since they were scanned, the oldest
 * first, at most ten at a time. Never in the path of ingest: it reads what is stored. Cost beside the texts: a row of the
 * rollups a minute of the last two hours.
 */
export async function scanProject(
  ctx: Ctx,
  cache: TemplateCache,
  isStopped: () => boolean = () => false,
): Promise<ScanReport> {
  const end = Math.floor((ctx.clock.now().getTime() - LAG_MS) / MINUTE_MS) * MINUTE_MS;
  const { storesBodies } = await storeOf(ctx).settings.of(ctx.project.id);
  // Without texts only the scores of a judge say something: a project that stores none costs the read of its rollups.
  const changed = (await readChanged(ctx, end)).filter(({ scores }) => storesBodies || scores > 0);
  let [minutes, scanned] = [0, 0];
  for (const one of changed.slice(0, MINUTES_MAX)) {
    if (isStopped()) break;
    scanned += await scanMinute(ctx, one, cache);
    minutes += 1;
  }
  return { minutes, scanned, isMore: changed.length > minutes };
}

/** The minutes before `end` that hold other events or scores than when they were scanned. */
async function readChanged(ctx: Ctx, end: number): Promise<ChangedMinute[]> {
  const slot = slotOf(ctx.project);
  const [last] = await ctx.sql<{ ms: number | null }[]>`
    select extract(epoch from max(minute))::float8 * 1000 as ms from signal_scan where slot = ${slot}`;
  const from = Math.max(end - BACK_MAX_MS, Math.min(end - LATE_MS, last?.ms ?? end - LATE_MS));
  const [first, until] = [new Date(from), new Date(end)];
  const rows = await ctx.sql<{ ms: number; events: number; scores: number }[]>`
    select extract(epoch from r.minute)::float8 * 1000 as ms, r.n::float8 as events, coalesce(f.n, 0)::float8 as scores
    from (select bucket as minute, sum(n) as n from rollup
          where slot = ${slot} and tier = ${TIERS.minute.id} and set_id = ${GROUPING_SETS.total.id}
            and bucket >= ${first} and bucket < ${until} group by bucket) r
    left join (select date_bin('1 minute', event_ts, 'epoch') as minute, count(*) as n from feedback
               where slot = ${slot} and name = 'injection' and event_ts >= ${first} and event_ts < ${until}
               group by 1) f on f.minute = r.minute
    left join signal_scan s on s.slot = ${slot} and s.minute = r.minute
    where s.events is distinct from r.n or s.scores is distinct from coalesce(f.n, 0)
    order by r.minute`;
  return rows.map(({ ms, events, scores }) => ({ minute: Math.round(ms), events, scores }));
}

/** Hours of signals are kept as long as those of requests. */
const HOURS_KEPT_MS = 400 * DAY_MS;

/** Deletes what is older than the requests that it came from; hours after 400 days. */
export async function pruneSignals(ctx: Ctx): Promise<void> {
  const slot = slotOf(ctx.project);
  const now = ctx.clock.now().getTime();
  const { rawRetentionDays } = await storeOf(ctx).settings.of(ctx.project.id);
  const cutoff = new Date(Math.floor((now - rawRetentionDays * DAY_MS) / DAY_MS) * DAY_MS);
  await ctx.db.delete(signalHit).where(and(eq(signalHit.slot, slot), lt(signalHit.ts, cutoff)));
  await ctx.db.delete(signalScan).where(and(eq(signalScan.slot, slot), lt(signalScan.minute, cutoff)));
  for (const [tier, before] of [[1, cutoff] as const, [2, new Date(now - HOURS_KEPT_MS)] as const]) {
    await ctx.db
      .delete(signalRollup)
      .where(
        and(
          eq(signalRollup.slot, slot),
          eq(signalRollup.tier, tier),
          gte(signalRollup.bucket, new Date(0)),
          lt(signalRollup.bucket, before),
        ),
      );
  }
}
