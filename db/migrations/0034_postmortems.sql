-- What is learnt from an incident: one document an incident, its versions, who reviewed it, and what is to be done.
create table postmortem (
  id uuid primary key,
  project_id integer not null references project (id),
  incident_id uuid not null unique references incident (id),
  state text not null,
  markdown text not null,
  version integer not null,
  drafted_version integer not null,
  review_asked_at timestamp(3) with time zone,
  published_version integer,
  published_at timestamp(3) with time zone,
  published_by jsonb,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint postmortem_state_check check (state in ('draft', 'in_review', 'published')),
  constraint postmortem_version_check check (version > 0 and drafted_version between 1 and version),
  constraint postmortem_published_check check (
    (published_version is null) = (published_at is null)
    and (published_version is null) = (published_by is null)
    and (state <> 'published' or published_version = version)
  )
);
create index postmortem_published on postmortem (project_id, published_at desc) where published_at is not null;
comment on column postmortem.markdown is 'The newest version; that of published_version is what was published.';
comment on column postmortem.drafted_version is 'The newest version that facts were drafted into.';

-- Every version of the text, append-only.
create table postmortem_version (
  postmortem_id uuid not null references postmortem (id),
  version integer not null,
  markdown text not null,
  drafted text,
  based_on integer,
  actor jsonb not null,
  at timestamp(3) with time zone not null,
  primary key (postmortem_id, version)
);
comment on column postmortem_version.drafted is 'Of a version that newer facts were merged into: the draft of them alone.';
comment on column postmortem_version.based_on is 'The version that the writer had before them, where it was no longer the newest: the text is merged.';
create trigger postmortem_version_immutable before update or delete on postmortem_version
  for each row execute function refuse_change();
create trigger postmortem_version_kept before truncate on postmortem_version
  for each statement execute function refuse_change();

-- What reviewers said, append-only. A review holds for its version alone.
create table postmortem_review (
  id bigint generated always as identity primary key,
  postmortem_id uuid not null references postmortem (id),
  version integer not null,
  person_id uuid not null references person (id),
  verdict text not null,
  note text,
  actor jsonb not null,
  at timestamp(3) with time zone not null,
  constraint postmortem_review_verdict_check check (verdict in ('approved', 'sent_back'))
);
create index postmortem_review_of on postmortem_review (postmortem_id, id);
create trigger postmortem_review_immutable before update or delete on postmortem_review
  for each row execute function refuse_change();
create trigger postmortem_review_kept before truncate on postmortem_review
  for each statement execute function refuse_change();

-- What is to be done so that it does not happen again: one owner and one day each.
create table postmortem_action (
  id uuid primary key,
  project_id integer not null references project (id),
  postmortem_id uuid not null references postmortem (id),
  kind text not null,
  title text not null,
  owner_id uuid not null references person (id),
  due_on date not null,
  done_at timestamp(3) with time zone,
  done_by jsonb,
  created_by jsonb not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint postmortem_action_kind_check check (kind in ('prevent', 'detect', 'mitigate')),
  constraint postmortem_action_done_check check ((done_at is null) = (done_by is null))
);
create index postmortem_action_of on postmortem_action (postmortem_id, created_at);
create index postmortem_action_open on postmortem_action (project_id, due_on) where done_at is null;

-- A reminder of an action item or of a review, at most one a day each.
create table postmortem_reminder (
  project_id integer not null references project (id),
  subject_id uuid not null,
  day date not null,
  at timestamp(3) with time zone not null,
  primary key (subject_id, day)
);
comment on column postmortem_reminder.subject_id is 'A row of postmortem_action, or the incident whose review is due.';
