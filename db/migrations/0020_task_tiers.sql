-- Days of tasks beside their hours, tasks by tag, and how a project counts its tasks. docs/decisions/080.

alter table task_rollup add column tier int2 not null default 2;
alter table task_rollup add column set_id int2 not null default 0;
alter table task_rollup add column tag int4 not null default 0;
alter table task_rollup add column last_hour timestamptz(3);
-- Units were groups of tasks where a row had more than 64; now they are single tasks or none.
update task_rollup set last_hour = hour, unit_costs = case when tasks <= 64 then unit_costs else '{}' end,
  unit_values = case when tasks <= 64 and valued > 0 then unit_values else '{}' end;
alter table task_rollup drop column unit_tasks;
alter table task_rollup alter column last_hour set not null;
alter table task_rollup alter column tier drop default;
alter table task_rollup alter column set_id drop default;
alter table task_rollup alter column tag drop default;
alter table task_rollup drop constraint task_rollup_pkey;
alter table task_rollup add primary key
  (slot, tier, set_id, hour, environment, prompt, version, model, service, query_type, arm, tag, ended, known);
comment on column task_rollup.tier is '2 hour, 3 day: of a day, hour is its start.';
comment on column task_rollup.set_id is '0: every task once, by all dimensions but tag. 1: by tag, environment, prompt and query type, a task once for each of its tags.';
comment on column task_rollup.tag is 'Of set 1: task_tag.id; 0: tasks without a tag; -1: all tags beyond the first 200 of a project.';
comment on column task_rollup.last_hour is 'Hour of the last start.';
comment on column task_rollup.unit_costs is 'Of each task by itself, in the order of unit_values, which is empty where every value is 0. Both are empty beyond 512 tasks.';

insert into task_rollup (slot, tier, set_id, hour, environment, prompt, version, model, service, query_type, arm, tag, ended,
  known, last_hour, tasks, valued, attempts, unknown_attempts, llm_pico, tool_pico, human_pico, infrastructure_pico,
  retried_pico, cost, cost_2, cost_3, value, value_2, value_3, cost_value, cost_2_value, cost_value_2, unit_costs, unit_values)
select slot, 3, 0, date_trunc('day', hour, 'UTC'), environment, prompt, version, model, service, query_type, arm, 0, ended,
  known, max(last_hour), sum(tasks), sum(valued), sum(attempts), sum(unknown_attempts), sum(llm_pico), sum(tool_pico),
  sum(human_pico), sum(infrastructure_pico), sum(retried_pico), sum(cost), sum(cost_2), sum(cost_3), sum(value),
  sum(value_2), sum(value_3), sum(cost_value), sum(cost_2_value), sum(cost_value_2), '{}', '{}'
from task_rollup
group by slot, date_trunc('day', hour, 'UTC'), environment, prompt, version, model, service, query_type, arm, ended, known;
-- Hours whose events are still there are computed again, and the units of their days with them.
insert into task_mark (slot, hour) select distinct slot, hour from task_rollup where tier = 2;

-- Tags as small numbers, 1, 2, 3 … a slot. At most 200 of a slot have one.
create table task_tag (
  slot int4 not null,
  id int4 not null,
  text text collate "C" not null,
  primary key (slot, id),
  constraint task_tag_text unique (slot, text)
);

-- How the tasks of a project are counted where a read does not say it. Without a row: 24 hours, failure.
create table cost_setting (
  project_id integer primary key references project (id),
  horizon_hours integer not null,
  without_outcome text not null,
  updated_at timestamp(3) with time zone not null,
  constraint cost_setting_horizon_check check (horizon_hours between 1 and 720),
  constraint cost_setting_without_outcome_check check (without_outcome in ('failure', 'excluded'))
);
