-- An input and an output that a person scored: the project's judge scores it again and again, so that a judge that moves is told
-- from a system that moves.
create table anchor (
  id uuid primary key,
  project_id integer not null references project (id),
  prompt text,
  input text not null,
  output text not null,
  human double precision not null,
  event_id text,
  created_by jsonb not null,
  created_at timestamp(3) with time zone not null,
  retired_at timestamp(3) with time zone,
  constraint anchor_human_check check (human between 0 and 1)
);
create index anchor_of_project on anchor (project_id, prompt) where retired_at is null;
create unique index anchor_of_event on anchor (project_id, event_id) where event_id is not null and retired_at is null;
comment on column anchor.prompt is 'Null: it says something about the judge of every prompt.';
comment on column anchor.event_id is 'The request that it was copied from, where it was; its own body may be deleted since.';

-- What the judge gave, append-only.
create table anchor_score (
  id bigint generated always as identity primary key,
  project_id integer not null references project (id),
  anchor_id uuid not null references anchor (id),
  score double precision not null,
  judge text,
  actor jsonb not null,
  at timestamp(3) with time zone not null,
  constraint anchor_score_check check (score between 0 and 1)
);
create index anchor_score_of_anchor on anchor_score (anchor_id, at);
create index anchor_score_newest on anchor_score (project_id, at);
create trigger anchor_score_immutable before update or delete on anchor_score
  for each row execute function refuse_change();
create trigger anchor_score_kept before truncate on anchor_score
  for each statement execute function refuse_change();

alter table alert add column verdict_evidence jsonb;
comment on column alert.verdict_evidence is 'What the verdict was decided from: production and anchors over the same time.';

-- What people scored is a small part of all feedback, and is what anchors are copied from.
create index feedback_human on feedback (slot, at desc) where source = 'human' and name = 'quality';
