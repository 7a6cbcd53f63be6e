import type { UsageProblem } from '#server/models/prices/domain/extract/read-usage.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { readKeyNames } from '#server/projects/keys/find-key-ids.ts';
import type { StoredValues } from '#server/telemetry/event/domain/event-fields.ts';
import { measure } from '#server/telemetry/event/domain/measure.ts';
import { isNotBilled } from '#server/telemetry/event/domain/not-billed.ts';
import {
  DETAIL_COLUMNS,
  REQUEST_COLUMNS,
  type RequestRow,
  requestRows,
  type StoredRequest,
  storedDetail,
} from '#server/telemetry/event/event-row.ts';
import { type EventPlace, findEvent } from '#server/telemetry/event/find-event.ts';
import { countedIn, WRITTEN_COLUMNS } from '#server/telemetry/event/stored-counts.ts';
import { CLAMPED, PRICED_HERE } from '#server/telemetry/ingest/domain/event-time.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { type CostArithmetic, costArithmetic, NOT_BILLED } from './cost-arithmetic.ts';

export type FeedbackRow = { name: string; score: number; comment: string | null; source: string; at: number };

/** Everything that is known of one request. Times in ms since 1970; unknown is null. */
export type RequestDetail = RequestRow &
  StoredValues<'detail'> & {
    receivedAt: number;
    /** Its time was in the future and was set to the time of receipt. */
    clockSkew: boolean;
    queryType: string | null;
    /** The key that sent it; null where it was received before keys were recorded. */
    apiKey: { id: string; name: string } | null;
    /** Whether they are in the registry. */
    registered: { prompt: boolean; model: boolean };
    outcome: { success: boolean; value: number | null; kind: string | null; at: number } | null;
    feedback: FeedbackRow[];
    input: string | null;
    output: string | null;
    /** Whether this project keeps inputs and outputs. */
    bodiesStored: boolean;
    /** `recorded`: the cost came with the event, or before this was kept. Null where it is unknown and nobody said why. */
    costSource: 'computed' | 'recorded' | null;
    /** What it costs by the prices of its time as they are registered now. */
    arithmetic: CostArithmetic;
    /** Refused by the provider before any work that it bills. */
    notBilled: boolean;
    /** Tokens written to a cache by their time to live, null where that is not stated. */
    cacheWrite: { '5m': number | null; '1h': number | null };
    toolCalls: Record<string, number> | null;
    /** The provider's own usage object as it was sent, what of it nobody here knows, and why it was not read. */
    usage: Record<string, unknown> | null;
    usageUnread: string[];
    usageProblem: UsageProblem | null;
    /** Other requests of the same trace, oldest first, at most 100. */
    trace: RequestRow[];
  };

type StoredDetail = StoredRequest &
  StoredValues<'detail'> & {
    received_ms: number;
    flags: number;
    query_type: number;
    api_key: number | null;
    written5m: number | null;
    written1h: number | null;
  };

const TRACE_MAX = 100;

/** One request by its id. 404 when there is none in this project. */
export async function readRequest(ctx: Ctx, id: string): Promise<RequestDetail> {
  const slot = slotOf(ctx.project);
  const place = await findEvent(ctx, id);
  if (place === null) throw notFound();
  const [stored] = await ctx.sql.unsafe<StoredDetail[]>(
    `select ${REQUEST_COLUMNS}, extract(epoch from e.received_at)::float8 * 1000 as received_ms, e.flags, e.query_type, e.api_key,
       ${WRITTEN_COLUMNS},
       ${DETAIL_COLUMNS}
     from event e where e.slot = $1 and e.ts = $2::timestamptz and e.key = $3::uuid`,
    [slot, new Date(place.at), place.key],
  );
  if (!stored) throw notFound();
  const [row] = await requestRows(ctx, [stored]);
  if (!row) throw notFound();
  const [registered, outcome, feedback, body, own, trace, queryTypes, settings, apiKey] = await Promise.all([
    readRegistered(ctx, row),
    readOutcome(ctx, slot, stored.outcomeId),
    readFeedback(ctx, slot, place),
    readBody(ctx, slot, place),
    readUsage(ctx, slot, place),
    readTrace(ctx, { slot, stored, place }),
    storeOf(ctx).names.texts(slot, 'query_type', [stored.query_type]),
    storeOf(ctx).settings.of(ctx.project.id),
    readKey(ctx, slot, stored.api_key),
  ]);
  return {
    ...row,
    receivedAt: Math.round(stored.received_ms),
    clockSkew: (stored.flags & CLAMPED) !== 0,
    ...storedDetail(stored),
    queryType: queryTypes.get(stored.query_type) ?? null,
    apiKey,
    registered,
    outcome,
    feedback,
    ...body,
    bodiesStored: settings.storesBodies,
    ...(await readCost(ctx, { row, stored, own })),
    trace,
  };
}

