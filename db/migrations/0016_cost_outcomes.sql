-- Cost per outcome. A task is one operation_id (else one outcome_id, else one event); its cost is what all of its attempts
-- and everything else that names it took. docs/decisions/076.

-- "The tasks that have an event in this hour have changed." Written with every minute that telemetry computes again.
-- Append-only and without a unique key, as rollup_mark is.
create table task_mark (
  slot int4 not null,
  hour timestamptz(3) not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- What was received before this migration.
insert into task_mark (slot, hour) select distinct slot, bucket from rollup where tier = 2 and set_id = 0;

-- A cost that is no LLM call: a tool, a person, infrastructure.
create table cost_record (
  slot int4 not null,
  key uuid not null,
  id text collate "C" not null,
  at timestamptz(3) not null,
  received_at timestamptz(3) not null,
  kind int2 not null,
  amount_pico int8 not null,
  operation_id text collate "C",
  name text,
  prompt text,
  version int4,
  task_at timestamptz(3),
  primary key (slot, key)
);
comment on column cost_record.kind is '1 tool, 2 human, 3 infrastructure.';
comment on column cost_record.amount_pico is 'US dollars × 10^12, exact.';
comment on column cost_record.task_at is 'Start of the task that it belongs to, found by the worker; null: no attempt of its operation is known.';
create index cost_record_at on cost_record (slot, at);
create index cost_record_operation on cost_record (slot, operation_id) where operation_id is not null;
create index cost_record_task on cost_record (slot, task_at) where task_at is not null;

-- Tasks by the hour in which they started and by what their first attempt was: sums that an interval can be made of.
create table task_rollup (
  hour timestamptz(3) not null,
  llm_pico numeric not null,
  tool_pico numeric not null,
  human_pico numeric not null,
  infrastructure_pico numeric not null,
  retried_pico numeric not null,
  cost float8 not null,
  cost_2 float8 not null,
  cost_3 float8 not null,
  value float8 not null,
  value_2 float8 not null,
  value_3 float8 not null,
  cost_value float8 not null,
  cost_2_value float8 not null,
  cost_value_2 float8 not null,
  slot int4 not null,
  environment int4 not null,
  prompt int4 not null,
  version int4 not null,
  model int4 not null,
  service int4 not null,
  query_type int4 not null,
  tasks int4 not null,
  valued int4 not null,
  attempts int4 not null,
  unknown_attempts int4 not null,
  arm int2 not null,
  ended int2 not null,
  known bool not null,
  unit_tasks int4[] not null,
  unit_costs float8[] not null,
  unit_values float8[] not null,
  primary key (slot, hour, environment, prompt, version, model, service, query_type, arm, ended, known)
) with (toast_tuple_target = 128);
-- Units are read for few groups: out of the way, they do not make every sum read five times the pages.
alter table task_rollup alter column unit_tasks set storage external;
alter table task_rollup alter column unit_costs set storage external;
alter table task_rollup alter column unit_values set storage external;
comment on column task_rollup.ended is 'How the tasks ended by outcome + 3 × by feedback + 9 × by quality; each 0 not known, 1 failed, 2 succeeded.';
comment on column task_rollup.known is 'Whether the cost of every attempt is known.';
comment on column task_rollup.retried_pico is 'Of llm_pico: attempts after which another one came.';
comment on column task_rollup.cost_2 is 'Σ cost², in dollars, over tasks; cost_3: Σ cost³; value: of outcomes, in the project''s own unit.';
comment on column task_rollup.unit_tasks is 'At most 64 units: single tasks, or groups of them where there are more. Their costs and values stand beside.';
