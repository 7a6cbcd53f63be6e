-- Signals of prompt injection in stored texts: what was scanned, what was found. docs/decisions/096.

-- Scanned and counted requests by prompt and environment, a row a minute (tier 1) and hour (tier 2). A group without a row
-- had nothing to scan, which is not the same as nothing found.
create table signal_rollup (
  slot integer not null,
  tier smallint not null,
  bucket timestamp(3) with time zone not null,
  environment integer not null,
  prompt integer not null,
  scanned bigint not null,
  found bigint not null,
  judged bigint not null,
  cut bigint not null,
  primary key (slot, tier, bucket, environment, prompt),
  constraint signal_rollup_check check (found <= scanned and judged <= scanned and cut <= scanned)
);
comment on column signal_rollup.found is 'Requests whose signals are enough to count them.';
comment on column signal_rollup.judged is 'Requests that a score named injection came for.';
comment on column signal_rollup.cut is 'Requests with a text that is longer than what is looked at.';

-- How each minute was scanned: it is scanned again when its events or its judge's scores have changed.
create table signal_scan (
  slot integer not null,
  minute timestamp(3) with time zone not null,
  events bigint not null,
  scores bigint not null,
  primary key (slot, minute)
);

-- Requests with signals, at most 200 of a slot and minute.
create table signal_hit (
  slot integer not null,
  ts timestamp(3) with time zone not null,
  key uuid not null,
  environment integer not null,
  prompt integer not null,
  counted boolean not null,
  hits jsonb not null,
  primary key (slot, ts, key)
);

-- Tools and hosts that the requests of a prompt have used, at most 500 of a prompt and kind.
create table signal_seen (
  slot integer not null,
  prompt integer not null,
  kind text not null,
  name text collate "C" not null,
  first_at timestamp(3) with time zone not null,
  primary key (slot, prompt, kind, name),
  constraint signal_seen_kind_check check (kind in ('tool', 'host'))
);

-- A text that stands in a prompt and nowhere else: in an output it is a leak. An empty prompt: of every prompt.
create table signal_canary (
  project_id integer not null references project (id),
  prompt text not null,
  canary text not null,
  updated_by jsonb not null,
  updated_at timestamp(3) with time zone not null,
  primary key (project_id, prompt)
);

-- Scores of a judge of injections, by the minute of their events.
create index feedback_injection on feedback (slot, event_ts) where name = 'injection';
