import { type CostComparison, compareCosts, type TaskMix } from '#server/cost/domain/compare-variants.ts';
import { COLUMNS_OF, type CostGroup, type CostGrouping, type TaskColumn } from '#server/cost/domain/grouping.ts';
import { isDrawn, type OutcomeCost, outcomeCost } from '#server/cost/domain/outcome-cost.ts';
import { successMoments } from '#server/cost/domain/task-sums.ts';
import type { Ctx } from '#server/platform/context.ts';
import { nameKeys } from './name-groups.ts';
import { keyText, readImmature, readTaskRows, readTaskUnits, type TaskQuery, type TaskRow } from './read-task-rows.ts';

/** Everything but the grouping. */
export type CostQuery = Omit<TaskQuery, 'by'>;

/** One group of tasks with what an outcome of it costs. */
export type GroupCost = OutcomeCost & {
  key: string;
  group: CostGroup;
  immature: number;
  /** Hour in which its last mature task started, ms; null without one. */
  last: number | null;
  /** Its mature tasks by query type, for comparisons. */
  mix: TaskMix;
};

/** The bootstrap is drawn for this many groups, those with most spend first: it takes some milliseconds each. */
const DRAWN_GROUPS_MAX = 20;
/** Any constant: the same tasks have the same interval each time. */
const SEED = 1;

/**
 * Cost per outcome by group, most spend first, and of all tasks together (null without any). Cost: one read of the sums,
 * and one each of the units of those groups, and of all, whose costs are too skewed for a formula.
 */
export async function readGroupCosts(
  ctx: Ctx,
  query: CostQuery,
  grouping: CostGrouping,
): Promise<{ groups: GroupCost[]; total: GroupCost | null }> {
  const by = COLUMNS_OF[grouping];
  const columns: readonly TaskColumn[] = by.includes('query_type') ? by : [...by, 'query_type'];
  // A task stands once for each of its tags: all of them together are read from the tasks themselves.
  const isOverlapping = by.includes('tag');
  const readBy = async (columns: readonly TaskColumn[]): Promise<Read> => {
    const of = { ...query, by: columns };
    const [mature, immature] = await Promise.all([readTaskRows(ctx, of), readImmature(ctx, of)]);
    return { mature, immature, columns };
  };
  const [read, all] = await Promise.all([readBy(columns), isOverlapping ? readBy(['query_type']) : null]);
  const [groups, [total = null]] = await Promise.all([
    costsOf(ctx, query, { by, read }),
    costsOf(ctx, query, { by: [], read: all ?? read }),
  ]);
  return { groups, total };
}

/** Tasks by more columns than groups have; `immature` by the text of their key. */
type Read = { mature: TaskRow[]; immature: ReadonlyMap<string, number>; columns: readonly TaskColumn[] };

/** The figures of rows that were read by more columns than the groups have. */
async function costsOf(
  ctx: Ctx,
  query: CostQuery,
  { by, read }: { by: readonly TaskColumn[]; read: Read },
): Promise<GroupCost[]> {
  const { mature, immature, columns } = read;
  const young = new Map<string, number>();
  for (const [text, tasks] of immature) {
    const key = keyText(text.split(' ').slice(0, by.length).map(Number));
    young.set(key, (young.get(key) ?? 0) + tasks);
  }
  const byGroup = Map.groupBy(mature, ({ key }) => keyText(key.slice(0, by.length)));
  const keys = [...new Set([...byGroup.keys(), ...young.keys()])];
  const spent = (key: string) => (byGroup.get(key) ?? []).reduce((sum, { cost }) => sum + cost, 0);
  const ordered = keys.toSorted((a, b) => spent(b) - spent(a));
  const skewed = ordered.filter((key) => isDrawn(byGroup.get(key) ?? []));
  const numbers = (key: string) => (key === '' ? [] : key.split(' ').map(Number));
  const [units, names] = await Promise.all([
    readTaskUnits(ctx, { ...query, by }, skewed.slice(0, DRAWN_GROUPS_MAX).map(numbers)),
    nameKeys(ctx, by, ordered.map(numbers)),
  ]);
  return ordered.map((key, i) => {
    const rows = byGroup.get(key) ?? [];
    return {
      ...outcomeCost(rows, units.get(key) ?? [], SEED),
      key,
      group: names[i] ?? {},
      immature: young.get(key) ?? 0,
      last: rows.length === 0 ? null : Math.max(...rows.map(({ last }) => last)),
      mix: mixOf(rows, columns.indexOf('query_type')),
    };
  });
}

/** Tasks by query type. */
function mixOf(rows: readonly TaskRow[], place: number): TaskMix {
  const strata = Map.groupBy(rows, ({ key }) => String(key[place] ?? 0));
  return new Map(
    [...strata].map(([stratum, own]) => [
      stratum,
      {
        sums: successMoments(own),
        unknownCost: own.reduce((sum, { known, tasks }) => sum + (known ? 0 : tasks), 0),
      },
    ]),
  );
}

/** The same tasks in the stretch of the same length before; null without any mature task then. */
export async function readBefore(ctx: Ctx, query: CostQuery): Promise<GroupCost | null> {
  const then = { ...query, from: query.from - (query.to - query.from), to: query.from };
  const columns: readonly TaskColumn[] = ['query_type'];
  const mature = await readTaskRows(ctx, { ...then, by: columns });
  if (mature.length === 0) return null;
  const [before = null] = await costsOf(ctx, then, { by: [], read: { mature, immature: new Map(), columns } });
  return before;
}

/** The change from then to now on the same mix of query types; null without tasks on a side. */
export const changeOf = (now: GroupCost | null, before: GroupCost | null): CostComparison | null =>
  now === null || before === null ? null : compareCosts(now.mix, before.mix);
