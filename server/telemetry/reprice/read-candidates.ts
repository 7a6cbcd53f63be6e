import { sql } from 'drizzle-orm';
import type { ReadCtx } from '#server/platform/context.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { COUNT_COLUMNS, type StoredCounts } from '#server/telemetry/event/stored-counts.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';

/** An event as far as its cost is concerned. `place`: where its row lies, for the update in the same transaction. */
export type Candidate = StoredCounts & {
  place: string;
  key: string;
  ms: number;
  prompt: number;
  /** Whole billionths of a dollar; null is unknown. */
  cost: number | null;
  flags: number;
  usage: Record<string, unknown> | null;
  toolCalls: Record<string, number> | null;
};

/** The event after which a step goes on, by time (ms) and then key. */
export type Reached = { ms: number; key: string };
export const FIRST_KEY = '00000000-0000-0000-0000-000000000000';

/** One step: the candidates, all of one day, and where the next one goes on; null at the end of the range. */
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
  { model, reached, to }: { model: number; reached: Reached; to: number },
): Promise<Step> {
  const from = reached.ms;
  const dayEnd = Math.min(to, (Math.floor(from / DAY_MS) + 1) * DAY_MS);
  await forceLookups(ctx);
  const candidates: Candidate[] = await ctx.db.execute<Candidate>(sql`
    select e.ctid::text as place, e.key::text as key, extract(epoch from e.ts)::float8 * 1000 as ms, e.prompt,
      e.cost_nano::float8 as cost, e.flags, ${sql.raw(COUNT_COLUMNS)}, u.usage, u.tool_calls as "toolCalls"
    from event e
    left join event_usage u on u.slot = e.slot and u.ts = e.ts and u.key = e.key and u.ts >= ${at(from)} and u.ts < ${at(dayEnd)}
    where e.slot = ${slotOf(ctx.project)} and e.model = ${model} and e.ts >= ${at(from)} and e.ts < ${at(dayEnd)}
      and (e.ts, e.key) > (${at(from)}, ${reached.key}::uuid)
    order by e.ts, e.key limit ${STEP_EVENTS}`);
  const last = candidates.at(-1);
  const more = last !== undefined && candidates.length === STEP_EVENTS;
  const next = more ? { ms: Math.round(last.ms), key: last.key } : dayEnd < to ? { ms: dayEnd, key: FIRST_KEY } : null;
  return { candidates, next, day: { from, to: dayEnd } };
}

/** Index lookups: a day's partition may be younger than the planner's statistics. */
export const forceLookups = (ctx: InTx<ReadCtx>) =>
  ctx.db.execute(sql`select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true), set_config('enable_material', 'off', true)`);
