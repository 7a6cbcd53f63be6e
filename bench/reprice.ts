/**
 * Claim: a million events of a model are priced again in at most 60 s by the worker, in steps that each commit, and again
 * cost what a fresh computation says; a preview of the same events responds within 50 s. Events have counts in columns and,
 * one in ten, a usage object of their own.
 */
import postgres from 'postgres';
import { startTestCluster, startTestServer } from '#test/harness/postgres.ts';
import { startSystem } from '#test/harness/system.ts';
import { startProcess } from './lib/processes.ts';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 1_000_000);
const DAYS = 30;
const BAR_S = 60;
const BAR_PREVIEW_S = 50;

const cluster = await startTestCluster({ durable: true });
process.env.TEST_DATABASE_URL = cluster.url('postgres');
const dropTemplate = await startTestServer();
const system = await startSystem();
const key = await system.key(['admin', 'ingest'], { owner: await system.person({ role: 'admin' }) });
const sql = postgres(system.ownerUrl, { max: 1, onnotice: () => undefined });
const call = (method: string, path: string, body?: unknown) => system.api(method, path, { key, body });
const price = (input: number) => ({
  prices: [
    { effective_from: '2020-01-01', input_per_mtok: input, output_per_mtok: 10, cached_input_per_mtok: 1 },
    { meter: 'tokens_in', per: 1_000_000, amount: 1, effective_from: '2020-01-01', when: { service_tier: 'batch' } },
  ],
});

await call('POST', '/api/v1/models', { provider: 'openai', model_id: 'm', ...price(2) });
const now = Date.now();
const seed = {
  id: 'seed',
  at: new Date(now).toISOString(),
  model: 'openai/m',
  prompt: 'p',
  tokens_in: 1,
  tokens_out: 1,
};
await call('POST', '/api/v1/events', { events: [seed] });
await fill();
const worker = await startProcess('worker', system);

const previewAt = performance.now();
const preview = await call('POST', '/api/v1/cost/reprice', {
  model: 'openai/m',
  dry_run: true,
  prices: price(3).prices,
});
const previewS = (performance.now() - previewAt) / 1000;
await call('PATCH', '/api/v1/models/openai/m', price(3));
const startedAt = performance.now();
const { body: started } = await call('POST', '/api/v1/cost/reprice', { model: 'openai/m' });
let state = (await call('GET', `/api/v1/cost/reprice/${started.id}`)).body;
while (state.status === 'running' && performance.now() - startedAt < 300_000) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  state = (await call('GET', `/api/v1/cost/reprice/${started.id}`)).body;
}
const seconds = (performance.now() - startedAt) / 1000;

// 400 of the input is cached, at 1; a batch pays 1 for the rest. One in ten has a usage object beside its counts.
const [wrong] = await sql<{ n: number }[]>`
  select count(*)::int as n from event
  where id is null and cost_nano <> ((tokens_in - 400) * (case when service_tier = 'batch' then 1 else 3 end) + 400 + tokens_out * 10) * 1000`;
const held =
  seconds <= BAR_S &&
  previewS <= BAR_PREVIEW_S &&
  state.status === 'done' &&
  wrong?.n === 0 &&
  preview.status === 200 &&
  preview.body.total.after_usd === state.figures.after_usd;
console.log(
  `reprice: ${(BAR_S / seconds).toFixed(2)} × the bar; ${EVENTS} events priced again in ${seconds.toFixed(1)} s (bar ${BAR_S}), ` +
    `${Math.round(EVENTS / seconds)}/s, ${state.figures.changed} changed, ${wrong?.n} wrong; preview in ${previewS.toFixed(1)} s (bar ${BAR_PREVIEW_S})`,
);
process.exitCode = held ? 0 : 1;

await sql.end();
await worker.stop();
await system.dispose();
await dropTemplate();
await cluster.stop();

/** Copies the seed over the last 30 days, in SQL: what is measured is what comes after. */
async function fill(): Promise<void> {
  for (let day = 0; day <= DAYS; day++) {
    const at = new Date(now - day * 86_400_000).toISOString().slice(0, 10);
    const next = new Date(Date.parse(at) + 86_400_000).toISOString().slice(0, 10);
    for (const parent of ['event', 'event_usage']) {
      await sql`select make_telemetry_partition(${parent}, ${`${parent}_${at.replaceAll('-', '')}`}, ${at}, ${next})`;
    }
  }
  await sql`
    insert into event (ts, received_at, series_id, cost_nano, slot, environment, prompt, version, model, service, error_code,
      query_type, tokens_in, tokens_out, tokens_cached, status, arm, flags, shard, key, service_tier, latency_ms)
    select date_trunc('milliseconds', e.ts - i * ${((DAYS - 1) * 86_400) / EVENTS}::float8 * interval '1 second'), e.received_at, e.series_id,
      0, e.slot, e.environment, e.prompt, e.version, e.model, e.service, e.error_code, e.query_type, 500 + i % 1000, i % 300, 400,
      0, 0, 4, -1, gen_random_uuid(), case when i % 5 = 0 then 'batch' end, 100
    from event e, generate_series(1, ${EVENTS}::int) i where e.id = 'seed'`;
  await sql`
    insert into event_usage (ts, slot, key, usage)
    select ts, slot, key, jsonb_build_object('prompt_tokens', tokens_in, 'completion_tokens', tokens_out,
      'prompt_tokens_details', jsonb_build_object('cached_tokens', 400)) from event where tokens_out % 10 = 0 and id is null`;
}
