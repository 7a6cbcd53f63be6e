-- What each system outside last sent us, for the page that says whether it still does.
create table incoming_source (
  project_id integer not null references project (id),
  source text not null,
  received_at timestamp(3) with time zone,
  received bigint not null,
  alerts bigint not null,
  truncated_at timestamp(3) with time zone,
  truncated integer not null,
  problem text,
  problem_at timestamp(3) with time zone,
  primary key (project_id, source),
  constraint incoming_source_check check (source in ('alertmanager', 'opsgenie', 'webhook'))
);
comment on column incoming_source.truncated is 'How many alerts its last message with truncatedAlerts left out.';

-- The newest episode of each alert from outside: what a repeated or late message is judged by.
create table incoming_alert (
  project_id integer not null references project (id),
  source text not null,
  key text not null,
  episode_at timestamp(3) with time zone,
  status text not null,
  status_at timestamp(3) with time zone not null,
  severity text not null,
  alert_id uuid references alert (id),
  primary key (project_id, source, key),
  constraint incoming_alert_source_check check (source in ('alertmanager', 'opsgenie', 'webhook')),
  constraint incoming_alert_status_check check (status in ('firing', 'resolved')),
  constraint incoming_alert_severity_check check (severity in ('page', 'warning', 'ticket'))
);
comment on column incoming_alert.key is 'SHA-256 of what its sender calls the alert: fingerprint, alias or dedup_key.';
comment on column incoming_alert.episode_at is 'startsAt of the newest episode; null: it was locked before its first message was applied.';

-- The status pages of providers that a project reads.
create table status_page (
  id uuid primary key,
  project_id integer not null references project (id),
  provider text not null,
  url text not null,
  indicator text,
  description text,
  asked_at timestamp(3) with time zone,
  read_at timestamp(3) with time zone,
  problem text,
  created_at timestamp(3) with time zone not null,
  constraint status_page_provider unique (project_id, provider),
  constraint status_page_indicator_check check (indicator in ('none', 'minor', 'major', 'critical', 'maintenance'))
);
comment on column status_page.read_at is 'When it was last read in full; asked_at is later where the last attempt failed (problem).';

create table provider_incident (
  project_id integer not null references project (id),
  provider text not null,
  external_id text not null,
  name text not null,
  status text not null,
  impact text not null,
  url text,
  announced_at timestamp(3) with time zone not null,
  seen_at timestamp(3) with time zone not null,
  resolved_at timestamp(3) with time zone,
  primary key (project_id, provider, external_id)
);
comment on column provider_incident.announced_at is 'created_at of the page. seen_at: when we read it first.';
comment on column provider_incident.resolved_at is 'Of the page; where it only left the page, when that was noticed.';
