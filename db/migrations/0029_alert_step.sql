-- How far the monitors of a project are evaluated: a step is applied by the one transaction that moves it on.
create table alert_step (
  project_id integer primary key references project (id),
  step_at timestamp(3) with time zone not null,
  took_ms integer not null
);
comment on column alert_step.took_ms is 'What the last step took, reads and writes.';
