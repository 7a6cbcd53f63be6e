import type postgres from 'postgres';
import type { System } from '#test/harness/system.ts';
import { rollUp } from '#test/harness/telemetry.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;
const PROMPTS = 10;
const VERSIONS = 3;
const MODELS = ['openai/gpt-4o', 'anthropic/claude-sonnet'];

/**
 * Fills 30 days until now: one event of each of 60 series comes in through the API, which makes names and partitions;
 * Postgres multiplies them with log-normal latencies and a day and night shape. Then every minute is marked and rolled up.
 */
export async function fillMonth(
  system: System,
  sql: postgres.Sql,
  { slot, events }: { slot: number; events: number },
): Promise<void> {
  const key = await system.key(['ingest']);
  const now = Date.now();
  const seeds = seedEvents(now);
  for (let at = 0; at < seeds.length; at += 500) {
    const response = await system.api('POST', '/api/v1/events', { key, body: { events: seeds.slice(at, at + 500) } });
    if (response.body.rejected !== 0) throw new Error(JSON.stringify(response.body).slice(0, 500));
  }
  await sql`
    create temp table series as select distinct on (series_id) e.*, row_number() over (order by series_id) as nr from event e`;
  const [known] = await sql<{ n: number }[]>`select count(*)::int as n from series`;
  // Night has a third of the traffic of noon; oldest first, as it would have come in.
  await sql`
    insert into event (ts, received_at, series_id, cost_nano, latency_ms, ttft_ms, quality, slot, environment, prompt,
      version, model, service, error_code, query_type, tokens_in, tokens_out, tokens_cached, input_chars, status, arm,
      flags, attempt, shard, key, trace_id, user_id)
    select t.ts, t.ts, s.series_id, (random() * 8e6)::int8, exp(7 + 0.6 * t.g), exp(5.8 + 0.6 * t.g),
      case when t.i % 3 = 0 then round(random()::numeric, 2)::float8 end, s.slot, s.environment, s.prompt, s.version,
      s.model, s.service, case when t.failed then s.error_code else 0 end, 0, (exp(6.8 + 0.8 * t.g))::int4,
      (random() * 400)::int4, case when t.i % 2 = 0 then 512 end, (exp(8 + 0.8 * t.g))::int4,
      case when t.failed then 1 else 0 end, s.arm, 0, 1, (random() * 99)::int2, gen_random_uuid(),
      md5(t.i::text), 'user-' || (t.i % 5000)
    from (
      select i, random() < 0.01 as failed, (random() + random() + random() + random() - 2) * 1.7 as g,
        date_trunc('milliseconds', ${new Date(now)}::timestamptz - interval '1 second'
          - ${DAYS} * interval '1 day' * (1 - i::float8 / ${events})) as ts
      from generate_series(1, ${events}::int) i
    ) t join series s on s.nr = 1 + (t.i::int8 * 7919) % ${known?.n ?? 1}`;
  await sql`
    insert into rollup_mark select distinct ${slot}::int4, 1::int2, date_trunc('minute', ts) from event where slot = ${slot}`;
  await rollUp(system);
}

function seedEvents(now: number): Record<string, unknown>[] {
  const seeds: Record<string, unknown>[] = [];
  for (let prompt = 0; prompt < PROMPTS; prompt++) {
    for (let version = 1; version <= VERSIONS; version++) {
      for (const model of MODELS) {
        seeds.push({
          id: `seed-${seeds.length}`,
          at: new Date(now - (seeds.length % DAYS) * DAY_MS).toISOString(),
          model,
          prompt: `team/prompt-${prompt}`,
          version,
          service: `service-${prompt % 3}`,
          arm: version === VERSIONS ? 'candidate' : 'stable',
          status: 'error',
          error_code: ['rate_limited', 'timeout', 'overloaded'][prompt % 3],
        });
      }
    }
  }
  // One more for the day that the range begins in.
  return [...seeds, { ...seeds[0], id: 'seed-first', at: new Date(now - DAYS * DAY_MS).toISOString() }];
}
