import type { Ctx } from '#server/platform/context.ts';
import { checkKey, keyReused } from '#server/platform/http/idempotency.ts';
import type { ReadyEvent } from '#server/telemetry/event/ready-event.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { makeItem, type Written } from '#server/telemetry/store/write-batch.ts';
import { type CheckedEvent, checkEvent, type EventFault, isFault } from './domain/check-event.ts';
import { CLAMPED, timeRules } from './domain/event-time.ts';
import { countReceived } from './ingest-counts.ts';
import { environmentOf, lookUpEvents } from './look-up-events.ts';

/** One event as it came: a JSON value, or what was wrong with its line. */
export type Received = { value: unknown } | { fault: EventFault };

export type EventsCall = {
  received: readonly Received[];
  /** The client's clock when it sent, ms; null = not sent. */
  sentAt: number | null;
  batch: { key: string; bodyHash: Buffer } | null;
};

/** One line of the response. `code` on 201 is a remark (`clock_skew`), on 422 the reason. */
export type EventResult = {
  index: number;
  id: string | null;
  status: 201 | 200 | 422;
  code?: string;
  path?: string;
  message?: string;
};
export type EventsResponse = { accepted: number; duplicates: number; rejected: number; results: EventResult[] };

type Judged = { event: CheckedEvent } | { fault: EventFault } | { sameAs: number };
/** What is stored of a line for a repeated call with its `Idempotency-Key`: why it was rejected, or `clock_skew`. */
type Remark = [index: number, what: EventFault | { code: 'clock_skew' }];

/**
 * Judges each event, writes the valid ones and returns after COMMIT. `accepted + duplicates + rejected` is always the
 * number of events received. Throws 422 `idempotency_key_reused`, 429 `overloaded`, 503 `unavailable`.
 */
export async function acceptEvents(ctx: Ctx, call: EventsCall): Promise<EventsResponse> {
  if (call.batch !== null) checkKey(call.batch.key);
  const store = storeOf(ctx);
  const slot = slotOf(ctx.project);
  const receivedAt = ctx.clock.now().getTime();
  const sinceMs = performance.now();
  const settings = await store.settings.of(ctx.project.id);
  const judged = await judge(ctx, { call, receivedAt, retentionDays: settings.rawRetentionDays });
  const good = judged.flatMap((one) => ('event' in one ? [one.event] : []));
  let written: Written = { kind: 'written', duplicates: new Set() };
  let events: ReadyEvent[] = [];
  if (good.length > 0 || call.batch !== null) {
    events = await lookUpEvents(ctx, good);
    if (ctx.otherWrites) ctx.otherWrites.begun = true;
    const batch = call.batch && { ...call.batch, remarks: remarksOf(judged) };
    written = await store.queue.submit(slot, makeItem(slot, receivedAt, events, { ...settings, batch }), sinceMs);
  }
  if (written.kind === 'replayed') return replayed(call, written);
  const response = responseOf(call, judged, events, written.duplicates);
  countReceived(ctx, response);
  return response;
}

const remarksOf = (judged: readonly Judged[]): Remark[] =>
  judged.flatMap((one, index): Remark[] => {
    if ('fault' in one) return [[index, one.fault]];
    return 'event' in one && isClamped(one.event) ? [[index, { code: 'clock_skew' }]] : [];
  });

const isClamped = ({ flags }: CheckedEvent): boolean => (flags & CLAMPED) !== 0;

async function judge(
  ctx: Ctx,
  { call, receivedAt, retentionDays }: { call: EventsCall; receivedAt: number; retentionDays: number },
): Promise<Judged[]> {
  const rules = timeRules(receivedAt, retentionDays, call.sentAt);
  const firstOf = new Map<string, number>();
  const judged = call.received.map((one, index): Judged => {
    if ('fault' in one) return one;
    const checked = checkEvent(one.value, rules);
    if (isFault(checked)) return { fault: checked };
    const first = firstOf.get(checked.message.id);
    if (first !== undefined) return { sameAs: first };
    firstOf.set(checked.message.id, index);
    return { event: checked };
  });
  const environments = new Set(judged.flatMap((one) => ('event' in one ? [environmentOf(one.event.message)] : [])));
  const existing = await storeOf(ctx).environments.existing(ctx.project.id, environments);
  if ([...environments].every((name) => existing.has(name))) return judged;
  return judged.map((one): Judged => {
    const refused = 'event' in one ? one : 'sameAs' in one ? judged[one.sameAs] : undefined;
    if (refused === undefined || !('event' in refused)) return one;
    const name = environmentOf(refused.event.message);
    if (existing.has(name)) return one;
    const message = `environment ${name} does not exist in this project; it has ${[...existing].join(', ')}.`;
    return { fault: { code: 'unknown_environment', path: '/environment', message } };
  });
}

const idOf = (one: Received | undefined): string | null => {
  if (one === undefined || 'fault' in one || typeof one.value !== 'object' || one.value === null) return null;
  return 'id' in one.value && typeof one.value.id === 'string' ? one.value.id : null;
};

const refusal = (call: EventsCall, index: number, fault: EventFault): EventResult => ({
  index,
  id: idOf(call.received[index]),
  status: 422,
  ...fault,
});

function responseOf(
  call: EventsCall,
  judged: readonly Judged[],
  events: readonly ReadyEvent[],
  duplicates: ReadonlySet<string>,
): EventsResponse {
  let next = 0;
  let accepted = 0;
  let rejected = 0;
  const results = judged.map((one, index): EventResult => {
    if ('fault' in one) {
      rejected += 1;
      return refusal(call, index, one.fault);
    }
    const id = idOf(call.received[index]);
    if ('sameAs' in one) return { index, id, status: 200 };
    const event = events[next++];
    if (event === undefined || duplicates.has(event.key)) return { index, id, status: 200 };
    accepted += 1;
    return { index, id, status: 201, ...(isClamped(one.event) ? { code: 'clock_skew' } : {}) };
  });
  return { accepted, duplicates: judged.length - accepted - rejected, rejected, results };
}

/** The response to the first call with this key, built again from its stored remarks. */
function replayed(call: EventsCall, first: { bodyHash: Buffer; remarks: unknown }): EventsResponse {
  if (call.batch === null || !first.bodyHash.equals(call.batch.bodyHash)) throw keyReused();
  const remarks = new Map(first.remarks as Remark[]);
  const seen = new Set<string>();
  let accepted = 0;
  let rejected = 0;
  const results = call.received.map((one, index): EventResult => {
    const what = remarks.get(index);
    if (what !== undefined && 'path' in what) {
      rejected += 1;
      return refusal(call, index, what);
    }
    const id = idOf(one) ?? '';
    if (seen.has(id)) return { index, id, status: 200 };
    seen.add(id);
    accepted += 1;
    return { index, id, status: 201, ...what };
  });
  return { accepted, duplicates: results.length - accepted - rejected, rejected, results };
}
