import { sql } from 'drizzle-orm';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { fieldErrors } from '#server/platform/http/validate.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { isStorableText } from '#server/platform/pure/storable.ts';
import { type OutcomeMessage, outcomeMessage } from '#server/telemetry/contract.ts';
import { keyOfId } from '#server/telemetry/event/event-key.ts';
import { floorTo, TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { markMinutesIn } from '#server/telemetry/store/mark-minutes.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import type { EventResult, EventsResponse } from './accept-events.ts';
import { isAhead } from './domain/event-time.ts';

/**
 * Writes outcomes, each judged by itself, and returns after COMMIT. The same `id` again changes nothing; of several
 * outcomes of one `outcome_id` the one with the latest `at` counts, of equal ones the last received; an `at` more than
 * five minutes ahead is set to the time of receipt, since a clock that runs ahead would otherwise win for good. The minute of the
 * task's newest event is marked; where no event has come yet, the event's own arrival marks it. The minute is
 * marked after the row is locked: a transaction that moves the task to a newer event either waits for this one or is
 * visible to it.
 */
export async function acceptOutcomes(ctx: Ctx, received: readonly unknown[]): Promise<EventsResponse> {
  const judged = received.map(judge);
  const good = judged.flatMap((one) => ('outcome' in one ? [one.outcome] : []));
  const fresh = good.length === 0 ? new Set<string>() : await inTransaction(ctx, (ctx) => write(ctx, good));
  const counted = new Set<string>();
  const results = judged.map((one, index): EventResult => {
    if ('fault' in one) return { index, id: one.id, status: 422, ...one.fault };
    const { id } = one.outcome;
    const isNew = fresh.has(id) && !counted.has(id);
    counted.add(id);
    return { index, id, status: isNew ? 201 : 200 };
  });
  const count = (status: number) => results.filter((result) => result.status === status).length;
  return { accepted: count(201), duplicates: count(200), rejected: count(422), results };
}

type Judged =
  | { outcome: OutcomeMessage }
  | { id: string | null; fault: { code: string; path: string; message: string } };

function judge(value: unknown): Judged {
  const parsed = outcomeMessage.safeParse(value);
  const id =
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null;
  if (!parsed.success) {
    const [first] = fieldErrors(parsed.error);
    if (first === undefined || first.path === '')
      return { id, fault: { code: 'invalid', path: '', message: 'An outcome must be an object.' } };
    return { id, fault: first };
  }
  const field = (['id', 'outcome_id', 'kind'] as const).find((name) => !isStorableText(parsed.data[name] ?? ''));
  if (field === undefined) return { outcome: parsed.data };
  const message = `${field} holds U+0000 or half of a surrogate pair.`;
  return { id, fault: { code: 'invalid_text', path: `/${field}`, message } };
}

/** An outcome with its key, and its time set right, in ms. */
type Known = { outcome: OutcomeMessage; key: string; at: number };

/**
 * Returns the ids that were new. Cost: two statements, an insert and an upsert an outcome. Each locks its rows in the
 * order of their keys, and records always come before outcomes, so that two calls never deadlock.
 */
async function write(ctx: InTx, outcomes: readonly OutcomeMessage[]): Promise<Set<string>> {
  const now = ctx.clock.now().getTime();
  const byKey = new Map<string, Known>();
  for (const outcome of outcomes) {
    const { key } = keyOfId(outcome.id);
    const sentMs = Date.parse(outcome.at);
    if (!byKey.has(key)) byKey.set(key, { outcome, key, at: isAhead(sentMs, now) ? now : sentMs });
  }
  const fresh = await record(ctx, [...byKey.values()], now);
  const latest = new Map<string, Known>();
  for (const one of fresh) {
    const { outcome_id: task } = one.outcome;
    if ((latest.get(task)?.at ?? Number.NEGATIVE_INFINITY) <= one.at) latest.set(task, one);
  }
  await markMinutesIn(ctx, await conclude(ctx, [...latest.values()]));
  return new Set(fresh.map(({ outcome }) => outcome.id));
}

/** Keeps every message; returns those whose id is new, in the order given. */
async function record(ctx: InTx<ReadCtx>, given: readonly Known[], now: number): Promise<Known[]> {
  const rows = await ctx.db.execute<{ key: string }>(sql`
    insert into outcome_record (slot, key, id, outcome_id, success, value, kind, at, received_at)
    select ${slotOf(ctx.project)}::int4, u.key, u.id, u.outcome_id, u.success, u.value, u.kind, timestamptz 'epoch' + u.ms * interval '1 ms',
      ${new Date(now).toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(given.map(rowOf))}::json) as u
      (key uuid, id text, outcome_id text, success bool, value float8, kind text, ms int8)
    order by u.key on conflict do nothing returning key::text as key`);
  const fresh = new Set(rows.map(({ key }) => key.replaceAll('-', '')));
  return given.filter(({ key }) => fresh.has(key));
}

/** Sets the outcomes of tasks, one each, where they are not older than what is known; returns the minutes (ms) changed. */
async function conclude(ctx: InTx<ReadCtx>, latest: readonly Known[]): Promise<Set<number>> {
  const rows = await ctx.db.execute<{ ms: number | null }>(sql`
    insert into outcome as known (slot, outcome_id, success, value, kind, at)
    select ${slotOf(ctx.project)}::int4, u.outcome_id, u.success, u.value, u.kind, timestamptz 'epoch' + u.ms * interval '1 ms'
    from json_to_recordset(${JSON.stringify(latest.map(rowOf))}::json) as u
      (outcome_id text, success bool, value float8, kind text, ms int8)
    order by u.outcome_id collate "C"
    on conflict (slot, outcome_id) do update set
      success = excluded.success, value = excluded.value, kind = excluded.kind, at = excluded.at
      where known.at is null or known.at <= excluded.at
    returning extract(epoch from task_ts)::float8 * 1000 as ms`);
  return new Set(rows.flatMap(({ ms }) => (ms === null ? [] : [floorTo(Math.round(ms), TIERS.minute.ms)])));
}

const rowOf = ({ outcome: { id, outcome_id, success, value = null, kind = null }, key, at }: Known) => {
  return { key, id, outcome_id, success, value, kind, ms: at };
};
