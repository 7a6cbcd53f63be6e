-- Telemetry. Every table starts with `slot` (project × 64) in its keys, so that the same schema can be distributed.
-- No trigger, no sequence, no MERGE here, and nothing that needs two slots in one transaction.
-- Partitions are made ahead by the worker and on demand by whoever needs one: server/telemetry/partitions.ts.

-- Names that telemetry brought, as small numbers: dense, 1, 2, 3 … a slot and kind. 0 stands for "none".
create table telemetry_name (
  slot int4 not null,
  kind int2 not null,
  id int4 not null,
  text text collate "C" not null,
  primary key (slot, kind, id),
  constraint telemetry_name_text unique (slot, kind, text)
);

-- One LLM call. Wide values first, so that rows have no padding: 200 B.
create table event (
  ts timestamptz(3) not null,
  received_at timestamptz(3) not null,
  series_id int8 not null,
  cost_nano int8,
  latency_ms float8,
  ttft_ms float8,
  quality float8,
  slot int4 not null,
  environment int4 not null,
  prompt int4 not null,
  version int4 not null,
  model int4 not null,
  service int4 not null,
  error_code int4 not null,
  query_type int4 not null,
  tokens_in int4,
  tokens_out int4,
  tokens_cached int4,
  tokens_reasoning int4,
  input_chars int4,
  status int2 not null,
  arm int2 not null,
  flags int2 not null,
  attempt int2,
  shard int2 not null,
  key uuid not null,
  id text collate "C",
  trace_id text collate "C",
  outcome_id text collate "C",
  operation_id text collate "C",
  user_id text collate "C",
  session_id text collate "C",
  unit text collate "C",
  rollout_id text collate "C",
  tags text[]
) partition by range (ts);

comment on column event.key is 'The id itself where that is a UUID, else the first 16 bytes of its SHA-256; id is then its text.';
comment on column event.series_id is '63-bit hash of environment, prompt, version, model, service and arm.';
comment on column event.cost_nano is 'US dollars × 10^9; null = unknown.';
comment on column event.shard is 'hash(unit, else user, session, operation) mod 100, the cluster of a robust standard error; −1 = it stands alone.';
comment on column event.flags is '1: at was set to the time of receipt (clock_skew). 2: at was moved by the skew that sent_at showed.';

create index event_brin on event using brin (ts) with (pages_per_range = 32, autosummarize = on);
create index event_newest on event (slot, ts desc);
create index event_trace on event (slot, trace_id) where trace_id is not null;
create index event_failed on event (slot, ts desc) where status <> 0;

-- Inputs and outputs, only of projects that say so.
create table event_body (
  ts timestamptz(3) not null,
  slot int4 not null,
  key uuid not null,
  input text,
  output text
) partition by range (ts);
create index event_body_key on event_body (slot, ts, key);

-- Which ids were received: unique a slot and period of receipt (7 days, counted from 1970-01-01). Around the turn of
-- a period an id is claimed in both, and the period before is looked up: server/telemetry/domain/seen-period.ts.
create table event_id_seen (
  ts timestamptz(3) not null,
  slot int4 not null,
  period int4 not null,
  key uuid not null,
  primary key (slot, key, period)
) partition by range (period);

-- One call with an Idempotency-Key. `rejects` = [[index, code, path, message], …], enough to give the same answer again.
create table ingest_batch (
  slot int4 not null,
  batch_key text collate "C" not null,
  body_hash bytea not null,
  received_at timestamptz(3) not null,
  rejects jsonb not null,
  primary key (slot, batch_key)
);
create index ingest_batch_received on ingest_batch (received_at);

-- What is known of a task's outcome, and the newest event of the task: that event counts it, in its minute.
create table outcome (
  slot int4 not null,
  outcome_id text collate "C" not null,
  success boolean,
  value float8,
  kind text,
  at timestamptz(3),
  task_ts timestamptz(3),
  task_key uuid,
  previous_ts timestamptz(3),
  primary key (slot, outcome_id)
);

-- Every outcome message, by its own id.
create table outcome_record (
  slot int4 not null,
  key uuid not null,
  id text not null,
  outcome_id text collate "C" not null,
  success boolean not null,
  value float8,
  kind text,
  at timestamptz(3) not null,
  received_at timestamptz(3) not null,
  primary key (slot, key)
);

create table feedback (
  slot int4 not null,
  id uuid not null,
  event_key uuid not null,
  event_ts timestamptz(3),
  name text not null,
  score float8 not null,
  comment text,
  source text not null,
  actor jsonb not null,
  at timestamptz(3) not null,
  primary key (slot, id)
);
create index feedback_event on feedback (slot, event_key);

-- "This bucket has to be computed again." Append-only and without a unique key on purpose: an upsert here loses data.
create table rollup_mark (
  slot int4 not null,
  tier int2 not null,
  bucket timestamptz(3) not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_threshold = 100000);

-- tier 1 minute, 2 hour, 3 day. set_id: server/telemetry/domain/grouping-set.ts. Dimensions outside of the set are 0.
create table rollup (
  bucket timestamptz(3) not null,
  key_id int8 not null,
  n int8 not null,
  errors int8 not null,
  cost_nano int8 not null,
  cost_n int8 not null,
  tokens_in int8 not null,
  tokens_in_n int8 not null,
  tokens_out int8 not null,
  tokens_out_n int8 not null,
  tokens_cached int8 not null,
  tokens_cached_n int8 not null,
  quality_sum float8 not null,
  quality_n int8 not null,
  outcome_n int8 not null,
  outcome_ok int8 not null,
  slot int4 not null,
  environment int4 not null,
  prompt int4 not null,
  version int4 not null,
  model int4 not null,
  service int4 not null,
  error_code int4 not null,
  arm int2 not null,
  tier int2 not null,
  set_id int2 not null,
  latency bytea,
  ttft bytea,
  input_chars bytea,
  input_tokens bytea,
  quality_shards bytea,
  primary key (slot, tier, set_id, bucket, key_id)
) partition by list (tier);

comment on column rollup.input_tokens is 'Sketch of tokens_in of those events whose input_chars is unknown.';
comment on column rollup.quality_shards is 'Per shard: its number, how many scored events, their sum, the sum of squares of those that stand alone.';

create table rollup_minute partition of rollup for values in (1) partition by range (bucket);
create table rollup_hour partition of rollup for values in (2) partition by range (bucket);
create table rollup_day partition of rollup for values in (3);
