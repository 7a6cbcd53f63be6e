/**
 * Claim: 15,000 events a second on 2 cores, from JSON over HTTP to committed (synchronous, to disk), exactly deduplicated
 * and rolled up, in batches of 500 over 8 connections, the load generator included. None lost, none double, and the
 * rollups have caught up 10 s after the last response. Edge, worker, Postgres and generator are processes of their own.
 */
import { fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { startTestCluster, startTestServer } from '#test/harness/postgres.ts';
import { startSystem } from '#test/harness/system.ts';
import type { IngestLoad, IngestResult } from './lib/ingest-load.ts';
import { cpuSecondsOfChildren, startProcess } from './lib/processes.ts';

const BAR_EVENTS_PER_SECOND = 15_000;
const BAR_BACKLOG_S = 10;
const EVENTS_PER_BATCH = 500;
const BATCHES = Number(process.env.BENCH_BATCHES ?? 600);
const CONNECTIONS = 8;
const RESEND_EVERY = 25;

const cluster = await startTestCluster({ durable: true });
process.env.TEST_DATABASE_URL = cluster.url('postgres');
const dropTemplate = await startTestServer();
const system = await startSystem();
const key = await system.key(['ingest']);
const edge = await startProcess('edge', system);
const worker = await startProcess('worker', system);
const sql = postgres(system.ownerUrl, { max: 1, onnotice: () => undefined });

await runLoad(20); // partitions, plans, compiled code
const before = { edge: edge.cpuSeconds(), worker: worker.cpuSeconds(), postgres: cpuSecondsOfChildren(cluster.pid) };
const { result, sent } = await runLoad(BATCHES);
const respondedAt = performance.now();
const backlogS = await untilRolledUp(respondedAt);
const after = { edge: edge.cpuSeconds(), worker: worker.cpuSeconds(), postgres: cpuSecondsOfChildren(cluster.pid) };
const [stored] = await sql<{ n: number; ids: number }[]>`
  select count(*)::int as n, count(distinct key)::int as ids from event`;

const expected = sent + 20 * EVENTS_PER_BATCH;
const perSecond = result.accepted / (result.ms / 1000);
const lost = expected - (stored?.ids ?? 0);
const double = (stored?.n ?? 0) - (stored?.ids ?? 0);
const perEvent = (seconds: number) => `${((seconds * 1e6) / result.accepted).toFixed(1)} µs`;
console.log(
  `ingest: ${(perSecond / BAR_EVENTS_PER_SECOND).toFixed(2)} × the bar; ${Math.round(perSecond)} events/s ` +
    `(bar ${BAR_EVENTS_PER_SECOND}), ${result.accepted} accepted, ${result.duplicates} duplicates refused, ` +
    `${lost} lost, ${double} double; rolled up ${backlogS.toFixed(1)} s after the last response (bar ${BAR_BACKLOG_S})`,
);
console.log(
  `  CPU an event, catching up included: edge ${perEvent(after.edge - before.edge)}, worker ${perEvent(after.worker - before.worker)}, ` +
    `Postgres ${perEvent(after.postgres - before.postgres)}, generator ${perEvent(result.cpuSeconds)}`,
);
const held = perSecond >= BAR_EVENTS_PER_SECOND && lost === 0 && double === 0 && backlogS <= BAR_BACKLOG_S;
process.exitCode = held ? 0 : 1;

await sql.end();
await edge.stop();
await worker.stop();
await system.dispose();
await dropTemplate();
await cluster.stop();

async function runLoad(batches: number): Promise<{ result: IngestResult; sent: number }> {
  const child = fork(new URL('./lib/ingest-load.ts', import.meta.url).pathname);
  const load: IngestLoad = {
    port: edge.port,
    key,
    batches,
    eventsPerBatch: EVENTS_PER_BATCH,
    connections: CONNECTIONS,
    resendEvery: RESEND_EVERY,
  };
  const report = await new Promise<{ result?: IngestResult; error?: string }>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`The load generator ended with ${code}.`)));
    child.send(load);
  });
  child.kill();
  if (report.result === undefined) throw new Error(report.error);
  return { result: report.result, sent: batches * EVENTS_PER_BATCH };
}

/** Seconds from the last response until every tier holds every event. */
async function untilRolledUp(since: number): Promise<number> {
  for (;;) {
    const [row] = await sql<{ behind: boolean }[]>`
      select exists (select 1 from rollup_mark) or (select count(*) from event) <> all (
        select coalesce((select sum(n) from rollup where tier = t and set_id = 0), 0) from unnest(array[1, 2, 3]) t
      ) as behind`;
    const seconds = (performance.now() - since) / 1000;
    if (!row?.behind || seconds > 120) return seconds;
    await pause(200);
  }
}
