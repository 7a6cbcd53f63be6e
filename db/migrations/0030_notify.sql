-- Where a project is notified. `sealed` is its address and secrets, encrypted with a key of the data folder.
create table channel (
  id uuid primary key,
  project_id integer not null references project (id),
  name text not null,
  kind text not null,
  severities text[] not null,
  sends_resolved boolean not null,
  enabled boolean not null,
  sealed text not null,
  hint text not null,
  changes_after timestamp(3) with time zone,
  disabled_reason text,
  failing_since timestamp(3) with time zone,
  kept_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint channel_name unique (project_id, name),
  constraint channel_kind_check check (kind in ('webhook', 'slack', 'teams', 'pagerduty', 'incident_io', 'email', 'alertmanager'))
);
comment on column channel.hint is 'What is shown of the address: the host.';
comment on column channel.changes_after is 'Deployments and other changes after it are sent as events; null: none are.';
comment on column channel.kept_at is 'Of an Alertmanager: when everything that fires was sent again.';

-- What a channel was told of a group of alerts, and when the group is looked at again.
create table notification_group (
  channel_id uuid not null references channel (id),
  group_key text not null,
  project_id integer not null references project (id),
  prompt text,
  kind text not null,
  state jsonb not null,
  sequence integer not null,
  told_at timestamp(3) with time zone,
  due_at timestamp(3) with time zone,
  primary key (channel_id, group_key)
);
create index notification_group_due on notification_group (due_at) where due_at is not null;

-- A message to a channel. Sent at least once; `id` is the same over all attempts.
create table notification (
  id uuid primary key,
  project_id integer not null references project (id),
  channel_id uuid not null references channel (id),
  group_key text not null,
  sequence integer not null,
  reason text not null,
  notice jsonb not null,
  person_id uuid references person (id),
  state text not null,
  attempts integer not null,
  retries_from integer not null,
  next_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  finished_at timestamp(3) with time zone,
  constraint notification_once unique (channel_id, group_key, sequence),
  constraint notification_state_check check (state in ('waiting', 'delivered', 'refused', 'blocked', 'given_up')),
  constraint notification_next_check check ((next_at is not null) = (state = 'waiting'))
);
create index notification_next on notification (next_at) where state = 'waiting';
create index notification_log on notification (channel_id, created_at desc);
comment on column notification.person_id is 'Who is told besides the addresses of the channel: the person on call.';
comment on column notification.retries_from is 'Attempts before it was last asked to be sent again: the pauses begin anew.';

-- An attempt that ended. One that its process did not survive has no row.
create table delivery (
  notification_id uuid not null references notification (id),
  attempt integer not null,
  project_id integer not null references project (id),
  at timestamp(3) with time zone not null,
  took_ms integer not null,
  outcome text not null,
  status integer,
  response text not null,
  primary key (notification_id, attempt)
);

-- Alerts that match are not told while it lasts. It always ends.
create table silence (
  id uuid primary key,
  project_id integer not null references project (id),
  matchers jsonb not null,
  reason text not null,
  starts_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  actor jsonb not null,
  created_at timestamp(3) with time zone not null,
  constraint silence_end_check check (ends_at <= starts_at + interval '7 days')
);
create index silence_end on silence (project_id, ends_at desc);

-- Who is on call, a week each, in the order of `people`.
create table on_call_rotation (
  id uuid primary key,
  project_id integer not null references project (id),
  name text not null,
  people uuid[] not null,
  time_zone text not null,
  hand_over_day integer not null,
  hand_over_minute integer not null,
  starts_on date not null,
  updated_at timestamp(3) with time zone not null,
  constraint on_call_rotation_name unique (project_id, name),
  constraint on_call_rotation_day_check check (hand_over_day between 1 and 7),
  constraint on_call_rotation_minute_check check (hand_over_minute between 0 and 1439)
);

create table on_call_override (
  id uuid primary key,
  project_id integer not null references project (id),
  rotation_id uuid not null references on_call_rotation (id),
  person_id uuid not null references person (id),
  starts_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  actor jsonb not null,
  created_at timestamp(3) with time zone not null,
  constraint on_call_override_end_check check (ends_at > starts_at)
);
create index on_call_override_end on on_call_override (rotation_id, ends_at);

-- Whom a page that nobody acknowledges is for, after how long: whoever is on call in a rotation, or a person.
create table escalation_step (
  project_id integer not null references project (id),
  step integer not null,
  after_minutes integer not null,
  rotation_id uuid references on_call_rotation (id),
  person_id uuid references person (id),
  primary key (project_id, step),
  constraint escalation_step_whom_check check ((rotation_id is null) <> (person_id is null)),
  constraint escalation_step_after_check check (after_minutes between 0 and 10080)
);

-- The steps that were taken: each once an alert, whoever else is looking.
create table escalation (
  alert_id uuid not null references alert (id),
  step integer not null,
  project_id integer not null references project (id),
  person_id uuid references person (id),
  at timestamp(3) with time zone not null,
  primary key (alert_id, step)
);

create index alert_open_group on alert (project_id, prompt, kind) where resolved_at is null;
