import { sql } from 'drizzle-orm';
import type { ReadCtx } from '#server/platform/context.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { COUNT_COLUMNS, type StoredCounts } from '#server/telemetry/event/stored-counts.ts';
import { NAME_KINDS } from '#server/telemetry/store/names.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';

/** An event as far as its cost is concerned. */
export type Candidate = StoredCounts & {
  key: string;
  ms: number;
  prompt: number;
  apiKey: number | null;
  /** Null where they were not asked for, or are none. */
  tags: string[] | null;
  /** Whole billionths of a dollar; null is unknown. */
  cost: number | null;
  flags: number;
  failed: boolean;
  errorCode: string | null;
  ttftMs: number | null;
  usage: Record<string, unknown> | null;
  toolCalls: Record<string, number> | null;
};

/** The event after which a step continues, by time (ms) and then key. */
export type Reached = { ms: number; key: string };
export const FIRST_KEY = '00000000-0000-0000-0000-000000000000';

/** One step: the candidates, all of one day, and where the next one continues; null at the end of the range. */
export type Step = { candidates: Candidate[]; next: Reached | null; day: { from: number; to: number } };

/** Events of one step: some 0.2 s of work, in which nothing else waits for it. */
const STEP_EVENTS = 5_000;

const at = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`;

/**
 * The next events of a model (its number) after `reached`, before `to` (ms), by time and key. Cost: a range of the index
 * (slot, ts) of one day's partition, and a lookup each in `event_usage`.
 */
export async function readCandidates(
  ctx: InTx<ReadCtx>,
  { model, reached, to, withTags = false }: { model: number; reached: Reached; to: number; withTags?: boolean },
): Promise<Step> {
  const from = reached.ms;
  const dayEnd = Math.min(to, (Math.floor(from / DAY_MS) + 1) * DAY_MS);
  // In the order of the index, so that the limit ends the scan.
  await readOnlyBy(ctx, ['indexscan', 'nestloop']);
  const candidates: Candidate[] = await ctx.db.execute<Candidate>(sql`
    select e.key::text as key, extract(epoch from e.ts)::float8 * 1000 as ms, e.prompt, e.api_key as "apiKey",
      ${sql.raw(withTags ? 'e.tags' : 'null')} as tags,
      e.cost_nano::float8 as cost, e.flags, e.status <> 0 as failed, e.ttft_ms as "ttftMs",
      case when e.status <> 0 then (
        select text from telemetry_name where slot = e.slot and kind = ${NAME_KINDS.error_code} and id = e.error_code)
      end as "errorCode", ${sql.raw(COUNT_COLUMNS)}, u.usage, u.tool_calls as "toolCalls"
    from event e
    left join lateral (
      select usage, tool_calls from event_usage where slot = e.slot and ts = e.ts and key = e.key
        and ts >= ${at(from)} and ts < ${at(dayEnd)} limit 1) u on true
    where e.slot = ${slotOf(ctx.project)} and e.model = ${model} and e.ts >= ${at(from)} and e.ts < ${at(dayEnd)}
      and (e.ts, e.key) > (${at(from)}, ${reached.key}::uuid)
    order by e.ts, e.key limit ${STEP_EVENTS}`);
  const last = candidates.at(-1);
  const more = last !== undefined && candidates.length === STEP_EVENTS;
  const next = more ? { ms: Math.round(last.ms), key: last.key } : dayEnd < to ? { ms: dayEnd, key: FIRST_KEY } : null;
  return { candidates, next, day: { from, to: dayEnd } };
}

/** The scan methods that the planner may use. */
const WAYS = [
  'indexscan',
  'indexonlyscan',
  'seqscan',
  'bitmapscan',
  'nestloop',
  'hashjoin',
  'mergejoin',
  'material',
] as const;

/**
 * Restricts the planner to these methods until the transaction ends or this is called again. A day's partition may have no
 * statistics yet; without them, the planner was seen to compare each row with each.
 */
export const readOnlyBy = (ctx: InTx<ReadCtx>, ways: readonly (typeof WAYS)[number][]) =>
  ctx.db.execute(
    sql`select ${sql.join(
      WAYS.map((way) => sql`set_config(${`enable_${way}`}, ${ways.includes(way) ? 'on' : 'off'}, true)`),
      sql`, `,
    )}`,
  );

/** The planner's defaults. */
export const readAnyWay = (ctx: InTx<ReadCtx>) => readOnlyBy(ctx, WAYS);
