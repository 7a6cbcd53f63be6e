import { setImmediate } from 'node:timers/promises';
import { defaultRule, ruleFaults } from '#server/alerts/domain/check-rule.ts';
import { needsBaseline } from '#server/alerts/domain/judge.ts';
import {
  type Consequence,
  type Costs,
  costsOf,
  isReal,
  lineOf,
  type PastFiring,
  Replay,
  variantsOf,
} from '#server/alerts/domain/replay.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import type { SeriesKind } from '#server/alerts/domain/series-kind.ts';
import { isWatched, type Labels, labelsKey, type SeriesTraffic, SeriesView } from '#server/alerts/domain/traffic.ts';
import { LAG_MS } from '#server/alerts/evaluate/evaluate-project.ts';
import { readDeployments, servedKey } from '#server/alerts/evaluate/read-deployments.ts';
import { readSpanOf } from '#server/alerts/evaluate/read-series.ts';
import { countOf, dimensionsOf, partsNeeded } from '#server/alerts/evaluate/read-traffic.ts';
import { readChanges } from '#server/audit/read-changes.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalidFields } from '#server/platform/faults.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';

export type Preview = {
  from: number;
  to: number;
  /** Minutes between two steps of the replay: more than one where there are many series. */
  stepMin: number;
  /** Series that were replayed, the busiest, of all that there are. */
  replayed: number;
  series: number;
  firings: (PastFiring & { isReal: boolean })[];
  variants: (Costs & { label: string; isThis: boolean })[];
  /** Of the busiest series: what is measured, and the line that it must not cross. */
  chart: { labels: Labels; starts: number[]; values: (number | null)[]; line: (number | null)[] } | null;
};

const SERIES_MAX = { 7: 5, 30: 2 } as const;
/** Steps of all series and variants together: about two seconds. */
const STEPS_MAX = 60_000;
const POINTS = 240;
/** After so many moments other requests get their turn. */
const TURN = 200;

/**
 * When a rule would have fired in the last 7 or 30 days, by the decision that the evaluation makes, over the rollups of
 * today: events that came late are in them. The busiest series only, and fewer steps where that would take long. 422 where
 * the rule makes no sense.
 */
export async function previewMonitor(
  ctx: Ctx,
  given: { kind: SeriesKind; rule: Partial<Rule>; days: 7 | 30 },
): Promise<Preview> {
  const { kind, days } = given;
  const rule = { ...defaultRule(kind), ...given.rule };
  const faults = ruleFaults(kind, rule);
  if (faults.length > 0) throw invalidFields(faults);
  const to = Math.floor((ctx.clock.now().getTime() - LAG_MS) / MINUTE_MS) * MINUTE_MS;
  const from = Math.floor((to - days * DAY_MS) / HOUR_MS) * HOUR_MS;
  const { chosen, series } = await readBusiest(ctx, { kind, rule, from, to, max: SERIES_MAX[days] });
  const variants = variantsOf(kind, rule);
  const moments = (to - from) / MINUTE_MS;
  const stepMin = Math.max(1, Math.ceil((moments * chosen.length * variants.length) / STEPS_MAX));
  const after = await readConsequences(ctx, from, to);
  const found = variants.map((): PastFiring[] => []);
  const isLowBad = kind === 'quality' || (kind === 'metric' && rule.direction === 'below');
  let chart: Preview['chart'] = null;
  for (const traffic of chosen) {
    const replays = variants.map((variant) => new Replay({ kind, rule: variant.rule }, LAG_MS));
    const drawn: NonNullable<Preview['chart']> = { labels: traffic.labels, starts: [], values: [], line: [] };
    const every = Math.max(1, Math.ceil(moments / stepMin / POINTS));
    let moment = 0;
    for (let end = from + stepMin * MINUTE_MS; end <= to; end += stepMin * MINUTE_MS) {
      const view = new SeriesView(traffic, end);
      for (const [i, replay] of replays.entries()) {
        const evidence = replay.step(view, end);
        if (variants[i]?.isThis !== true) continue;
        const value = evidence.measured ?? evidence.value;
        if (moment % every === 0) {
          drawn.starts.push(end);
          drawn.values.push(value);
          drawn.line.push(lineOf(kind, rule, evidence));
        } else drawn.values.push(worse(isLowBad, drawn.values.pop() ?? null, value));
      }
      if (++moment % TURN === 0) await setImmediate();
    }
    chart ??= drawn;
    for (const [i, replay] of replays.entries()) found[i]?.push(...replay.firings);
  }
  const mine = found[variants.findIndex(({ isThis }) => isThis)] ?? [];
  return {
    ...{ from, to, stepMin, replayed: chosen.length, series, chart },
    firings: mine.sort((a, b) => a.at - b.at).map((one) => ({ ...one, isReal: isReal(one, after) })),
    variants: variants.map(({ label, isThis }, i) => ({ label, isThis, ...costsOf(found[i] ?? [], after, days) })),
  };
}

/** Of two values of one point of the chart the one nearer to firing: a short fault must not fall between two points. */
function worse(isLowBad: boolean, one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return isLowBad ? Math.min(one, other) : Math.max(one, other);
}

/** The busiest series that the rule watches, with the minutes of the range and the hours that its windows reach back to. */
async function readBusiest(
  ctx: Ctx,
  { kind, rule, from, to, max }: { kind: SeriesKind; rule: Rule; from: number; to: number; max: number },
): Promise<{ chosen: SeriesTraffic[]; series: number }> {
  const dimensions = dimensionsOf(rule);
  const parts = partsNeeded({ kind, rule });
  const readSpan = readSpanOf(kind);
  const back = kind === 'telemetry_missing' ? 22 * DAY_MS : needsBaseline(kind, rule) ? 8 * DAY_MS : 3 * DAY_MS;
  const hours = await readSpan(ctx, {
    dimensions,
    count: countOf(rule),
    parts,
    span: { from: from - back, to },
    stepMs: HOUR_MS,
    filter: rule.filter,
  });
  const busiest = [...hours.values()]
    .filter(({ labels }) => isWatched(rule.filter, labels))
    .map((one) => ({ ...one, n: [...one.cells.values()].reduce((sum, { n }) => sum + n, 0) }))
    .sort((a, b) => b.n - a.n);
  const deployments = await readDeployments(ctx, { from: from - back, to });
  const chosen: SeriesTraffic[] = [];
  for (const { labels, cells } of busiest.slice(0, max)) {
    const { version, ...names } = labels;
    const filter = { ...names, ...(version === undefined ? {} : { version: Number(version) }) };
    const read = await readSpan(ctx, {
      dimensions,
      count: countOf(rule),
      parts,
      span: { from: from - HOUR_MS, to },
      stepMs: MINUTE_MS,
      filter,
    });
    const minutes = read.get(labelsKey(labels))?.cells ?? new Map();
    chosen.push({
      ...{ labels, minutes, hours: cells, excluded: [], baselines: new Map() },
      deployments: deployments.get(servedKey(labels) ?? '') ?? [],
    });
  }
  return { chosen, series: busiest.length };
}

async function readConsequences(ctx: Ctx, from: number, to: number): Promise<Consequence[]> {
  const changes = await readChanges(ctx, {
    ...{ from: new Date(from), to: new Date(to), kinds: ['rollback', 'incident'], limit: 500 },
  });
  return changes.map(({ at, prompt }) => ({ at: at.getTime(), prompt }));
}
