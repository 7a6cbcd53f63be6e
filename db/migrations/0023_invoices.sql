-- Invoices of providers, to compare with the ledger. Rows are never changed: a deleted or replaced invoice is withdrawn, and
-- stays with who withdrew it.
create table invoice (
  id uuid primary key,
  project_id integer not null references project (id),
  format text not null,
  name text,
  content_hash bytea not null,
  from_day integer not null,
  to_day integer not null,
  line_count integer not null,
  total_pico numeric not null,
  imported_by jsonb not null,
  imported_at timestamp(3) with time zone not null,
  withdrawn_by jsonb,
  withdrawn_at timestamp(3) with time zone,
  constraint invoice_format_check check (format in ('openai', 'anthropic', 'focus')),
  constraint invoice_days_check check (from_day <= to_day)
);
-- The same file twice is one invoice.
create unique index invoice_once on invoice (project_id, content_hash) where withdrawn_at is null;
comment on column invoice.from_day is 'First day (UTC, since 1970) of its lines; to_day is the last one.';

create table invoice_line (
  invoice_id uuid not null references invoice (id),
  position integer not null,
  path text not null,
  day integer not null,
  billed_model text not null,
  model text not null,
  meter text not null,
  quantity double precision,
  amount_pico bigint not null,
  rounding_pico bigint not null,
  primary key (invoice_id, position)
);
comment on column invoice_line.model is 'provider/id of the model that its name was matched to; empty where the charge names none.';

create trigger invoice_line_immutable before update or delete on invoice_line
  for each row execute function refuse_change();
create trigger invoice_line_kept before truncate on invoice_line
  for each statement execute function refuse_change();
