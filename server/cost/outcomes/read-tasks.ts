import type { z } from 'zod';
import type { tasksInput } from '#server/cost/contract.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import { COLUMNS_OF, NO_TAG, OTHER_TAGS } from '#server/cost/domain/grouping.ts';
import { ENDED_PLACE } from '#server/cost/domain/success.ts';
import { ENDINGS, type Ending } from '#server/cost/domain/task-sums.ts';
import { tasksIn } from '#server/cost/rollup/rollup-sql.ts';
import type { Ctx } from '#server/platform/context.ts';
import { decodeCursor, encodeCursor } from '#server/platform/http/paging.ts';
import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { oldestDay } from '#server/telemetry/query/oldest-day.ts';
import { numberConditions, resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import { floorTo } from '#server/telemetry/rollup/domain/tiers.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { nameKeys } from './name-groups.ts';

export type TasksInput = z.infer<typeof tasksInput>;

/** A task in a list. Money in US dollars, times in ms. */
export type TaskListRow = {
  /** Start and first event: what {@link readTask} finds it by. */
  startedAt: number;
  firstKey: string;
  /** Its operation_id, else its outcome_id; null where it is one event of neither. */
  name: string | null;
  prompt: string | null;
  version: number | null;
  model: string | null;
  ended: Ending;
  attempts: number;
  unknownAttempts: number;
  /** Null: nothing of it is known. */
  costUsd: number | null;
};

const PAGE = 50;
/** How far back each read goes, from the newest. */
const LOOKS_MS = [HOUR_MS, 6 * HOUR_MS, DAY_MS, 3 * DAY_MS, 7 * DAY_MS, 30 * DAY_MS, Number.POSITIVE_INFINITY];
/** The time (ms) after which a page ends with what was found, so that an empty list does not read everything. */
const BUDGET_MS = 3000;
const NO_KEY = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

type Stored = {
  ms: number;
  key: string;
  task: string | null;
  prompt: number;
  version: number;
  model: number;
  arm: number;
  state: number;
  attempts: number;
  unknown: number;
  pico: string;
};

/**
 * Tasks of one group, newest first, from raw events: those that the figures are made of, as they are now. Reads back in
 * reads that widen until the page is full, the range ends or three seconds have passed; `nextCursor` continues there.
 */
export async function readTasks(
  ctx: Ctx,
  input: TasksInput,
): Promise<{ data: TaskListRow[]; nextCursor: string | null }> {
  const where = await conditionsOf(ctx, input);
  if (where === null) return { data: [], nextCursor: null };
  const slot = slotOf(ctx.project);
  const cursor = decodeCursor(input.cursor, ['ms', 'uuid']);
  const before = cursor ?? [input.to.getTime() - 1, NO_KEY];
  const end = Math.max(floorTo(input.from.getTime(), HOUR_MS), await oldestDay(ctx));
  const hasFeedback = await projectHasFeedback(ctx);
  const started = performance.now();
  const found: Stored[] = [];
  let from = before[0] + 1;
  for (const look of LOOKS_MS) {
    if (found.length > PAGE || from <= end || performance.now() - started > BUDGET_MS) break;
    const until = from;
    from = Math.max(end, before[0] - look);
    const rows = await ctx.sql.unsafe<Stored[]>(
      `${tasksIn(slot, { from, to: until }, { hasFeedback })}
       select extract(epoch from started)::float8 * 1000 as ms, key::text as key, task, prompt, version, model, arm,
         ended / ${ENDED_PLACE[input.successBy]} % 3 as state, attempts::int as attempts,
         unknown_attempts::int as unknown, (llm + tool + human + infrastructure)::text as pico
       from tasks where ${where} and (started, key) < (timestamptz 'epoch' + $1 * interval '1 ms', $2::uuid)
       order by started desc, key desc limit ${PAGE + 1 - found.length}`,
      [before[0], before[1]],
    );
    found.push(...rows);
  }
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  const names = await nameKeys(
    ctx,
    COLUMNS_OF.variant,
    page.map((row) => [row.prompt, row.version, row.model, row.arm]),
  );
  return {
    data: page.map((row, i) => rowOf(row, names[i])),
    nextCursor:
      found.length > PAGE && last
        ? encodeCursor([Math.round(last.ms), last.key])
        : from > end
          ? encodeCursor([from, '00000000-0000-0000-0000-000000000000'])
          : null,
  };
}

const rowOf = (row: Stored, names: Awaited<ReturnType<typeof nameKeys>>[number] = {}): TaskListRow => ({
  startedAt: Math.round(row.ms),
  firstKey: row.key,
  name: row.task,
  prompt: textOrNull(names.prompt),
  version: row.version || null,
  model: names.model == null ? null : `${names.provider}/${names.model}`,
  ended: ENDINGS[row.state] ?? 'unknown',
  attempts: row.attempts,
  unknownAttempts: row.unknown,
  costUsd: row.unknown === row.attempts && row.pico === '0' ? null : dollarsOf(BigInt(row.pico)),
});

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Whether any feedback may be looked up. */
export async function projectHasFeedback(ctx: Ctx): Promise<boolean> {
  const [row] = await ctx.sql<{ any: boolean }[]>`
    select exists (select 1 from feedback where slot = ${slotOf(ctx.project)}) as any`;
  return row?.any === true;
}

/** The filter as conditions on `tasks`; null where no event has one of the names. */
async function conditionsOf(ctx: Ctx, input: TasksInput): Promise<string | null> {
  const { from: _from, to: _to, cursor: _cursor, successBy, ended, groupBy, key, ...filter } = input;
  const resolved = await resolveFilter(ctx, filter);
  if (resolved.empty) return null;
  const conditions = ['true', ...numberConditions(resolved)];
  if (ended !== undefined) conditions.push(`ended / ${ENDED_PLACE[successBy]} % 3 = ${ENDINGS.indexOf(ended)}`);
  const numbers = key?.split(' ') ?? [];
  if (groupBy !== undefined && numbers.length > 0) {
    conditions.push(
      ...COLUMNS_OF[groupBy].map((column, place) => {
        const number = Number(numbers[place] ?? 0);
        return column === 'tag' ? hasTag(slotOf(ctx.project), number) : `${column} = ${number}`;
      }),
    );
  }
  return conditions.join(' and ');
}

/** That a task is in the group of a tag, by the number that sums have for it. */
function hasTag(slot: number, number: number): string {
  if (number === NO_TAG) return 'coalesce(cardinality(tags), 0) = 0';
  const named = `select text from task_tag where slot = ${slot}`;
  return number === OTHER_TAGS
    ? `exists (select from unnest(tags) u (text) where u.text collate "C" not in (${named}))`
    : `(${named} and id = ${number}) = any(tags)`;
}
