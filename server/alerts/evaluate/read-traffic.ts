import { and, eq, gte, isNull, or } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import type { Span } from '#server/alerts/domain/baseline.ts';
import { sameHours, trailingHours } from '#server/alerts/domain/baseline.ts';
import { type ErrorCount, isCallersFault } from '#server/alerts/domain/error-count.ts';
import { needsBaseline, windowsOf } from '#server/alerts/domain/judge.ts';
import type { Baseline } from '#server/alerts/domain/reading.ts';
import type { Rule, RuleFilter, RuleGrouping } from '#server/alerts/domain/rule.ts';
import type { SeriesKind } from '#server/alerts/domain/series-kind.ts';
import { type Labels, labelsKey, minutesFrom, type SeriesTraffic } from '#server/alerts/domain/traffic.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS } from '#server/platform/pure/durations.ts';
import { columnsOf } from '#server/telemetry/query/domain/grouping.ts';
import { type Part, partsOf } from '#server/telemetry/query/domain/metric.ts';
import { type Group, nameGroups } from '#server/telemetry/query/name-groups.ts';
import { readCells } from '#server/telemetry/query/read-cells.ts';
import { type ResolvedFilter, resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { readDeployments, servedKey } from './read-deployments.ts';

export type Watching = { kind: SeriesKind; rule: Rule };

/** The dimensions of a monitor's series: those of its filter too, so that monitors of one prompt share a read. */
export const dimensionsOf = ({ groupBy, filter }: Rule): RuleGrouping[] =>
  [...new Set([...groupBy, ...(Object.keys(filter) as RuleGrouping[])])].sort();

/** Which failures the errors of a monitor's series are. */
export const countOf = ({ count }: Pick<Rule, 'count'>): ErrorCount => count ?? 'all';

/** Cells of each series, by its labels. */
export type Cells = Map<string, { labels: Labels; cells: Map<number, Cell>; baselines: Map<string, Baseline> }>;

/** Keeps what was read of the past, which changes once an hour, from step to step. One for each worker. */
export type PastCache = Map<string, { readAt: number; hours: Cells }>;

/** Late events of the hours before are seen within this time. */
const REFRESH_MS = 5 * MINUTE_MS;

/**
 * The traffic that monitors of the same dimensions look at, read once for all of them: the minutes of the last one to two
 * hours, the hours of their longer windows, and the hours of seven days (or three weeks) that say what is usual. Cost: a
 * row a series and minute, and every five minutes a row a series and hour.
 */
export async function readTraffic(
  ctx: Ctx,
  {
    dimensions,
    count,
    watching,
    end,
    cache,
    readSpan: readOne,
  }: {
    dimensions: readonly RuleGrouping[];
    /** The same for all that are watching. */
    count: ErrorCount;
    watching: readonly Watching[];
    end: number;
    cache: PastCache;
    /** Where the cells are read from: the rollups of requests, or of signals. */
    readSpan: ReadSpan;
  },
): Promise<SeriesTraffic[]> {
  const parts = [...new Set(watching.flatMap(partsNeeded))];
  const read = (span: Span, stepMs: number) => readOne(ctx, { dimensions, count, parts, span, stepMs });
  const minutes = await read({ from: minutesFrom(end), to: end }, MINUTE_MS);
  const what = [ctx.project.id, readOne === readSpan ? 'requests' : 'signals', dimensions, count, parts];
  const key = JSON.stringify([...what, Math.floor(end / HOUR_MS)]);
  let past = cache.get(key);
  if (past === undefined || end - past.readAt >= REFRESH_MS || end < past.readAt) {
    const hours: Cells = new Map();
    for (const span of joined(pastSpans(watching, end))) addTo(hours, await read(span, HOUR_MS));
    past = { readAt: end, hours };
    for (const old of cache.keys()) if (old.startsWith(JSON.stringify(what).slice(0, -1))) cache.delete(old);
    cache.set(key, past);
  }
  const spoiled = await readSpoiled(ctx, end);
  const longestMs = Math.max(...watching.flatMap(({ kind, rule }) => windowsOf(kind, rule))) * MINUTE_MS;
  const deployments = await readDeployments(ctx, { from: end - longestMs, to: end });
  const keys = new Set([...minutes.keys(), ...past.hours.keys()]);
  const series = [...keys].map((series): SeriesTraffic => {
    const known = minutes.get(series) ?? past.hours.get(series);
    const labels = known?.labels ?? {};
    return {
      labels,
      minutes: minutes.get(series)?.cells ?? new Map(),
      hours: past.hours.get(series)?.cells ?? new Map(),
      baselines: past.hours.get(series)?.baselines ?? new Map(),
      deployments: deployments.get(servedKey(labels) ?? '') ?? [],
      excluded: spoiled.get(`${labels.prompt ?? ''}|${labels.environment ?? ''}`) ?? [],
    };
  });
  if (series.length === 0 && dimensions.length === 0) {
    series.push({
      labels: {},
      minutes: new Map(),
      hours: new Map(),
      excluded: [],
      deployments: [],
      baselines: new Map(),
    });
  }
  return series;
}

/** Which sketches and sums of the rollups a monitor reads. */
export function partsNeeded({ kind, rule }: Watching): readonly Part[] {
  if (kind === 'quality') return ['shards'];
  if (kind === 'latency') return ['latency'];
  return kind === 'metric' && rule.metric !== null ? partsOf(rule.metric) : [];
}

/** Which hours of the past the monitors look at. */
function pastSpans(watching: readonly Watching[], end: number): Span[] {
  const split = minutesFrom(end);
  const spans: Span[] = [];
  for (const { kind, rule } of watching) {
    const longest = Math.max(...windowsOf(kind, rule)) * MINUTE_MS;
    if (longest > HOUR_MS) spans.push({ from: Math.floor((end - longest) / HOUR_MS) * HOUR_MS, to: split });
    if (needsBaseline(kind, rule)) spans.push(...sameHours(end).flat(), ...trailingHours(end));
    if (kind !== 'telemetry_missing') continue;
    const hour = Math.floor(end / HOUR_MS) * HOUR_MS;
    for (const weeks of [1, 2, 3]) spans.push({ from: hour - weeks * WEEK_MS, to: hour - weeks * WEEK_MS + HOUR_MS });
  }
  return spans.filter(({ from, to }) => from < to);
}

/** The same hours in as few ranges as possible. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
}

/** Reads the cells of every series in a range, by minutes or hours. */
export type ReadSpan = (
  ctx: Ctx,
  given: {
    dimensions: readonly RuleGrouping[];
    count: ErrorCount;
    parts: readonly Part[];
    span: Span;
    stepMs: number;
    filter?: RuleFilter;
  },
) => Promise<Cells>;

/** The cells of requests. */
export const readSpan: ReadSpan = async (ctx, given) => {
  const { dimensions, parts, span, stepMs } = given;
  const filter = await resolveFilter(ctx, given.filter ?? {});
  const read = await readCells(ctx, { ...span, stepMs, filter, groupBy: columnsOf(dimensions), parts });
  const cells: Cells = new Map();
  for (const { group, cells: of } of await nameGroups(ctx, dimensions, read.groups)) {
    const labels = labelsOf(group);
    addTo(cells, new Map([[labelsKey(labels), { labels, cells: new Map(of), baselines: new Map() }]]));
  }
  if (given.count === 'not_caller') await leaveOutCallers(ctx, { ...given, filter, cells });
  return cells;
};

/** Takes what the caller was at fault for from the errors: the rollups of failures by code say how many it were. */
async function leaveOutCallers(
  ctx: Ctx,
  given: { dimensions: readonly RuleGrouping[]; span: Span; stepMs: number; filter: ResolvedFilter; cells: Cells },
): Promise<void> {
  const { dimensions, span, stepMs, filter, cells } = given;
  const by = [...dimensions, 'error_code'] as const;
  const read = await readCells(ctx, { ...span, stepMs, filter, groupBy: columnsOf(by), failures: true });
  for (const { group, cells: failures } of await nameGroups(ctx, by, read.groups)) {
    const { error_code: code, ...names } = group;
    if (code === null || !isCallersFault(String(code))) continue;
    const series = cells.get(labelsKey(labelsOf(names)))?.cells;
    for (const [start, { errors }] of failures) {
      const cell = series?.get(start);
      if (cell !== undefined) series?.set(start, { ...cell, errors: Math.max(0, cell.errors - errors) });
    }
  }
}

function addTo(into: Cells, more: Cells): void {
  for (const [key, one] of more) {
    const known = into.get(key);
    if (known === undefined) into.set(key, one);
    else for (const [start, cell] of one.cells) known.cells.set(start, cell);
  }
}

/** A group's names as labels: a model with its provider, nothing for what its requests do not name. */
function labelsOf({ provider, ...group }: Group): Labels {
  const named = Object.entries(group).flatMap(([name, value]) => {
    if (value === null) return [];
    return [[name, name === 'model' && provider ? `${provider}/${value}` : String(value)]];
  });
  return Object.fromEntries(named);
}

/** When alerts were open in the last eight days, by prompt and environment: such hours are no baseline. */
async function readSpoiled(ctx: Ctx, end: number): Promise<Map<string, Span[]>> {
  const rows = await ctx.db
    .select({
      prompt: alert.prompt,
      environment: alert.environment,
      impactStart: alert.impactStart,
      openedAt: alert.openedAt,
      resolvedAt: alert.resolvedAt,
    })
    .from(alert)
    .where(
      and(
        eq(alert.projectId, ctx.project.id),
        eq(alert.source, 'monitor'),
        or(isNull(alert.resolvedAt), gte(alert.resolvedAt, new Date(end - 8 * DAY_MS))),
      ),
    );
  const spoiled = new Map<string, Span[]>();
  for (const { prompt, environment, impactStart, openedAt, resolvedAt } of rows) {
    const key = `${prompt ?? ''}|${environment ?? ''}`;
    const span = { from: (impactStart ?? openedAt).getTime(), to: resolvedAt?.getTime() ?? end };
    spoiled.set(key, [...(spoiled.get(key) ?? []), span]);
  }
  return spoiled;
}
