-- What may be spent in a calendar month (UTC): by the whole project, or by a prompt, model, key or tag.
create table budget (
  id uuid primary key,
  project_id integer not null references project (id),
  scope text not null,
  subject text not null,
  amount_pico bigint not null,
  percents integer[] not null,
  hard boolean not null,
  notified_period integer,
  notified_limit_pico bigint,
  notified_percent integer,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint budget_scope unique (project_id, scope, subject),
  constraint budget_scope_check check (scope in ('project', 'prompt', 'model', 'key', 'tag')),
  constraint budget_subject_check check ((scope = 'project') = (subject = '')),
  constraint budget_amount_check check (amount_pico > 0)
);