async function readRegistered(ctx: Ctx, row: RequestRow): Promise<{ prompt: boolean; model: boolean }> {
  const [known] = await ctx.sql<{ prompt: boolean; model: boolean }[]>`
    select exists (select 1 from prompt where project_id = ${ctx.project.id} and name = ${row.prompt ?? ''}) as prompt,
      exists (select 1 from model where project_id = ${ctx.project.id} and provider = ${row.provider}
        and model_id = ${row.model}) as model`;
  return known ?? { prompt: false, model: false };
}

async function readKey(ctx: Ctx, slot: number, number: number | null): Promise<RequestDetail['apiKey']> {
  if (number === null) return null;
  const id = (await storeOf(ctx).names.texts(slot, 'api_key', [number])).get(number);
  const name = id === undefined ? undefined : (await readKeyNames(ctx, [id])).get(id);
  return id === undefined || name === undefined ? null : { id, name };
}

/** What came with the event beside its own fields. */
type OwnUsage = { usage: Record<string, unknown> | null; toolCalls: Record<string, number> | null };

async function readUsage(ctx: Ctx, slot: number, { key, at }: EventPlace): Promise<OwnUsage> {
  const [row] = await ctx.sql<OwnUsage[]>`
    select usage, tool_calls as "toolCalls" from event_usage
    where slot = ${slot} and ts = ${new Date(at)} and key = ${key}::uuid`;
  return row ?? { usage: null, toolCalls: null };
}

/** The arithmetic of the cost, from what is stored: as ingest would do it now. */
async function readCost(ctx: Ctx, { row, stored, own }: { row: RequestRow; stored: StoredDetail; own: OwnUsage }) {
  const { registry } = storeOf(ctx);
  await registry.load(ctx.project.id, [row.model], ctx.clock.now().getTime());
  const prices = registry.pricesOf(ctx.project.id, row.provider, row.model);
  const { usage, served, unread, problem } = measure(countedIn(stored, own.toolCalls), row.provider, own.usage);
  const hasUsage = own.usage !== null || own.toolCalls !== null;
  const notBilled = isNotBilled({ ...row, failed: row.status === 'error', hasUsage });
  const pricedHere = (stored.flags & PRICED_HERE) !== 0;
  return {
    costSource: pricedHere ? ('computed' as const) : row.cost === null ? null : ('recorded' as const),
    arithmetic: notBilled ? NOT_BILLED : costArithmetic(prices?.rows ?? [], usage, row.at, served),
    notBilled,
    cacheWrite: { '5m': stored.written5m, '1h': stored.written1h },
    ...own,
    usageUnread: [...unread],
    usageProblem: problem,
  };
}

async function readOutcome(ctx: Ctx, slot: number, outcomeId: string | null): Promise<RequestDetail['outcome']> {
  if (outcomeId === null) return null;
  const [row] = await ctx.sql<{ success: boolean; value: number | null; kind: string | null; at: number }[]>`
    select success, value, kind, extract(epoch from at)::float8 * 1000 as at from outcome
    where slot = ${slot} and outcome_id = ${outcomeId} and success is not null`;
  return row ? { ...row, at: Math.round(row.at) } : null;
}

async function readFeedback(ctx: Ctx, slot: number, { key }: EventPlace): Promise<FeedbackRow[]> {
  const rows = await ctx.sql<FeedbackRow[]>`
    select name, score, comment, source, extract(epoch from at)::float8 * 1000 as at from feedback
    where slot = ${slot} and event_key = ${key}::uuid order by at`;
  return rows.map((row) => ({ ...row, at: Math.round(row.at) }));
}

async function readBody(
  ctx: Ctx,
  slot: number,
  { key, at }: EventPlace,
): Promise<{ input: string | null; output: string | null }> {
  const [row] = await ctx.sql<{ input: string | null; output: string | null }[]>`
    select input, output from event_body where slot = ${slot} and ts = ${new Date(at)} and key = ${key}::uuid`;
  return row ? { input: row.input, output: row.output } : { input: null, output: null };
}

/** Requests of the same trace within a day of this one. One range of the index (slot, trace_id) a day. */
async function readTrace(
  ctx: Ctx,
  { slot, stored, place }: { slot: number; stored: StoredDetail; place: EventPlace },
): Promise<RequestRow[]> {
  if (stored.traceId === null) return [];
  const rows = await ctx.sql.unsafe<StoredRequest[]>(
    `select ${REQUEST_COLUMNS} from event e
     where e.slot = $1 and e.trace_id = $2 and e.ts between $3 and $4 and e.key <> $5::uuid
     order by e.ts, e.key limit ${TRACE_MAX}`,
    [slot, stored.traceId, new Date(place.at - DAY_MS), new Date(place.at + DAY_MS), place.key],
  );
  return requestRows(ctx, rows);
}
