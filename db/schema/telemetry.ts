// The tables that server/telemetry writes. Their SQL is written by hand (db/migrations/0002_telemetry.sql and later), as
// drizzle-kit knows neither partitions nor collations nor column comments: drizzle.config.ts leaves this file out, and
// db/schema.db.test.ts compares it with the migrated database. Ingest and rollups use COPY and SQL of their own over them.
import {
  bigint,
  boolean,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { WrittenRow } from '#server/models/prices/domain/row-entry.ts';
import type { StoredBreakdown } from '#server/telemetry/reprice/domain/breakdown.ts';
import type { RepriceStatus, StoredFigures } from '#server/telemetry/reprice/domain/figures.ts';
import { type ActorRecord, bytes, instant } from './columns.ts';

const int8 = () => bigint({ mode: 'bigint' });

/** Names that telemetry brought, as small numbers of a slot and kind; 0 stands for "none" and has no row. */
export const telemetryName = pgTable(
  'telemetry_name',
  { slot: integer().notNull(), kind: smallint().notNull(), id: integer().notNull(), text: text().notNull() },
  (t) => [primaryKey({ columns: [t.slot, t.kind, t.id] })],
);

/** One LLM call; partitioned by day of `ts`. Written as server/telemetry/event/event-columns.ts says. */
export const event = pgTable('event', {
  ts: instant().notNull(),
  receivedAt: instant().notNull(),
  seriesId: int8().notNull(),
  /** US dollars × 10^9; null: unknown. */
  costNano: int8(),
  latencyMs: doublePrecision(),
  ttftMs: doublePrecision(),
  quality: doublePrecision(),
  slot: integer().notNull(),
  environment: integer().notNull(),
  prompt: integer().notNull(),
  version: integer().notNull(),
  model: integer().notNull(),
  service: integer().notNull(),
  errorCode: integer().notNull(),
  queryType: integer().notNull(),
  tokensIn: integer(),
  tokensOut: integer(),
  tokensCached: integer(),
  tokensCacheWrite: integer(),
  tokensCacheWrite_5m: integer('tokens_cache_write_5m'),
  tokensCacheWrite_1h: integer('tokens_cache_write_1h'),
  tokensReasoning: integer(),
  inputChars: integer(),
  status: smallint().notNull(),
  arm: smallint().notNull(),
  flags: smallint().notNull(),
  attempt: smallint(),
  shard: smallint().notNull(),
  key: uuid().notNull(),
  id: text(),
  traceId: text(),
  outcomeId: text(),
  operationId: text(),
  userId: text(),
  sessionId: text(),
  unit: text(),
  rolloutId: text(),
  tags: text().array(),
  serviceTier: text(),
  region: text(),
  /** The key that sent it, as `telemetry_name` numbers its id; null: received before keys were recorded. */
  apiKey: integer(),
});

/** Inputs and outputs, only of projects that say so; partitioned by day of `ts`. */
export const eventBody = pgTable('event_body', {
  ts: instant().notNull(),
  slot: integer().notNull(),
  key: uuid().notNull(),
  input: text(),
  output: text(),
});

/** The provider's own usage object and calls of tools, of events that have them; partitioned by day of `ts`. */
export const eventUsage = pgTable('event_usage', {
  ts: instant().notNull(),
  slot: integer().notNull(),
  key: uuid().notNull(),
  usage: jsonb(),
  toolCalls: jsonb(),
});

/** Events of a model that are priced again: what was asked for, how far it is and what it changed so far. */
export const eventReprice = pgTable(
  'event_reprice',
  {
    slot: integer().notNull(),
    id: uuid().notNull(),
    /** `provider/id`. */
    model: text().notNull(),
    fromTs: instant().notNull(),
    toTs: instant().notNull(),
    /** The rows that it prices by, as they were when it began. */
    prices: jsonb().$type<WrittenRow[]>().notNull(),
    status: text().$type<RepriceStatus>().notNull(),
    /** Events of the model in the range when it began. */
    total: bigint({ mode: 'number' }).notNull(),
    reachedTs: instant().notNull(),
    reachedKey: uuid().notNull(),
    figures: jsonb().$type<StoredFigures>().notNull(),
    /** Null: begun before it was kept. */
    breakdown: jsonb().$type<StoredBreakdown>(),
    reason: text(),
    failure: text(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    createdAt: instant().notNull(),
    finishedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.slot, t.id] })],
);

