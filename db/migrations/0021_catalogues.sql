-- Price lists that people imported: the newest file of each, and what it states of each model.
create table catalogue (
  project_id int4 not null references project (id),
  source text not null,
  models int4 not null,
  digest text not null,
  read_at timestamptz(3) not null,
  read_by jsonb not null,
  primary key (project_id, source)
);

create table catalogue_model (
  project_id int4 not null references project (id),
  source text not null,
  provider text not null,
  model_id text not null,
  model_key text not null,
  listed jsonb not null,
  unread jsonb not null,
  primary key (project_id, source, provider, model_id)
);
create index catalogue_model_key on catalogue_model (project_id, model_key);

-- Prices on which the registry and the catalogues differ, and what a person decided.
create table price_disagreement (
  id uuid primary key,
  project_id int4 not null references project (id),
  provider text not null,
  model_id text not null,
  meter text not null,
  conditions jsonb not null,
  since timestamptz(3),
  stated jsonb not null,
  ratio float8,
  warnings jsonb not null,
  fingerprint text not null,
  found_at timestamptz(3) not null,
  decision text,
  chosen text,
  reason text,
  decided_by jsonb,
  decided_at timestamptz(3)
);
create unique index price_disagreement_once on price_disagreement (project_id, provider, model_id, md5(fingerprint));
create index price_disagreement_open on price_disagreement (project_id, decision);
