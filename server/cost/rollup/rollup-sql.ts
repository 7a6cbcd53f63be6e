import {
  TASK_COLUMNS as DIMS,
  NAMED_TAGS_MAX,
  NO_TAG,
  OTHER_TAGS,
  TAG_SET_COLUMNS,
} from '#server/cost/domain/grouping.ts';
import { RECORD_KIND_NUMBERS } from '#server/cost/domain/record-kind.ts';
import { PASS_SCORE } from '#server/cost/domain/success.ts';
import { COUNT_COLUMNS, PICO_COLUMNS, POWER_COLUMNS } from '#server/cost/domain/task-sums.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { DRAWN_MAX } from '#server/stats/ratio-interval.ts';
import { instant } from '#server/telemetry/event/scan-events.ts';
import { TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { ATTEMPT_COLUMNS, attemptsAround, isAttempt, type Span } from './attempts-sql.ts';

const FIRST = DIMS.map((dim) => `max(e.${dim}) filter (where e.nth = 1) as ${dim}`).join(', ');
/** What distinguishes rows of one hour. */
const KEY = ['set_id', ...DIMS, 'tag', 'ended', 'known'].join(', ');
/** The sums of a row, in the order of the table's columns named here. */
const SUMS = [...COUNT_COLUMNS, ...PICO_COLUMNS, ...POWER_COLUMNS];
/** What the bootstrap draws from: the tasks of a row one by one, as long as a group of them is drawn from at all. */
const UNITS = 'unit_costs, unit_values';

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
    select e.task, e.is_operation, e.started, (array_agg(e.key) filter (where e.nth = 1))[1] as key, ${FIRST},
      max(e.tags) filter (where e.nth = 1) as tags, count(*) as attempts,
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
    select null::text, false, e.ts, e.key, ${DIMS.map((dim) => `e.${dim}`).join(', ')}, e.tags, 1, (e.pico is null)::int,
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

/**
 * Gives the tags of `[from, to)` that have none a number, those of most events first, up to the most that a project has.
 * Cost: one read of the range.
 */
export const numberTags = (slot: number, span: Span): string => `
  insert into task_tag (slot, id, text)
  select ${slot}, (select coalesce(max(id), 0) from task_tag where slot = ${slot}) + row_number() over (order by n desc, text), text
  from (
    select t.text collate "C" as text, count(*) as n from event e cross join lateral unnest(e.tags) t (text)
    where ${isAttempt(slot, span)} and not exists (select from task_tag k where k.slot = ${slot} and k.text = t.text)
    group by 1 order by n desc, text
    limit (select greatest(0, ${NAMED_TAGS_MAX} - count(*)) from task_tag where slot = ${slot})
  ) fresh`;

const dimsOf = (kept: readonly string[]): string =>
  DIMS.map((dim) => (kept.includes(dim) ? dim : `0 as ${dim}`)).join(', ');

/** Adds the rows of the tasks that start in `[from, to)`, whole hours: each task once, and once for each of its tags. */
export const insertTasks = (slot: number, span: Span, options: { hasFeedback: boolean }): string => `
  ${tasksIn(slot, span, options)}, priced as (
    select *, (llm + tool + human + infrastructure)::float8 / 1e12 as cost, coalesce(value, 0) as worth
    from tasks
  ), known_tags as materialized (
    select text, id from task_tag where slot = ${slot}
  ), tagged as (
    select 0 as set_id, ${DIMS.join(', ')}, 0 as tag, hour, ended, known, value, attempts, unknown_attempts, llm, tool,
      human, infrastructure, retried, cost, worth from priced
    union all
    select 1, ${dimsOf(TAG_SET_COLUMNS)}, t.tag, hour, ended, known, value, attempts, unknown_attempts, llm, tool,
      human, infrastructure, retried, cost, worth
    from priced cross join lateral (
      select distinct coalesce(k.id, ${OTHER_TAGS}) as tag from unnest(priced.tags) u (text) left join known_tags k using (text)
      union all
      select ${NO_TAG} where coalesce(cardinality(priced.tags), 0) = 0
    ) t
  )
  insert into task_rollup (slot, tier, hour, last_hour, ${KEY}, ${SUMS.join(', ')}, ${UNITS})
  select ${slot}, ${TIERS.hour.id}, hour, hour, ${KEY}, count(*), count(value), sum(attempts), sum(unknown_attempts),
    sum(llm), sum(tool), sum(human), sum(infrastructure), sum(retried), sum(cost), sum(cost ^ 2), sum(cost ^ 3), sum(worth),
    sum(worth ^ 2), sum(worth ^ 3), sum(cost * worth), sum(cost ^ 2 * worth), sum(cost * worth ^ 2),
    case when count(*) <= ${DRAWN_MAX} then array_agg(cost) else '{}' end,
    case when count(*) <= ${DRAWN_MAX} and count(value) > 0 then array_agg(worth) else '{}' end
  from tagged group by hour, ${KEY}`;

/**
 * Adds the rows of the day that starts at `day` (ms) from those of its hours. Cost: one read of the hours' rows.
 */
export const insertDay = (slot: number, day: number): string => `
  with hours as (
    select * from task_rollup
    where slot = ${slot} and tier = ${TIERS.hour.id} and hour >= ${instant(day)} and hour < ${instant(day + DAY_MS)}
  ), sums as (
    select ${KEY}, max(last_hour) as last_hour, ${SUMS.map((name) => `sum(${name}) as ${name}`).join(', ')}
    from hours group by ${KEY}
  ), units as (
    select ${KEY}, array_agg(u.cost) as unit_costs, array_agg(coalesce(u.value, 0)) as unit_values
    from hours join sums using (${KEY}) cross join lateral unnest(hours.unit_costs, hours.unit_values) as u (cost, value)
    where sums.tasks <= ${DRAWN_MAX} group by ${KEY}
  )
  insert into task_rollup (slot, tier, hour, last_hour, ${KEY}, ${SUMS.join(', ')}, ${UNITS})
  select ${slot}, ${TIERS.day.id}, ${instant(day)}, last_hour, ${KEY}, ${SUMS.join(', ')}, coalesce(unit_costs, '{}'),
    case when valued > 0 then coalesce(unit_values, '{}') else '{}' end
  from sums left join units using (${KEY})`;
