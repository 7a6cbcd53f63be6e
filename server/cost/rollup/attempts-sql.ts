import { DAY_MS, WEEK_MS } from '#server/platform/pure/durations.ts';
import { SHADOW_ARM } from '#server/telemetry/event/domain/event-fields.ts';
import { instant } from '#server/telemetry/event/scan-events.ts';

/**
 * An attempt belongs to the task of the first attempt of its operation within the day before it. So an hour can be
 * computed from a day on both sides of it, and every attempt belongs to exactly one task, however long its operation ran.
 */
const TASK_SPAN = "interval '24 hours'";
const TASK_SPAN_MS = DAY_MS;
/** A cost belongs to the attempt before it, at most this long ago, else to the next one of the day after. */
export const COST_SPAN_MS = WEEK_MS;

/** A period in ms, `[from, to)`. */
export type Span = { from: number; to: number };

/** The period with a task's span on both sides. */
const around = ({ from, to }: Span): Span => ({ from: from - TASK_SPAN_MS, to: to + TASK_SPAN_MS });

/** The condition that an event is an attempt of `[from, to)`; shadow traffic is none. */
export const isAttempt = (slot: number, { from, to }: Span): string =>
  `e.slot = ${slot} and e.arm <> ${SHADOW_ARM} and e.ts >= ${instant(from)} and e.ts < ${instant(to)}`;

/** What is read of an attempt. Costs in 10^-12 dollars; null: unknown. */
export const ATTEMPT_COLUMNS = `e.ts, e.key, e.environment, e.prompt, e.version, e.model, e.service, e.query_type, e.arm,
  e.cost_nano * 1000 as pico, e.attempt, e.quality, e.outcome_id, e.tags`;

/** An event's task by name: its operation, else its outcome. One without either is a task of its own. */
const NAMED = '(e.operation_id is not null or e.outcome_id is not null)';
const TASK = 'coalesce(e.operation_id, e.outcome_id) as task, e.operation_id is not null as is_operation';

/**
 * The attempts of named tasks in `[from, to)` and a day around it, with the start of their task; `join` narrows them. The
 * first value of a frame that ascends is its smallest, and is found without reading the frame again for each row.
 */
export const attemptsAround = (slot: number, span: Span, join = ''): string => `
  select a.*, first_value(a.ts) over (
    partition by a.task, a.is_operation order by a.ts range between ${TASK_SPAN} preceding and current row) as started
  from (
    select ${ATTEMPT_COLUMNS}, ${TASK} from event e ${join} where ${isAttempt(slot, around(span))} and ${NAMED}
  ) a`;

/** Names of the tasks with an attempt, or a cost of their operation, in `[from, to)`. */
const namesIn = (slot: number, span: Span): string => `
  select distinct ${TASK} from event e where ${isAttempt(slot, span)} and ${NAMED}
  union
  select c.operation_id, true from cost_record c
  where c.slot = ${slot} and c.operation_id is not null and c.at >= ${instant(span.from)} and c.at < ${instant(span.to)}`;

/**
 * The hours (`ms`) with attempts of the tasks that have one in `[from, to)`: in these their tasks start, or did before a
 * late first attempt moved them. Cost: reads the range, and joins a day around it by name.
 */
export const hoursTouched = (slot: number, span: Span): string => `
  with names as (${namesIn(slot, span)})
  select distinct extract(epoch from date_trunc('hour', e.ts, 'UTC'))::float8 * 1000 as ms
  from event e join names n on n.task = coalesce(e.operation_id, e.outcome_id)
    and n.is_operation = (e.operation_id is not null)
  where ${isAttempt(slot, around(span))}`;

/** The times (ms) of the oldest and newest cost of the operations of `[from, to)`; null without any. */
export const costsTouched = (slot: number, span: Span): string => `
  select extract(epoch from min(c.at))::float8 * 1000 as oldest, extract(epoch from max(c.at))::float8 * 1000 as newest
  from cost_record c join (${namesIn(slot, span)}) n on n.task = c.operation_id and n.is_operation
  where c.slot = ${slot}`;

/**
 * Finds the tasks of those costs again. Returns the start (ms) that each changed cost had and the one it has. Cost: reads
 * the attempts from a week before the oldest of them, for the operations that have costs.
 */
export const placeCosts = (slot: number, span: Span, costs: Span): string => `
  with costly as (
    select c.* from cost_record c join (${namesIn(slot, span)}) n on n.task = c.operation_id and n.is_operation
    where c.slot = ${slot}
  ), attempts as (
    ${attemptsAround(
      slot,
      { from: costs.from - COST_SPAN_MS, to: costs.to + 1 },
      'join (select distinct operation_id from costly) n on n.operation_id = e.operation_id',
    )}
  ), placed as (
    select distinct on (c.key) c.key, c.task_at as was, a.started
    from costly c left join attempts a on a.is_operation and a.task = c.operation_id
      and a.ts > c.at - interval '${COST_SPAN_MS} ms' and a.ts < c.at + ${TASK_SPAN}
    order by c.key, a.ts > c.at, abs(extract(epoch from a.ts - c.at))
  )
  update cost_record c set task_at = p.started from placed p
  where c.slot = ${slot} and c.key = p.key and p.was is distinct from p.started
  returning extract(epoch from p.was)::float8 * 1000 as was, extract(epoch from p.started)::float8 * 1000 as started`;
