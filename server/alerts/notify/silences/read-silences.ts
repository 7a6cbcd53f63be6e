import { and, desc, eq, gte, isNull, lt, or, sql } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { silence } from '#db/schema/notify.ts';
import { isMatched, type Matcher, type SilenceState } from '#server/alerts/notify/domain/silence.ts';
import { type Stretch, stretchesOf } from '#server/alerts/notify/domain/silence-price.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { readCells } from '#server/telemetry/query/read-cells.ts';
import { resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import type { SilenceRow } from './write-silence.ts';

/** What a silence would have hidden: of the alerts that match, and of the requests while they fired. */
export type SilencePrice = {
  firings: number;
  failedRequests: number;
  failedOutcomes: number;
  /** US dollars that the failed requests cost; null where no cost is known. */
  failedCost: number | null;
  isComplete: boolean;
};

export type SilenceView = SilenceRow & {
  state: SilenceState;
  hidesNow: number;
  price: SilencePrice | null;
};

const REPLAYED_MS = 7 * DAY_MS;
/** Ended silences that are still listed. */
const OVER_MS = 7 * DAY_MS;
const SILENCES_MAX = 100;
/** Alerts of the replayed days that are held against the matchers, the newest. */
const ALERTS_MAX = 20_000;

/** The silences that run or come, and those that ended in the last 7 days, at most 100, those that end last first. */
export async function readSilenceViews(ctx: Ctx): Promise<SilenceView[]> {
  const now = ctx.clock.now();
  const rows = await ctx.db
    .select()
    .from(silence)
    .where(and(eq(silence.projectId, ctx.project.id), gte(silence.endsAt, new Date(now.getTime() - OVER_MS))))
    .orderBy(desc(silence.endsAt), desc(silence.createdAt))
    .limit(SILENCES_MAX);
  return viewAll(ctx, rows);
}

/** One silence. 404 unknown. */
export async function readSilence(ctx: Ctx, id: string): Promise<SilenceView> {
  const [row] = isUuid(id)
    ? await ctx.db
        .select()
        .from(silence)
        .where(and(eq(silence.projectId, ctx.project.id), eq(silence.id, id)))
    : [];
  const [view] = row === undefined ? [] : await viewAll(ctx, [row]);
  if (view === undefined) throw notFound();
  return view;
}

async function viewAll(ctx: Ctx, rows: readonly SilenceRow[]): Promise<SilenceView[]> {
  const now = ctx.clock.now();
  const alerts = rows.length === 0 ? [] : await readReplayed(ctx);
  const views: SilenceView[] = [];
  for (const row of rows) {
    const state = row.endsAt <= now ? 'over' : row.startsAt > now ? 'coming' : 'running';
    const matched = alerts.filter((one) => isMatched(row.matchers, one));
    const hidesNow = state === 'running' ? matched.filter(({ resolvedAt }) => resolvedAt === null).length : 0;
    views.push({ ...row, state, hidesNow, price: state === 'over' ? null : await priceOf(ctx, matched) });
  }
  return views;
}

/** What a silence with these matchers would have hidden in the last 7 days, from the stored alerts and the rollups. */
export async function readSilencePrice(
  ctx: Ctx,
  { matchers }: { matchers: readonly Matcher[] },
): Promise<SilencePrice> {
  const alerts = await readReplayed(ctx);
  return priceOf(
    ctx,
    alerts.filter((one) => isMatched(matchers, one)),
  );
}

type Replayed = Awaited<ReturnType<typeof readReplayed>>[number];

/** Alerts that fired in the last 7 days, by what a matcher can name and when they fired. */
function readReplayed(ctx: Ctx) {
  const since = new Date(ctx.clock.now().getTime() - REPLAYED_MS);
  return ctx.db
    .select({
      ...{ kind: alert.kind, severity: alert.severity, source: alert.source, prompt: alert.prompt },
      ...{ environment: alert.environment, model: alert.model, labels: alert.labels },
      ...{ impactStart: alert.impactStart, openedAt: alert.openedAt, resolvedAt: alert.resolvedAt },
    })
    .from(alert)
    .where(
      and(
        eq(alert.projectId, ctx.project.id),
        lt(alert.openedAt, sql`${ctx.clock.now().toISOString()}::timestamptz`),
        or(isNull(alert.resolvedAt), gte(alert.resolvedAt, since)),
      ),
    )
    .orderBy(desc(alert.openedAt))
    .limit(ALERTS_MAX);
}

async function priceOf(ctx: Ctx, alerts: readonly Replayed[]): Promise<SilencePrice> {
  const now = ctx.clock.now().getTime();
  const since = now - REPLAYED_MS;
  const fired = alerts.map(({ prompt, environment, model, impactStart, openedAt, resolvedAt }) => ({
    ...{ prompt, environment, model },
    from: Math.max(since, (impactStart ?? openedAt).getTime()),
    to: resolvedAt?.getTime() ?? now,
  }));
  const { stretches, isComplete } = stretchesOf(fired);
  const price: SilencePrice = {
    firings: alerts.filter(({ openedAt }) => openedAt.getTime() >= since).length,
    ...{ failedRequests: 0, failedOutcomes: 0, failedCost: null, isComplete },
  };
  for (const one of stretches) await addStretch(ctx, one, price);
  return price;
}

const STEP_MS = 60_000;

/** Adds the failed requests of a stretch, what they cost, and the tasks whose outcome was no success. */
async function addStretch(
  ctx: Ctx,
  { from, to, prompt, environment, model }: Stretch,
  price: SilencePrice,
): Promise<void> {
  const filter = await resolveFilter(ctx, {
    ...(prompt === null ? {} : { prompt }),
    ...(environment === null ? {} : { environment }),
    ...(model === null ? {} : { model }),
  });
  const query = { from, to, stepMs: STEP_MS, filter };
  const all = await readCells(ctx, query);
  for (const { cells } of all.groups) {
    for (const cell of cells.values()) price.failedOutcomes += cell.outcomeN - cell.outcomeOk;
  }
  const failed = await readCells(ctx, { ...query, failures: true });
  for (const { cells } of failed.groups) {
    for (const cell of cells.values()) {
      price.failedRequests += cell.n;
      if (cell.costN > 0) price.failedCost = (price.failedCost ?? 0) + cell.costNano / 1e9;
    }
  }
}
