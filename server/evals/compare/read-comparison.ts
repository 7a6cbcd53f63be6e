import { type SQL, sql } from 'drizzle-orm';
import type { DbCtx } from '#server/platform/context.ts';
import { decodeCursor, encodeCursor } from '#server/platform/http/paging.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { likePattern } from '#server/prompts/read-prompts.ts';
import type { ComparableRuns } from './find-comparable.ts';
import { readSides, type Side } from './read-sides.ts';

export const COMPARE_FILTERS = ['all', 'regressions', 'improvements', 'disagreements'] as const;
export const COMPARE_SORTS = ['worst', 'best', 'item'] as const;

export type CompareFilter = {
  filter?: (typeof COMPARE_FILTERS)[number];
  category?: string;
  /** Text that occurs in the input, the expected text or an answer. */
  text?: string;
  sort?: (typeof COMPARE_SORTS)[number];
  limit: number;
  cursor?: string;
};

export type CompareItem = {
  item: string;
  category: string;
  input: Record<string, unknown>;
  expected: string | null;
  baseline: Side;
  candidate: Side;
  /** Candidate minus baseline, means over the repeats; null where a side has no score. */
  delta: number | null;
};

/** Numbers of items that match the category and text of the filter, by how their score changed. */
export type CompareCounts = {
  all: number;
  regressions: number;
  improvements: number;
  same: number;
  disagreements: number;
};
export type ComparePage = { data: CompareItem[]; nextCursor: string | null; counts: CompareCounts };

type Row = {
  item_id: string;
  category: string;
  input: Record<string, unknown>;
  expected: string | null;
  delta: number | null;
};

/** Differences below this are noise of floating point. */
const EPSILON = 1e-9;

/**
 * A page of two runs' answers item by item, sorted by the difference. Means of both runs come from one scan of each
 * run's results without their outputs (10,000 items: tens of milliseconds); outputs are read for the page only, unless
 * the filter searches their text.
 */
export async function readComparison(ctx: DbCtx, runs: ComparableRuns, filter: CompareFilter): Promise<ComparePage> {
  const offset = decodeCursor(filter.cursor, ['int'])?.[0] ?? 0;
  const { rows, counts } = await readPaired(ctx, runs, { ...filter, offset });
  const page = rows.slice(0, filter.limit);
  const ids = page.map((row) => row.item_id);
  const [candidate, baseline] = await Promise.all([
    readSides(ctx, runs.run.id, ids),
    readSides(ctx, runs.baseline.id, ids),
  ]);
  return {
    data: page.map(({ item_id: item, ...row }) => ({
      item,
      ...row,
      baseline: baseline(item),
      candidate: candidate(item),
    })),
    nextCursor: rows.length > filter.limit ? encodeCursor([offset + filter.limit]) : null,
    counts: counts ?? { all: 0, regressions: 0, improvements: 0, same: 0, disagreements: 0 },
  };
}

/**
 * The rows of a page and one more, and the counts, in one snapshot. Runs that were just imported have no statistics:
 * the planner expects one row where there are 10,000 and would choose a nested loop, which takes minutes. A hash join
 * takes a tenth of a second.
 */
async function readPaired(ctx: DbCtx, runs: ComparableRuns, filter: CompareFilter & { offset: number }) {
  const paired = pairs(runs, filter);
  return inTransaction(ctx, async (ctx) => {
    await ctx.db.execute(sql`set local enable_nestloop = off`);
    const rows = await ctx.db.execute<Row>(sql`${paired} select item_id, category, input, expected, delta from paired
      where ${wanted(filter.filter)} order by ${order(filter.sort)} limit ${filter.limit + 1} offset ${filter.offset}`);
    const [counts] = await ctx.db.execute<
      Record<keyof CompareCounts, number>
    >(sql`${paired} select count(*)::int as "all",
      count(*) filter (where ${wanted('regressions')})::int as regressions,
      count(*) filter (where ${wanted('improvements')})::int as improvements,
      count(*) filter (where abs(delta) <= ${EPSILON}::float8)::int as same,
      count(*) filter (where ${wanted('disagreements')})::int as disagreements from paired`);
    return { rows, counts };
  });
}

/** One item of both runs, every repeat in `answers`; null where the dataset version has no such item. */
export async function readComparisonItem(ctx: DbCtx, runs: ComparableRuns, item: string): Promise<CompareItem | null> {
  const [row] = await ctx.db.execute<Row>(
    sql`${pairs(runs, {})} select item_id, category, input, expected, delta from paired where item_id = ${item}`,
  );
  if (!row) return null;
  const [candidate, baseline] = await Promise.all([
    readSides(ctx, runs.run.id, [item]),
    readSides(ctx, runs.baseline.id, [item]),
  ]);
  const { item_id: _, ...rest } = row;
  return { item, ...rest, baseline: baseline(item), candidate: candidate(item) };
}

/** `with …, paired as (…)`: each item of the dataset version with both means, narrowed by category and text. */
function pairs({ run, baseline }: ComparableRuns, { category, text }: Pick<CompareFilter, 'category' | 'text'>): SQL {
  const like = text ? likePattern(text) : null;
  const means = (id: string) =>
    sql`select item_id, avg(score) as score from eval_result where run_id = ${id} and error is null group by item_id`;
  return sql`with b as (${means(baseline.id)}), c as (${means(run.id)}), paired as (
    select i.item_id, i.position, i.category, i.input, i.expected, c.score - b.score as delta, b.score as b_score, c.score as c_score
    from dataset_item i left join b on b.item_id = i.item_id left join c on c.item_id = i.item_id
    where i.dataset_id = ${run.datasetId} and i.valid_from <= ${run.datasetVersion}
      and (i.valid_to is null or i.valid_to > ${run.datasetVersion})
      ${category === undefined ? sql`` : sql`and i.category = ${category}`}
      ${
        like === null
          ? sql``
          : sql`and (i.item_id ilike ${like} or i.input::text ilike ${like} or i.expected ilike ${like} or exists (
        select from eval_result r where r.run_id in (${run.id}, ${baseline.id}) and r.item_id = i.item_id and r.output ilike ${like}))`
      })`;
}

function wanted(filter: CompareFilter['filter'] = 'all'): SQL {
  switch (filter) {
    case 'all':
      return sql`true`;
    case 'regressions':
      return sql`delta < ${-EPSILON}::float8`;
    case 'improvements':
      return sql`delta > ${EPSILON}::float8`;
    case 'disagreements':
      return sql`(abs(delta) > ${EPSILON}::float8 or (b_score is null) <> (c_score is null))`;
  }
}

function order(sort: CompareFilter['sort'] = 'worst'): SQL {
  switch (sort) {
    case 'worst':
      return sql`delta asc nulls last, position`;
    case 'best':
      return sql`delta desc nulls last, position`;
    case 'item':
      return sql`position`;
  }
}
