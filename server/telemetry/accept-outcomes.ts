import type { Ctx } from '#server/platform/context.ts';
import { fieldErrors } from '#server/platform/http/validate.ts';
import type { EventResult, EventsAnswer } from './accept-events.ts';
import { type OutcomeMessage, outcomeMessage } from './contract.ts';
import { isStorable } from './domain/check-field.ts';
import { floorTo, TIERS } from './domain/tiers.ts';
import { keyOfId } from './event-key.ts';
import { slotOf } from './slot.ts';
import { markMinutes } from './write-batch.ts';
import type { WriteTx } from './writer.ts';

/**
 * Writes outcomes, each judged by itself, and answers after COMMIT. The same `id` again changes nothing; of several
 * outcomes of one `outcome_id` the one with the latest `at` counts, of equal ones the last received. The minute of the
 * task's newest event is marked; where no event has come yet, the event's own arrival marks it. Marking after the row
 * is locked: whoever moves the task to a newer event waits for us, or we see its move.
 */
export async function acceptOutcomes(ctx: Ctx, received: readonly unknown[]): Promise<EventsAnswer> {
  const slot = slotOf(ctx.project);
  const judged = received.map(judge);
  const good = judged.flatMap((one) => ('outcome' in one ? [one.outcome] : []));
  const fresh =
    good.length === 0 ? new Set<string>() : await ctx.sql.begin((tx) => write(tx, slot, good, ctx.clock.now()));
  const answered = new Set<string>();
  const results = judged.map((one, index): EventResult => {
    if ('fault' in one) return { index, id: one.id, status: 422, ...one.fault };
    const { id } = one.outcome;
    const isNew = fresh.has(id) && !answered.has(id);
    answered.add(id);
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
    return { id, fault: first ?? { code: 'invalid', path: '', message: 'The outcome is not valid.' } };
  }
  const texts = [parsed.data.id, parsed.data.outcome_id, parsed.data.kind ?? ''];
  if (texts.every(isStorable)) return { outcome: parsed.data };
  const message = 'A text of the outcome holds U+0000 or half of a surrogate pair.';
  return { id, fault: { code: 'invalid_text', path: '', message } };
}

/** Returns the ids that were new. Cost: one insert and one upsert an outcome, in the order of their keys. */
async function write(tx: WriteTx, slot: number, outcomes: readonly OutcomeMessage[], now: Date): Promise<Set<string>> {
  const fresh = new Set<string>();
  const minutes = new Set<number>();
  for (const outcome of [...outcomes].sort((a, b) => (a.outcome_id < b.outcome_id ? -1 : 1))) {
    const { id, outcome_id, success } = outcome;
    const value = outcome.value ?? null;
    const kind = outcome.kind ?? null;
    const at = new Date(outcome.at);
    const [record] = await tx`
      insert into outcome_record (slot, key, id, outcome_id, success, value, kind, at, received_at)
      values (${slot}, ${keyOfId(id).key}::uuid, ${id}, ${outcome_id}, ${success}, ${value}, ${kind}, ${at}, ${now})
      on conflict do nothing returning 1 as new`;
    if (!record) continue;
    fresh.add(id);
    const [current] = await tx<{ ms: number | null }[]>`
      insert into outcome as known (slot, outcome_id, success, value, kind, at)
      values (${slot}, ${outcome_id}, ${success}, ${value}, ${kind}, ${at})
      on conflict (slot, outcome_id) do update set
        success = excluded.success, value = excluded.value, kind = excluded.kind, at = excluded.at
        where known.at is null or known.at <= excluded.at
      returning extract(epoch from task_ts)::float8 * 1000 as ms`;
    if (current && current.ms !== null) minutes.add(floorTo(Math.round(current.ms), TIERS.minute.ms));
  }
  await markMinutes(tx, slot, minutes);
  return fresh;
}
