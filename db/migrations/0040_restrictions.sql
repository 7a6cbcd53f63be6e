-- What a responder holds back for a while: a user whom resolve refuses, or how long a filled prompt may be. It always ends.
create table restriction (
  id uuid primary key,
  project_id integer not null references project (id),
  kind text not null,
  user_key text,
  prompt text,
  environment text,
  chars_max integer,
  reason text not null,
  actor jsonb not null,
  starts_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  lifted_at timestamp(3) with time zone,
  lifted_by jsonb,
  constraint restriction_kind_check check (kind in ('user', 'input')),
  constraint restriction_user_check check ((kind = 'user') = (user_key is not null)),
  constraint restriction_input_check check (
    (kind = 'input') = (prompt is not null) and (kind = 'input') = (environment is not null) and (kind = 'input') = (chars_max is not null)
  ),
  constraint restriction_chars_check check (chars_max > 0),
  constraint restriction_end_check check (ends_at > starts_at and ends_at <= starts_at + interval '7 days'),
  constraint restriction_lifted_check check ((lifted_at is null) = (lifted_by is null))
);
create index restriction_end on restriction (project_id, ends_at desc);
comment on column restriction.user_key is 'The key of assignment that an application sends with resolve, as it sends it.';
comment on column restriction.chars_max is 'UTF-16 code units of the filled prompt.';

-- What people did to a row of a timeline: it is struck through with its reason, or kept in sight; it is never deleted.
alter table incident_entry add column withdrawn_at timestamp(3) with time zone;
alter table incident_entry add column withdrawn_by jsonb;
alter table incident_entry add column withdrawn_reason text;
alter table incident_entry add column pinned_at timestamp(3) with time zone;
alter table incident_entry add constraint incident_entry_withdrawn_check check (
  (withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_reason is null)
);

-- An action that was done from an alert or an incident without a runbook, with what was shown before it. Append-only.
create table direct_action (
  id uuid primary key,
  project_id integer not null references project (id),
  alert_id uuid references alert (id),
  incident_id uuid,
  action text not null,
  params jsonb not null,
  preview jsonb not null,
  result jsonb not null,
  note text not null,
  actor jsonb not null,
  at timestamp(3) with time zone not null,
  constraint direct_action_from_check check (alert_id is not null or incident_id is not null)
);
create index direct_action_newest on direct_action (project_id, at desc);
comment on column direct_action.incident_id is 'No foreign key: incidents are to the right.';
create trigger direct_action_immutable before update or delete on direct_action
  for each row execute function refuse_change();
create trigger direct_action_kept before truncate on direct_action
  for each statement execute function refuse_change();
