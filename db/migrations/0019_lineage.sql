-- A merge has several bases: `base_model` is the first of them. How a model came from its bases, as Hugging Face names it.
alter table model
  add column more_bases text[] not null default '{}',
  add column base_model_relation text;

-- Which items of a golden set a training dataset holds too: a fact of two versions, neither of which changes.
create table dataset_overlap (
  golden_id uuid not null references dataset (id),
  golden_version int4 not null,
  training_id uuid not null references dataset (id),
  training_version int4 not null,
  project_id int4 not null references project (id),
  golden_items int4 not null,
  shared jsonb not null,
  at timestamptz(3) not null,
  primary key (golden_id, golden_version, training_id, training_version)
);
create index dataset_overlap_project on dataset_overlap (project_id);

-- Why a golden set measures although a training dataset holds these items of it, append-only; the newest one counts.
create table contamination_reason (
  id uuid primary key,
  project_id int4 not null references project (id),
  golden_id uuid not null references dataset (id),
  training_id uuid not null references dataset (id),
  items text[] not null,
  reason text not null,
  by jsonb not null,
  at timestamptz(3) not null
);
create index contamination_reason_pair on contamination_reason (project_id, golden_id, training_id, at);
