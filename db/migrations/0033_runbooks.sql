-- What to do when something breaks, as versioned Markdown. A built-in runbook has no row until a project edits, runs or drills it.
create table runbook (
  id uuid primary key,
  project_id integer not null references project (id),
  name text not null,
  builtin text,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint runbook_name unique (project_id, name),
  constraint runbook_version_check check (version > 0)
);
comment on column runbook.builtin is 'The key of a runbook that every project has from the start; null: made by a person.';

create table runbook_version (
  runbook_id uuid not null references runbook (id),
  version integer not null,
  owner text,
  markdown text not null,
  actor jsonb not null,
  at timestamp(3) with time zone not null,
  primary key (runbook_id, version)
);
create trigger runbook_version_immutable before update or delete on runbook_version
  for each row execute function refuse_change();
create trigger runbook_version_kept before truncate on runbook_version
  for each statement execute function refuse_change();

-- One use of a runbook: of an incident, or without one.
create table runbook_run (
  id uuid primary key,
  project_id integer not null references project (id),
  runbook_id uuid not null references runbook (id),
  version integer not null,
  incident_id uuid,
  started_by jsonb not null,
  started_at timestamp(3) with time zone not null,
  ended_by jsonb,
  ended_at timestamp(3) with time zone
);
create unique index runbook_run_open on runbook_run (runbook_id, coalesce(incident_id, '00000000-0000-0000-0000-000000000000'))
  where ended_at is null;
create index runbook_run_newest on runbook_run (runbook_id, started_at desc);
create index runbook_run_of_incident on runbook_run (incident_id) where incident_id is not null;
comment on column runbook_run.incident_id is 'No foreign key: incidents are to the right.';

-- What was done at a step of a run, append-only: ticked, acted, or opened again.
create table runbook_step (
  id uuid primary key,
  project_id integer not null references project (id),
  run_id uuid not null references runbook_run (id),
  seq bigint generated always as identity,
  position integer not null,
  outcome text not null,
  note text not null,
  action text,
  params jsonb,
  preview jsonb,
  result jsonb,
  actor jsonb not null,
  at timestamp(3) with time zone not null,
  constraint runbook_step_outcome_check check (outcome in ('done', 'acted', 'reopened')),
  constraint runbook_step_action_check check ((outcome = 'acted') = (action is not null))
);
create index runbook_step_of_run on runbook_step (run_id, seq);
create trigger runbook_step_immutable before update or delete on runbook_step
  for each row execute function refuse_change();
create trigger runbook_step_kept before truncate on runbook_step
  for each statement execute function refuse_change();

-- Whether each step of a version could be done, as it was on a day.
create table runbook_drill (
  id uuid primary key,
  project_id integer not null references project (id),
  runbook_id uuid not null references runbook (id),
  version integer not null,
  month text,
  dead_steps integer not null,
  steps jsonb not null,
  actor jsonb not null,
  at timestamp(3) with time zone not null,
  constraint runbook_drill_monthly unique (runbook_id, month)
);
create index runbook_drill_newest on runbook_drill (runbook_id, at desc);
comment on column runbook_drill.month is 'Of the worker''s own drill, once a month: 2026-11; null where a person asked for it.';
