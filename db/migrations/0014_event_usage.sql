-- What decides the price of a request beside its token counts: how it was served, and how long what it wrote to a cache
-- lives (the rest of tokens_cache_write is for a time that is not stated).
alter table event add column tokens_cache_write_5m int4;
alter table event add column tokens_cache_write_1h int4;
alter table event add column service_tier text collate "C";
alter table event add column region text collate "C";

comment on column event.flags is '1: at was set to the time of receipt (clock_skew). 2: at was moved by the skew that sent_at showed. 4: cost_nano was computed here from prices, or is unknown for want of one; without it, it came with the event, or before this was kept.';

-- The provider's own usage object as it was sent, and calls of tools: read again when prices change, and by nobody who
-- scans events for charts, so it stands apart.
create table event_usage (
  ts timestamptz(3) not null,
  slot int4 not null,
  key uuid not null,
  usage jsonb,
  tool_calls jsonb
) partition by range (ts);
create index event_usage_key on event_usage (slot, ts, key);

-- As in 0010_partitions.sql, with the table above.
create or replace function check_telemetry_partition(parent text, partition text) returns void
  language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  if parent is null or partition is null
     or parent not in ('event', 'event_body', 'event_usage', 'event_id_seen', 'rollup_minute', 'rollup_hour')
     or partition !~ ('^' || parent || '_[0-9]{6}([0-9]{2})?$') then
    raise exception 'There is no partition % of %', partition, parent using errcode = 'invalid_parameter_value';
  end if;
end
$$;

-- Events of a model that are priced again by corrected rows: what was asked for, how far it is and what it changed so far.
create table event_reprice (
  slot int4 not null,
  id uuid not null,
  model text collate "C" not null,
  from_ts timestamptz(3) not null,
  to_ts timestamptz(3) not null,
  -- The rows that it prices by, as they were when it began: one that is corrected meanwhile does not split it.
  prices jsonb not null,
  status text not null check (status in ('running', 'done', 'failed')),
  total int8 not null,
  -- Events up to this one, by time and then key, are done.
  reached_ts timestamptz(3) not null,
  reached_key uuid not null,
  figures jsonb not null,
  failure text,
  actor jsonb not null,
  created_at timestamptz(3) not null,
  finished_at timestamptz(3),
  primary key (slot, id)
);
create index event_reprice_newest on event_reprice (slot, created_at desc);
create unique index event_reprice_running on event_reprice (slot, model) where status = 'running';
