-- Who answers for a model, and what it can do.
alter table model add column owner text, add column capabilities text[];

-- How far the notices before a retirement are, one row for each model.
create table model_notice_state (
  project_id int4 not null references project (id),
  provider text not null,
  model_id text not null,
  retires_on date not null,
  notified_days int4,
  read_on date not null,
  primary key (project_id, provider, model_id)
);

-- Notices to deliver: each threshold of a retirement day once. Alerts deliver them.
create table model_notice (
  id uuid primary key,
  project_id int4 not null references project (id),
  provider text not null,
  model_id text not null,
  retires_on date not null,
  notice_days int4 not null,
  days_left int4 not null,
  owner text,
  places jsonb not null,
  at timestamptz(3) not null
);
create unique index model_notice_once on model_notice (project_id, provider, model_id, retires_on, notice_days);

-- Texts that people pasted, and what was read of them.
create table model_changelog (
  id uuid primary key,
  project_id int4 not null references project (id),
  text text not null,
  published_on date,
  pasted_by jsonb not null,
  at timestamptz(3) not null
);

create table model_proposal (
  id uuid primary key,
  project_id int4 not null references project (id),
  changelog_id uuid not null references model_changelog (id),
  position int4 not null,
  model text not null,
  proposal jsonb not null,
  decision text,
  provider text,
  model_id text,
  retires_on date,
  decided_by jsonb,
  decided_at timestamptz(3)
);
create index model_proposal_open on model_proposal (project_id, decision);

-- Why somebody asks for a model that retires within 30 days.
alter table promotion add column model_reason text not null default '';
