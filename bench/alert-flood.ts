/**
 * Claim: 10,000 alerts at once are one notification a group within 60 s of the message, or of the step of the monitors,
 * none is lost, and the same again tells nobody: in one message of an Alertmanager, and fired by one step of the monitors. Edge, worker,
 * Postgres (synchronous, to disk) are processes of their own.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { startTestCluster, startTestServer } from '#test/harness/postgres.ts';
import { startSystem } from '#test/harness/system.ts';
import { startProcess } from './lib/processes.ts';

const ALERTS = Number(process.env.BENCH_ALERTS ?? 10_000);
const GROUPS = 8;
const BAR_S = 60;
const EVENTS_A_CALL = 500;

type Told = { at: number; kind: string; reason: string; total: number };
const told: Told[] = [];
const receiver = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { data } = JSON.parse(Buffer.concat(parts).toString()) as {
      data: { kind: string; reason: string; firing_total: number };
    };
    told.push({ at: Date.now(), kind: data.kind, reason: data.reason, total: data.firing_total });
    response.end('ok');
  });
}).listen(0, '127.0.0.1');
await once(receiver, 'listening');
process.env.EGRESS_ALLOW = '127.0.0.1';

const cluster = await startTestCluster({ durable: true });
process.env.TEST_DATABASE_URL = cluster.url('postgres');
const dropTemplate = await startTestServer();
const system = await startSystem({ egressAllow: '127.0.0.1' });
const key = await system.key(['ingest', 'admin'], { owner: await system.person({ role: 'admin' }) });
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
await call(
  '/api/v1/channels',
  { name: 'flood', target: { kind: 'webhook', url }, severities: ['page'] },
  system.edgeUrl,
);
const edge = await startProcess('edge', system);
const worker = await startProcess('worker', system);
const sql = postgres(system.ownerUrl, { max: 1, onnotice: () => undefined });
const edgeUrl = `http://127.0.0.1:${edge.port}`;
let held = true;

async function call(path: string, body: unknown, to = edgeUrl): Promise<{ ms: number; body: Record<string, number> }> {
  const started = performance.now();
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const response = await fetch(`${to}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
  return { ms: performance.now() - started, body: JSON.parse(text) };
}

/** Waits for the first notification of every group of a kind and compares it with what fired. */
async function check(kind: string, what: string, since?: number): Promise<void> {
  const of = () => told.filter((one) => one.kind === kind);
  const until = Date.now() + 180_000;
  while (of().length < GROUPS && Date.now() < until) await pause(50);
  await pause(3_000); // a second one would come at once
  const [row] = await sql<{ n: number; fingerprints: number; entries: number; opened: Date; last: Date }[]>`
    select count(*)::int as n, count(distinct fingerprint)::int as fingerprints, min(opened_at) as opened,
      max(opened_at) as last, (select count(*)::int from alert_entry e join alert a on a.id = e.alert_id
        where a.kind = ${kind} and a.severity = 'page' and e.kind = 'fired') as entries
    from alert where kind = ${kind} and severity = 'page'`;
  const opened = since ?? row?.opened.getTime() ?? Number.NaN;
  const seconds = (at: number) => ((at - opened) / 1000).toFixed(1);
  const first = of().filter(({ reason }) => reason === 'first');
  const total = first.reduce((sum, one) => sum + one.total, 0);
  const lastAt = Math.max(...of().map(({ at }) => at));
  const isFine =
    row?.n === ALERTS &&
    row.fingerprints === ALERTS &&
    row.entries === ALERTS &&
    first.length === GROUPS &&
    of().length === GROUPS &&
    total === ALERTS &&
    lastAt - opened <= BAR_S * 1000;
  held &&= isFine;
  console.log(
    `alert-flood: ${what}: ${row?.n} alerts, all open after ${seconds(row?.last.getTime() ?? 0)} s; ${of().length} notifications ` +
      `of ${GROUPS} groups about ${total} alerts, the last after ${seconds(lastAt)} s (bar ${BAR_S})${isFine ? '' : '  MISSED'}`,
  );
}

/** Entries that the incidents of the project have yet to take: they take one after another. */
async function waiting(): Promise<string> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from graphile_worker.jobs
    where task_identifier = 'incident.alert'`;
  return `${row?.n} entries wait to be taken by incidents`;
}

const startsAt = new Date(Date.now() - 60_000).toISOString();
const messageOf = (alerts: number, severity = 'critical') => ({
  ...{ version: '4', groupKey: 'flood', status: 'firing' },
  alerts: Array.from({ length: alerts }, (_, n) => ({
    ...{ status: 'firing', startsAt, fingerprint: `${severity} ${n}`, annotations: { summary: `Errors of ${n}` } },
    labels: { alertname: 'Errors', severity, instance: `i${n}`, prompt: `flood/${n % GROUPS}` },
  })),
});
await call('/api/v1/alerts/alertmanager', messageOf(1, 'info')); // starts the process for long calls
await pause(5_000);
const sentAt = Date.now();
const first = await call('/api/v1/alerts/alertmanager', messageOf(ALERTS));
const again = await call('/api/v1/alerts/alertmanager', messageOf(ALERTS));
console.log(
  `  the message took ${(first.ms / 1000).toFixed(1)} s (${(first.ms / ALERTS).toFixed(2)} ms an alert), again ${(again.ms / 1000).toFixed(1)} s`,
);
await check('incoming', 'one message of an Alertmanager', sentAt);
console.log(`  ${await waiting()}`);

await call('/api/v1/monitors', {
  ...{ name: 'flood', kind: 'error_rate', severity: 'page' },
  rule: { group_by: ['prompt', 'model'], literal: true, limit: 1, clear: 0.5, window_minutes: 10, for_minutes: 0 },
});
const at = new Date(Date.now() - 30_000).toISOString();
for (let from = 0; from < ALERTS; from += EVENTS_A_CALL) {
  const events = Array.from({ length: EVENTS_A_CALL }, (_, i) => {
    const n = from + i;
    const series = { prompt: `flood/${n % GROUPS}`, model: `acme/m${Math.floor(n / GROUPS)}` };
    return { id: `e${n}`, at, ...series, environment: 'staging', status: 'error', error_code: 'x', latency_ms: 100 };
  });
  await call('/api/v1/events', { events });
}
await check('error_rate', 'one step of the monitors');
console.log(`  ${await waiting()}`);

await sql.end();
await edge.stop();
await worker.stop();
await system.dispose();
await dropTemplate();
await cluster.stop();
receiver.close();
process.exitCode = held ? 0 : 1;
