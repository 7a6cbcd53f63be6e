-- The newest savings report of a project, and the computation that was asked for last: computed by the worker, as it
-- replays up to a million requests.
create table savings (
  project_id integer primary key references project (id),
  status text not null,
  progress double precision not null,
  error text,
  requested_by jsonb not null,
  requested_at timestamp(3) with time zone not null,
  computed_at timestamp(3) with time zone,
  took_ms integer,
  report jsonb
);
