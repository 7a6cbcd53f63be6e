import { sql } from 'drizzle-orm';
import { type CostMessage, costMessage } from '#server/cost/contract.ts';
import { RECORD_KIND_NUMBERS } from '#server/cost/domain/record-kind.ts';
import { type AmountProblem, readAmount } from '#server/models/prices/domain/amount.ts';
import type { Ctx } from '#server/platform/context.ts';
import { fieldErrors } from '#server/platform/http/validate.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { keyOfId } from '#server/telemetry/event/event-key.ts';
import type { EventResult, EventsResponse } from '#server/telemetry/ingest/accept-events.ts';
import { placeInTime, timeRules } from '#server/telemetry/ingest/domain/event-time.ts';
import { markTaskHoursIn } from '#server/telemetry/store/mark-tasks.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';

type Fault = { code: string; path: string; message: string };
type Cost = { message: CostMessage; key: string; amountPico: bigint; at: number };
type Judged = { cost: Cost } | { id: string | null; fault: Fault };

const AMOUNT_FAULTS: Readonly<Record<AmountProblem['code'], string>> = {
  not_an_amount: 'amount_usd must be US dollars, as a number or as text such as "0.0125".',
  below_zero: 'amount_usd must be 0 or more.',
  too_precise: 'amount_usd has more than 12 decimals; round it before it is sent.',
  too_large: 'amount_usd must be at most 1,000,000.',
};

/**
 * Writes costs that are not LLM calls, each checked by itself, and returns after COMMIT. The same `id` again changes
 * nothing. An `at` more than five minutes ahead is set to the time of receipt; one that raw events are no longer kept
 * for is 422 `too_old`, since its task could not be computed again. Every new cost marks its hour.
 */
export async function acceptCosts(ctx: Ctx, received: readonly unknown[]): Promise<EventsResponse> {
  const { rawRetentionDays } = await storeOf(ctx).settings.of(ctx.project.id);
  const rules = timeRules(ctx.clock.now().getTime(), rawRetentionDays, null);
  const judged = received.map((value): Judged => {
    const checked = check(value);
    if ('fault' in checked) return checked;
    const place = placeInTime(checked.cost.at, rules);
    if (place !== null) return { cost: { ...checked.cost, at: place.at } };
    const message = `at is older than ${rawRetentionDays - 1} days, for which raw events are kept.`;
    return { id: checked.cost.message.id, fault: { code: 'too_old', path: '/at', message } };
  });
  const good = judged.flatMap((one) => ('cost' in one ? [one.cost] : []));
  const fresh = good.length === 0 ? new Set<string>() : await inTransaction(ctx, (ctx) => write(ctx, good));
  const results = judged.map((one, index): EventResult => {
    if ('fault' in one) return { index, id: one.id, status: 422, ...one.fault };
    // Where a call has the same id twice, the first one was written.
    return { index, id: one.cost.message.id, status: fresh.delete(one.cost.key) ? 201 : 200 };
  });
  const count = (status: number) => results.filter((result) => result.status === status).length;
  return { accepted: count(201), duplicates: count(200), rejected: count(422), results };
}

function check(value: unknown): Judged {
  const id =
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null;
  const parsed = costMessage.safeParse(value);
  if (!parsed.success) {
    const [first] = fieldErrors(parsed.error);
    const whole = { code: 'invalid', path: '', message: 'A cost must be an object.' };
    return { id, fault: first === undefined || first.path === '' ? whole : first };
  }
  const message = parsed.data;
  const amount = readAmount(message.amount_usd);
  if (amount.problem) {
    const { code } = amount.problem;
    return { id, fault: { path: '/amount_usd', code, message: AMOUNT_FAULTS[code] } };
  }
  const { key } = keyOfId(message.id);
  return { cost: { message, key, amountPico: amount.pico, at: Date.parse(message.at) } };
}

/** Returns the keys that were new. Sorted, so that two calls never deadlock. Cost: one index insert a cost. */
async function write(ctx: InTx, costs: readonly Cost[]): Promise<Set<string>> {
  const first = new Map<string, Cost>();
  for (const cost of costs) if (!first.has(cost.key)) first.set(cost.key, cost);
  const rows = await ctx.db.execute<{ key: string }>(sql`
    insert into cost_record (slot, key, id, at, received_at, kind, amount_pico, operation_id, name, prompt, version)
    select ${slotOf(ctx.project)}::int4, u.key, u.id, timestamptz 'epoch' + u.ms * interval '1 ms',
      ${ctx.clock.now().toISOString()}::timestamptz, u.kind, u.amount, u.operation_id, u.name, u.prompt, u.version
    from json_to_recordset(${JSON.stringify([...first.values()].map(rowOf))}::json) as u
      (key uuid, id text, ms int8, kind int2, amount int8, operation_id text, name text, prompt text, version int4)
    order by u.key on conflict do nothing returning key::text as key`);
  const fresh = new Set(rows.map(({ key }) => key.replaceAll('-', '')));
  await markTaskHoursIn(
    ctx,
    [...first.values()].filter(({ key }) => fresh.has(key)).map(({ at }) => at),
  );
  return fresh;
}

const rowOf = ({ message, key, amountPico, at }: Cost) => ({
  key,
  id: message.id,
  ms: at,
  kind: RECORD_KIND_NUMBERS[message.kind],
  amount: amountPico.toString(),
  operation_id: message.operation_id ?? null,
  name: message.name ?? null,
  prompt: message.prompt ?? null,
  version: message.version ?? null,
});
