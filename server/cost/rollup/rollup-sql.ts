import { TASK_COLUMNS as DIMS } from '#server/cost/domain/grouping.ts';
import { RECORD_KIND_NUMBERS } from '#server/cost/domain/record-kind.ts';
import { PASS_SCORE } from '#server/cost/domain/success.ts';
import { instant } from '#server/telemetry/event/scan-events.ts';
import { ATTEMPT_COLUMNS, attemptsAround, isAttempt, type Span } from './attempts-sql.ts';

/** Most units of a cell: single tasks up to this number, groups of equal size beyond. */
export const UNITS_MAX = 64;

const FIRST = DIMS.map((dim) => `max(e.${dim}) filter (where e.nth = 1) as ${dim}`).join(', ');
const KEY = ['hour', ...DIMS, 'ended', 'known'].join(', ');

/** 0 not known, 1 failed, 2 succeeded, of a score in 0..1. */
const passed = (score: string): string =>
  `case when ${score} is null then 0 when ${score} >= ${PASS_SCORE} then 2 else 1 end`;

const sumOf = (kind: keyof typeof RECORD_KIND_NUMBERS): string =>
  `coalesce(sum(amount_pico) filter (where kind = ${RECORD_KIND_NUMBERS[kind]}), 0) as ${kind}`;

/** What people said of an event, and its quality where only feedback says it. Looked up only where there is feedback. */
const feedbackOf = (slot: number, hasFeedback: boolean): string =>
  hasFeedback
    ? `left join lateral (
        select avg(score) filter (where name = 'quality') as quality,
          avg(score) filter (where name <> 'quality' and source <> 'judge') as opinion
        from feedback where slot = ${slot} and event_key = e.key) f on true`
    : 'cross join (select null::float8 as quality, null::float8 as opinion) f';

/**
 * Common tables that end in `tasks`: one row a task that starts in `[from, to)`, with its first attempt's key and
 * dimensions. Cost: one read of the range and a day on both sides of it, one sort by name, a lookup an attempt in
 * `outcome`, and in `feedback` where the project has any.
 */
export const tasksIn = (slot: number, span: Span, { hasFeedback }: { hasFeedback: boolean }): string => `
  with attempts as (
    select a.*, row_number() over w as nth, lead(1) over w is null as is_last
    from (${attemptsAround(slot, span)}) a
    where a.started >= ${instant(span.from)} and a.started < ${instant(span.to)}
    window w as (partition by a.task, a.is_operation, a.started order by a.ts, a.attempt nulls first, a.key)
  ), named as (
    select e.task, e.is_operation, e.started, (array_agg(e.key) filter (where e.nth = 1))[1] as key, ${FIRST}, count(*) as attempts,
      count(*) filter (where e.pico is null) as unknown_attempts, coalesce(sum(e.pico), 0) as llm,
      coalesce(sum(e.pico) filter (where not e.is_last), 0) as retried,
      max(array[e.nth, o.success::int, coalesce(o.value, 'NaN')]) filter (where o.success is not null) as outcome,
      avg(f.opinion) as opinion,
      (max(array[e.nth, coalesce(e.quality, f.quality)]) filter (where coalesce(e.quality, f.quality) is not null))[2]
        as quality
    from attempts e
    left join outcome o on o.slot = ${slot} and o.outcome_id = e.outcome_id and o.task_key = e.key
    ${feedbackOf(slot, hasFeedback)}
    group by e.task, e.is_operation, e.started
  ), alone as (
    select null::text, false, e.ts, e.key, ${DIMS.map((dim) => `e.${dim}`).join(', ')}, 1, (e.pico is null)::int,
      coalesce(e.pico, 0), 0, null::float8[], f.opinion, coalesce(e.quality, f.quality)
    from (
      select ${ATTEMPT_COLUMNS} from event e
      where ${isAttempt(slot, span)} and e.operation_id is null and e.outcome_id is null
    ) e ${feedbackOf(slot, hasFeedback)}
  ), beside as (
    select operation_id, task_at, ${sumOf('tool')}, ${sumOf('human')}, ${sumOf('infrastructure')}
    from cost_record
    where slot = ${slot} and task_at >= ${instant(span.from)} and task_at < ${instant(span.to)}
    group by operation_id, task_at
  ), tasks as (
    select t.*, date_trunc('hour', t.started, 'UTC') as hour, t.unknown_attempts = 0 as known,
      case when t.outcome is null then 0 when t.outcome[2] = 1 then 2 else 1 end
        + 3 * ${passed('t.opinion')} + 9 * ${passed('t.quality')} as ended,
      case when t.outcome[2] = 1 then nullif(t.outcome[3], 'NaN') end as value,
      coalesce(b.tool, 0) as tool, coalesce(b.human, 0) as human, coalesce(b.infrastructure, 0) as infrastructure
    from (select * from named union all select * from alone) t
    left join beside b on t.is_operation and b.operation_id = t.task and b.task_at = t.started
  )`;

/** Adds the rows of the tasks that start in `[from, to)`, whole hours. */
export const insertTasks = (slot: number, span: Span, options: { hasFeedback: boolean }): string => `
  ${tasksIn(slot, span, options)}, priced as (
    select *, (llm + tool + human + infrastructure)::float8 / 1e12 as cost, coalesce(value, 0) as worth,
      row_number() over (partition by ${KEY} order by started) % ${UNITS_MAX} as unit
    from tasks
  ), units as (
    select ${KEY}, unit, count(*) as tasks, count(value) as valued, sum(attempts) as attempts,
      sum(unknown_attempts) as unknown_attempts, sum(llm) as llm, sum(tool) as tool, sum(human) as human,
      sum(infrastructure) as infrastructure, sum(retried) as retried, sum(cost) as cost, sum(cost ^ 2) as cost_2,
      sum(cost ^ 3) as cost_3, sum(worth) as value, sum(worth ^ 2) as value_2, sum(worth ^ 3) as value_3,
      sum(cost * worth) as cost_value, sum(cost ^ 2 * worth) as cost_2_value, sum(cost * worth ^ 2) as cost_value_2
    from priced group by ${KEY}, unit
  )
  insert into task_rollup (slot, ${KEY}, tasks, valued, attempts, unknown_attempts, llm_pico, tool_pico, human_pico,
    infrastructure_pico, retried_pico, cost, cost_2, cost_3, value, value_2, value_3, cost_value, cost_2_value,
    cost_value_2, unit_tasks, unit_costs, unit_values)
  select ${slot}, ${KEY}, sum(tasks), sum(valued), sum(attempts), sum(unknown_attempts), sum(llm), sum(tool), sum(human),
    sum(infrastructure), sum(retried), sum(cost), sum(cost_2), sum(cost_3), sum(value), sum(value_2), sum(value_3),
    sum(cost_value), sum(cost_2_value), sum(cost_value_2), array_agg(tasks::int4 order by unit),
    array_agg(cost order by unit), array_agg(value order by unit)
  from units group by ${KEY}`;
