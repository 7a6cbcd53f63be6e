-- Partitions are made and dropped while the application runs, and its role owns no table. These two do it as their owner,
-- for the partitioned tables of telemetry and for nothing else: the names and limits that they are given are checked here.
create function check_telemetry_partition(parent text, partition text) returns void
  language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  if parent is null or partition is null
     or parent not in ('event', 'event_body', 'event_id_seen', 'rollup_minute', 'rollup_hour')
     or partition !~ ('^' || parent || '_[0-9]{6}([0-9]{2})?$') then
    raise exception 'There is no partition % of %', partition, parent using errcode = 'invalid_parameter_value';
  end if;
end
$$;

-- Makes a partition from `lower` to below `upper`, where it is missing: a table of its own, then attached, which waits
-- for no reader and no writer, where `create table … partition of` would stop both. The sketches of rollups stay in their
-- row as they are, up to a page: taking them apart again cost a chart of a month twice as much as reading them does.
create function make_telemetry_partition(parent text, partition text, lower text, upper text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  storage text := case when parent like 'rollup%' then 'with (toast_tuple_target = 8160)' else '' end;
begin
  perform check_telemetry_partition(parent, partition);
  -- Any constant of ours: one maker of partitions at a time per database.
  perform pg_advisory_xact_lock(7305216442);
  -- By a query: what a cast to regclass found before the wait for the lock would be remembered.
  if exists (
    select 1 from pg_inherits join pg_class on pg_class.oid = inhrelid
    where relname = partition and relnamespace = 'public'::regnamespace
  ) then
    return;
  end if;
  if parent = 'event_id_seen' then
    if upper::int4 <> lower::int4 + 1 then
      raise exception 'A partition of % holds one period', parent using errcode = 'invalid_parameter_value';
    end if;
  elsif not (upper::timestamptz > lower::timestamptz and upper::timestamptz <= lower::timestamptz + interval '31 days') then
    raise exception 'A partition of % holds at most a month', parent using errcode = 'invalid_parameter_value';
  end if;
  execute format('create table if not exists public.%I (like public.%I including all) %s', partition, parent, storage);
  execute format('alter table public.%I attach partition public.%I for values from (%L) to (%L)',
    parent, partition, lower, upper);
end
$$;

-- Drops a partition. It needs its parent for itself for a moment: it waits at most 0.1 s for whoever reads or writes, as
-- everybody else waits behind it, and fails with lock_not_available (55P03) where that was not enough.
create function drop_telemetry_partition(parent text, partition text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '100ms' as $$
begin
  perform check_telemetry_partition(parent, partition);
  -- Left over from a version that detached in two steps and ended between them.
  if exists (
    select 1 from pg_inherits join pg_class on pg_class.oid = inhrelid
    where relname = partition and relnamespace = 'public'::regnamespace and inhdetachpending
  ) then
    execute format('alter table public.%I detach partition public.%I finalize', parent, partition);
  end if;
  execute format('drop table if exists public.%I', partition);
end
$$;

revoke all on function check_telemetry_partition(text, text) from public;
revoke all on function make_telemetry_partition(text, text, text, text) from public;
revoke all on function drop_telemetry_partition(text, text) from public;
