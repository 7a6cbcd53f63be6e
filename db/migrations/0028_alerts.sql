-- A rule over a series that can fire an alert. Every edit is a row of monitor_version: alerts name the version that fired.
create table monitor (
  id uuid primary key,
  project_id integer not null references project (id),
  name text not null,
  kind text not null,
  builtin text,
  severity text not null,
  enabled boolean not null,
  version integer not null,
  spec jsonb not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint monitor_name unique (project_id, name),
  constraint monitor_builtin unique (project_id, builtin),
  constraint monitor_severity_check check (severity in ('page', 'warning', 'ticket')),
  constraint monitor_version_check check (version > 0)
);
comment on column monitor.builtin is 'The key of a rule that every project has from the start; null: made by a person.';

create table monitor_version (
  monitor_id uuid not null references monitor (id),
  version integer not null,
  name text not null,
  severity text not null,
  enabled boolean not null,
  spec jsonb not null,
  actor jsonb not null,
  at timestamp(3) with time zone not null,
  primary key (monitor_id, version)
);

-- Where a series of a monitor stands. A series that has always been ok has no row.
create table monitor_series (
  monitor_id uuid not null references monitor (id),
  fingerprint text not null,
  labels jsonb not null,
  state text not null,
  since timestamp(3) with time zone not null,
  step_at timestamp(3) with time zone not null,
  memory jsonb not null,
  primary key (monitor_id, fingerprint),
  constraint monitor_series_state_check check (state in ('ok', 'pending', 'firing', 'resolving', 'no_data'))
);
comment on column monitor_series.step_at is 'The step of evaluation that wrote the row: a step is applied once, under where step_at < the new one.';
comment on column monitor_series.memory is 'What the next step needs: frozen baseline, timers, the samples that tell flapping.';

-- A firing of a monitor: opened, acknowledged, resolved. At most one of a fingerprint is open.
create table alert (
  id uuid primary key,
  project_id integer not null references project (id),
  monitor_id uuid references monitor (id),
  monitor_version integer,
  source text not null,
  fingerprint text not null,
  kind text not null,
  severity text not null,
  title text not null,
  labels jsonb not null,
  prompt text,
  environment text,
  model text,
  evidence jsonb not null,
  changes jsonb not null,
  impact_start timestamp(3) with time zone,
  opened_at timestamp(3) with time zone not null,
  last_seen_at timestamp(3) with time zone not null,
  count integer not null,
  verdict text,
  is_flapping boolean not null,
  is_without_data boolean not null,
  acknowledged_at timestamp(3) with time zone,
  acknowledged_by jsonb,
  resolved_at timestamp(3) with time zone,
  resolved_by jsonb,
  constraint alert_severity_check check (severity in ('page', 'warning', 'ticket')),
  constraint alert_source_check check (source in ('monitor', 'event', 'alertmanager', 'opsgenie', 'webhook')),
  constraint alert_verdict_check check (verdict in ('none', 'system', 'judge', 'unknown')),
  constraint alert_count_check check (count > 0)
);
create unique index alert_open on alert (fingerprint) where resolved_at is null;
create index alert_history on alert (project_id, opened_at desc);
create index alert_reopened on alert (fingerprint, resolved_at desc);
comment on column alert.fingerprint is 'SHA-256 of project, monitor and sorted labels; of an alert from outside: of project, source and its own fingerprint.';
comment on column alert.verdict is 'Of a quality alert: whether the system or the judge moved; unknown: no anchors to tell by.';

-- What happened to an alert, append-only: what notifications and timelines of incidents are made from.
create table alert_entry (
  id bigint generated always as identity primary key,
  alert_id uuid not null references alert (id),
  project_id integer not null references project (id),
  at timestamp(3) with time zone not null,
  kind text not null,
  actor jsonb,
  detail jsonb not null,
  constraint alert_entry_kind_check check (kind in
    ('fired', 'reopened', 'worse', 'no_data', 'data_back', 'flapping', 'steady', 'verdict', 'acknowledged', 'escalated', 'silenced', 'unsilenced', 'resolved'))
);
create index alert_entry_of_alert on alert_entry (alert_id, id);
