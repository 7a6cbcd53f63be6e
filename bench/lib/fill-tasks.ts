import type postgres from 'postgres';
import { rollUpMarked } from '#test/harness/cost.ts';
import type { System } from '#test/harness/system.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PROMPTS = 10;
const VERSIONS = 3;
const MODELS = ['openai/gpt-4o', 'anthropic/claude-sonnet'];
const QUERY_TYPES = ['fact', 'how-to', 'chat'];
/** Whole days of raw events before today; the first of them is the one that is copied. */
const RAW_DAYS = 2;
/** Days before it that are filled with its sums: the range of the page, and the one before it. */
const COPIED_DAYS = 59;

export type FilledTasks = {
  /** Raw events from the copied day on, and their range in ms. */
  events: number;
  from: number;
  to: number;
};

/**
 * Fills 60 days of tasks at `perDay` events a day: the last two days and today as raw events that the worker's own
 * rollup computes, the days before with its rows of the first of them, moved by whole days. {@link checkCopies} shows
 * that they are what the worker computes from events moved alike.
 */
export async function fillTasks(
  system: System,
  sql: postgres.Sql,
  { project, perDay }: { project: string; perDay: number },
): Promise<FilledTasks> {
  const slot = system.project(project).id * 64;
  const now = Date.now();
  const from = Math.floor(now / DAY_MS) * DAY_MS - RAW_DAYS * DAY_MS;
  await sendSeeds(system, project, from);
  const events = await addEvents(sql, { slot, from, to: now - 1000, perDay });
  await sql`analyze`;
  await markHours(sql, slot, from);
  await rollUpMarked(system);
  await copyDay(sql, slot, from);
  await sql`vacuum analyze`;
  return { events, from, to: now };
}

const markHours = (sql: postgres.Sql, slot: number, from: number) => sql`
  insert into task_mark select distinct ${slot}::int4, date_trunc('hour', ts, 'UTC') from event
  where slot = ${slot} and ts >= ${new Date(from)}`;

/** One event of each series on each day through the API, which makes names and partitions. */
async function sendSeeds(system: System, project: string, from: number): Promise<void> {
  const key = await system.key(['ingest'], { project });
  const events = [];
  for (let day = 0; day <= RAW_DAYS; day++) {
    for (let nr = 0; nr < PROMPTS * VERSIONS * MODELS.length * QUERY_TYPES.length; nr++) {
      const version = 1 + (Math.floor(nr / PROMPTS) % VERSIONS);
      const rest = Math.floor(nr / PROMPTS / VERSIONS);
      events.push({
        id: `seed-${day}-${nr}`,
        at: new Date(from + day * DAY_MS).toISOString(),
        prompt: `team/prompt-${nr % PROMPTS}`,
        version,
        model: MODELS[rest % MODELS.length],
        query_type: QUERY_TYPES[Math.floor(rest / MODELS.length)],
        service: `service-${nr % 3}`,
        arm: version === VERSIONS ? 'candidate' : 'stable',
        cost_usd: 0.001,
      });
    }
  }
  for (let at = 0; at < events.length; at += 500) {
    const body = { events: events.slice(at, at + 500) };
    const response = await system.api('POST', '/api/v1/events', { key, body });
    if (response.body.rejected !== 0) throw new Error(JSON.stringify(response.body).slice(0, 500));
  }
}

/**
 * Of 20 events one begins a task with a name and an outcome, two of three good; half of these tasks need a second
 * attempt. A third of the events is judged, one of 200 has no known cost. Returns how many events there are.
 */
