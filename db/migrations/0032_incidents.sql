-- What people work on: alerts, changes and actions on one timeline. Its readable name is INC- and its number in the project.
create table incident (
  id uuid primary key,
  project_id integer not null references project (id),
  number integer not null,
  title text not null,
  state text not null,
  severity smallint not null,
  prompt text,
  version integer,
  environment text,
  model text,
  kind text,
  is_drill boolean not null,
  detector text not null,
  detected_by text,
  trigger jsonb,
  reason text,
  merged_into uuid references incident (id),
  impact_start_at timestamp(3) with time zone,
  detected_at timestamp(3) with time zone,
  acknowledged_at timestamp(3) with time zone,
  mitigated_at timestamp(3) with time zone,
  resolved_at timestamp(3) with time zone,
  is_mitigated_by_machine boolean not null,
  impact jsonb,
  impact_at timestamp(3) with time zone,
  opened_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint incident_number unique (project_id, number),
  constraint incident_state_check check (state in ('triage', 'active', 'mitigated', 'resolved', 'closed', 'declined', 'merged')),
  constraint incident_severity_check check (severity between 1 and 4),
  constraint incident_detector_check check (detector in ('monitor', 'event', 'outside', 'person')),
  constraint incident_merged_check check ((state = 'merged') = (merged_into is not null))
);
create index incident_state on incident (project_id, state);
create index incident_opened on incident (project_id, opened_at desc);
comment on column incident.trigger is 'The change of its prompt or route at most 15 minutes before the impact; it preceded it.';
comment on column incident.impact is 'What it cost, as last computed at impact_at; computed again as late data arrive.';

-- Every value that a time of an incident ever had: the newest holds, the first is the original.
create table incident_time (
  id bigint generated always as identity primary key,
  incident_id uuid not null references incident (id),
  field text not null,
  at timestamp(3) with time zone,
  source text not null,
  actor jsonb not null,
  reason text,
  recorded_at timestamp(3) with time zone not null,
  constraint incident_time_field_check check (field in ('impact_start', 'detected', 'acknowledged', 'mitigated', 'resolved')),
  constraint incident_time_source_check check (source in ('machine', 'person'))
);
create index incident_time_of_incident on incident_time (incident_id, id);
create trigger incident_time_immutable before update or delete on incident_time
  for each row execute function refuse_change();
create trigger incident_time_kept before truncate on incident_time
  for each statement execute function refuse_change();

-- From when an incident had a severity; it holds until the next row.
create table incident_severity (
  incident_id uuid not null references incident (id),
  from_at timestamp(3) with time zone not null,
  severity smallint not null,
  actor jsonb not null,
  reason text,
  primary key (incident_id, from_at),
  constraint incident_severity_severity_check check (severity between 1 and 4)
);

create table incident_role (
  incident_id uuid not null references incident (id),
  role text not null,
  person_id uuid not null references person (id),
  assigned_by jsonb not null,
  assigned_at timestamp(3) with time zone not null,
  primary key (incident_id, role),
  constraint incident_role_role_check check (role in ('commander', 'operations', 'communications', 'scribe'))
);

-- The timeline. A row that several sources report has one dedupe_key, so it stands there once.
create table incident_entry (
  id bigint generated always as identity primary key,
  incident_id uuid not null references incident (id),
  project_id integer not null references project (id),
  occurred_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  source text not null,
  kind text not null,
  actor jsonb,
  path text,
  text text not null,
  dedupe_key text not null,
  constraint incident_entry_once unique (incident_id, dedupe_key),
  constraint incident_entry_source_check check (source in ('machine', 'person', 'alert', 'feed')),
  constraint incident_entry_kind_check check (kind in ('change', 'signal', 'action', 'communication', 'note'))
);
create index incident_entry_order on incident_entry (incident_id, occurred_at, id);

create table incident_link (
  incident_id uuid not null references incident (id),
  alert_id uuid not null references alert (id),
  linked_at timestamp(3) with time zone not null,
  primary key (incident_id, alert_id)
);
create index incident_link_of_alert on incident_link (alert_id);
