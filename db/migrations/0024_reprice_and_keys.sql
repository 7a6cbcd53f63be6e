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

-- A jump of spend or of input length, once a day and subject, as it was when it was found: what runbooks and alerts read.
create table spend_jump (
  id uuid primary key,
  project_id integer not null references project (id),
  kind text not null,
  name text not null,
  day integer not null,
  value double precision not null,
  typical double precision not null,
  requests integer not null,
  days_before integer not null,
  found_at timestamp(3) with time zone not null,
  constraint spend_jump_once unique (project_id, day, kind, name),
  constraint spend_jump_kind_check check (kind in ('user', 'key', 'service', 'input'))
);
