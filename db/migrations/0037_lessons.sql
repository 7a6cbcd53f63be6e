-- Failing inputs of an incident as items of a golden set. Append-only.
create table incident_case (
  project_id integer not null references project (id),
  incident_id uuid not null references incident (id),
  dataset_id uuid not null references dataset (id),
  item_id text not null,
  dataset_version integer not null,
  category text not null,
  request_id text not null,
  requests integer not null,
  failing jsonb not null,
  actor jsonb not null,
  at timestamp(3) with time zone not null,
  primary key (incident_id, dataset_id, item_id)
);
create index incident_case_of_dataset on incident_case (dataset_id);
create index incident_case_of_project on incident_case (project_id);
comment on column incident_case.dataset_version is 'The version of the dataset that holds the item first, or held it when it was named.';
create trigger incident_case_immutable before update or delete on incident_case
  for each row execute function refuse_change();
create trigger incident_case_kept before truncate on incident_case
  for each statement execute function refuse_change();

-- What the gate of the promotion before an incident says with its cases. Append-only; the newest counts.
create table gate_replay (
  id uuid primary key,
  seq bigint generated always as identity,
  project_id integer not null references project (id),
  incident_id uuid not null references incident (id),
  promotion_id uuid not null references promotion (id),
  verdict text not null,
  sentence text not null,
  evidence jsonb not null,
  evidence_digest text not null,
  at timestamp(3) with time zone not null,
  constraint gate_replay_verdict_check check (verdict in ('pass', 'fail', 'inconclusive'))
);
create index gate_replay_newest on gate_replay (incident_id, seq desc);
create trigger gate_replay_immutable before update or delete on gate_replay
  for each row execute function refuse_change();
create trigger gate_replay_kept before truncate on gate_replay
  for each statement execute function refuse_change();
