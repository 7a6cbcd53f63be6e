-- Why prices were corrected, and what that changed by day and for want of which price; null: before this was kept.
alter table event_reprice add column reason text;
alter table event_reprice add column breakdown jsonb;

-- The API key that sent an event: a number of telemetry_name, whose text is the key's id. Null: received before keys were
-- recorded.
alter table event add column api_key int4;

-- What each key sent by the hour: rollups do not have keys. Recomputed by the marks of tasks, with task_rollup.
create table key_rollup (
  hour timestamptz(3) not null,
  cost_nano int8 not null,
  tokens_in int8 not null,
  tokens_out int8 not null,
  tokens_cached int8 not null,
  slot int4 not null,
  api_key int4 not null,
  model int4 not null,
  requests int4 not null,
  known int4 not null,
  primary key (slot, hour, api_key, model)
);
comment on column key_rollup.cost_nano is 'US dollars × 10^9 of the requests whose cost is known.';