async function addEvents(
  sql: postgres.Sql,
  { slot, from, to, perDay }: { slot: number; from: number; to: number; perDay: number },
): Promise<number> {
  const count = Math.round((perDay * (to - from)) / DAY_MS);
  await sql`create temp table series as
    select s.*, row_number() over (order by series_id, query_type) - 1 as nr
    from (select distinct on (series_id, query_type) * from event where slot = ${slot}) s`;
  await sql`
    insert into event (ts, received_at, series_id, cost_nano, latency_ms, quality, slot, environment, prompt, version, model,
      service, error_code, query_type, tokens_in, tokens_out, status, arm, flags, attempt, shard, key, operation_id,
      outcome_id, user_id, tags)
    select t.ts + u.attempt * interval '2 seconds', t.ts, s.series_id,
      case when random() > 0.005 then (exp(14 + 1.1 * (random() + random() + random() + random() - 2) * 1.7))::int8 end,
      800, case when t.i % 3 = 0 then round(random()::numeric, 2)::float8 end, s.slot, s.environment, s.prompt, s.version,
      s.model, s.service, 0, s.query_type, 900, 200, 0, s.arm, 0, u.attempt, (random() * 99)::int2, gen_random_uuid(),
      t.task, t.task, 'user-' || (t.i % 5000), array['tier:' || (t.i % 3), 'team:' || (t.i % 8)]
    from (
      select i, case when i % 20 = 0 then 'task-' || i end as task,
        date_trunc('milliseconds', ${new Date(from)}::timestamptz
          + ${to - from} * interval '1 ms' * (i::float8 / ${count})) as ts
      from generate_series(1, ${count}::int) i
    ) t
    join series s on s.nr = (t.i::int8 * 7919) % (select count(*) from series)
    cross join lateral generate_series(1, case when t.i % 40 = 0 then 2 else 1 end) u (attempt)`;
  await sql`
    insert into outcome (slot, outcome_id, success, value, kind, at, task_ts, task_key)
    select distinct on (outcome_id) slot, outcome_id, abs(hashtext(outcome_id)) % 3 > 0, null, null, ts, ts, key from event
    where slot = ${slot} and outcome_id is not null order by outcome_id, ts desc`;
  await sql`drop table series`;
  const [row] = await sql<{ events: number }[]>`select count(*)::int as events from event where slot = ${slot}`;
  return row?.events ?? 0;
}

/** Adds the sums of the day of `from` for each day before it. */
async function copyDay(sql: postgres.Sql, slot: number, from: number): Promise<void> {
  await sql`create temp table copied as
    select * from task_rollup
    where slot = ${slot} and hour >= ${new Date(from)} and hour < ${new Date(from + DAY_MS)}`;
  for (let day = 0; day < COPIED_DAYS; day++) {
    await sql`update copied set hour = hour - interval '1 day', last_hour = last_hour - interval '1 day'`;
    await sql`insert into task_rollup select * from copied`;
  }
  await sql`drop table copied`;
}

/**
 * Throws unless the copied day before `from` holds what the worker computes: the events of the copied day are moved by a day,
 * with names and keys of their own, and that day is computed. `slot`: of a small project, filled already.
 */
export async function checkCopies(system: System, sql: postgres.Sql, project: string, from: number): Promise<void> {
  const slot = system.project(project).id * 64;
  const [day, next] = [new Date(from - DAY_MS), new Date(from)];
  const copied = await sumsOf(sql, slot, day);
  const name = `event_${day.toISOString().slice(0, 10).replaceAll('-', '')}`;
  await sql`select make_telemetry_partition('event', ${name}, ${day.toISOString()}, ${next.toISOString()})`;
  await sql`create temp table moved as
    select * from (
      select *, case when attempt is null then ts else received_at + interval '2 seconds' end as began from event
      where slot = ${slot}) e
    where began >= ${next} and began < ${new Date(from + DAY_MS)}`;
  await sql`alter table moved drop column began`;
  await sql`
    update moved set ts = ts - interval '1 day', key = gen_random_uuid(), operation_id = 'moved-' || operation_id,
      outcome_id = 'moved-' || outcome_id`;
  await sql`insert into event select * from moved`;
  await sql`
    insert into outcome (slot, outcome_id, success, at, task_ts, task_key)
    select distinct on (m.outcome_id) m.slot, m.outcome_id, o.success, m.ts, m.ts, m.key
    from moved m join outcome o on o.slot = m.slot and 'moved-' || o.outcome_id = m.outcome_id order by m.outcome_id, m.ts desc`;
  await sql`drop table moved`;
  await sql`
    insert into task_mark select ${slot}::int4, h from generate_series(${day}::timestamptz,
      ${new Date(from - HOUR_MS)}::timestamptz, interval '1 hour') h`;
  await rollUpMarked(system);
  const computed = await sumsOf(sql, slot, day);
  if (copied.length === 0 || JSON.stringify(copied) !== JSON.stringify(computed)) {
    throw new Error(`The copied day is not what the worker computes: ${copied.length} and ${computed.length} sums.`);
  }
}

/** The sums of a day by tier and everything that distinguishes its rows but the hour, with as many digits as order does not change. */
const sumsOf = (sql: postgres.Sql, slot: number, day: Date) => sql<object[]>`
  select tier, set_id, environment, prompt, version, model, service, query_type, arm, tag, ended, known, count(*)::int as rows,
    sum(tasks)::int as tasks, sum(attempts)::int as attempts, sum(llm_pico)::text as llm, sum(retried_pico)::text as retried,
    to_char(sum(cost_2), '9.9999999EEEE') as cost_2, sum(cardinality(unit_costs))::int as units
  from task_rollup
  where slot = ${slot} and hour >= ${day} and hour < ${new Date(day.getTime() + DAY_MS)}
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12`;