/** Which ids were received; partitioned by period of receipt. */
export const eventIdSeen = pgTable(
  'event_id_seen',
  { ts: instant().notNull(), slot: integer().notNull(), period: integer().notNull(), key: uuid().notNull() },
  (t) => [primaryKey({ columns: [t.slot, t.key, t.period] })],
);

/** One call with an Idempotency-Key, and what it rejected. */
export const ingestBatch = pgTable(
  'ingest_batch',
  {
    slot: integer().notNull(),
    batchKey: text().notNull(),
    bodyHash: bytes().notNull(),
    receivedAt: instant().notNull(),
    rejects: jsonb().notNull(),
  },
  (t) => [primaryKey({ columns: [t.slot, t.batchKey] })],
);

/** What is known of a task's outcome, and the newest event of the task. */
export const outcome = pgTable(
  'outcome',
  {
    slot: integer().notNull(),
    outcomeId: text().notNull(),
    success: boolean(),
    value: doublePrecision(),
    kind: text(),
    at: instant(),
    taskTs: instant(),
    taskKey: uuid(),
    previousTs: instant(),
  },
  (t) => [primaryKey({ columns: [t.slot, t.outcomeId] })],
);

/** Every outcome message, by its own id. */
export const outcomeRecord = pgTable(
  'outcome_record',
  {
    slot: integer().notNull(),
    key: uuid().notNull(),
    id: text().notNull(),
    outcomeId: text().notNull(),
    success: boolean().notNull(),
    value: doublePrecision(),
    kind: text(),
    at: instant().notNull(),
    receivedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.slot, t.key] })],
);

export const feedback = pgTable(
  'feedback',
  {
    slot: integer().notNull(),
    id: uuid().notNull(),
    eventKey: uuid().notNull(),
    eventTs: instant(),
    name: text().notNull(),
    score: doublePrecision().notNull(),
    comment: text(),
    source: text().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.slot, t.id] })],
);

/** "This bucket has to be computed again." Append-only, without a unique key on purpose. */
export const rollupMark = pgTable('rollup_mark', {
  slot: integer().notNull(),
  tier: smallint().notNull(),
  bucket: instant().notNull(),
});

/** "The tasks with an event in this hour have changed": server/cost computes them again. Append-only. */
export const taskMark = pgTable('task_mark', { slot: integer().notNull(), hour: instant().notNull() });

/** Partitioned by tier, then by time. Written and read as server/telemetry/rollup/rollup-row.ts says. */
export const rollup = pgTable(
  'rollup',
  {
    bucket: instant().notNull(),
    keyId: int8().notNull(),
    n: int8().notNull(),
    errors: int8().notNull(),
    costNano: int8().notNull(),
    costN: int8().notNull(),
    tokensIn: int8().notNull(),
    tokensInN: int8().notNull(),
    tokensOut: int8().notNull(),
    tokensOutN: int8().notNull(),
    tokensCached: int8().notNull(),
    tokensCachedN: int8().notNull(),
    qualitySum: doublePrecision().notNull(),
    qualityN: int8().notNull(),
    outcomeN: int8().notNull(),
    outcomeOk: int8().notNull(),
    slot: integer().notNull(),
    environment: integer().notNull(),
    prompt: integer().notNull(),
    version: integer().notNull(),
    model: integer().notNull(),
    service: integer().notNull(),
    errorCode: integer().notNull(),
    arm: smallint().notNull(),
    tier: smallint().notNull(),
    setId: smallint().notNull(),
    latency: bytes(),
    ttft: bytes(),
    inputChars: bytes(),
    inputTokens: bytes(),
    qualityShards: bytes(),
  },
  (t) => [primaryKey({ columns: [t.slot, t.tier, t.setId, t.bucket, t.keyId] })],
);
