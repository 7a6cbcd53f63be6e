/**
 * Claim: one evaluation of 1,000 monitors × 400 series takes at most 5 s of the worker, and its cost is linear in series.
 * Each step is over 60 minutes of traffic of every series, read once for all monitors.
 */
import { evaluator, makeMonitors } from '#test/harness/alerts.ts';
import { startTestServer } from '#test/harness/postgres.ts';
import { startSystem } from '#test/harness/system.ts';
import { rollUp } from '#test/harness/telemetry.ts';

const SERIES = [100, 200, 400] as const;
const MONITORS = 1_000;
const MINUTES = 60;
const STEPS = 3;
const STEP_MS_MAX = 5_000;

const start = Date.UTC(2026, 2, 4, 12);
const stopPostgres = await startTestServer();
const system = await startSystem({ now: new Date(start).toISOString() });
const key = await system.key();
await makeMonitors(system, MONITORS);
const evaluate = evaluator(system);

let sent = 0;
/** An hour of requests, one a minute and series, of the series `[from, to)`. */
async function fill(from: number, to: number): Promise<void> {
  const now = system.clock.now().getTime();
  for (let minute = 0; minute < MINUTES; minute++) {
    const events = Array.from({ length: to - from }, (_, i) => ({
      ...{ id: `b${++sent}`, at: new Date(now - (minute + 1) * 60_000 + i).toISOString(), model: 'acme/m' },
      ...{ prompt: `p/${from + i}`, environment: 'production', latency_ms: 300 + ((i * 7 + minute) % 200) },
      ...{ quality: 0.8 + ((i + minute) % 10) / 100, status: 'ok' },
    }));
    const { body } = await system.api('POST', '/api/v1/events', { key, body: { events } });
    if (body.accepted !== events.length) throw new Error(JSON.stringify(body).slice(0, 300));
  }
  await rollUp(system);
}

let before = 0;
let held = true;
for (const series of SERIES) {
  await fill(before, series);
  before = series;
  const took: number[] = [];
  const cpu: number[] = [];
  for (let step = 0; step <= STEPS; step++) {
    system.clock.advance(30_000);
    const used = process.cpuUsage();
    const report = await evaluate();
    const { user, system: kernel } = process.cpuUsage(used);
    if (report === null) throw new Error('the step was taken by another worker');
    if (step === 0) console.log(`monitors: ${series} series, first step (reads the past): ${report.tookMs} ms`);
    else {
      took.push(report.tookMs);
      cpu.push((user + kernel) / 1000);
    }
  }
  const median = (list: number[]) => Math.round(list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0);
  const fine = median(took) <= STEP_MS_MAX;
  held &&= fine;
  console.log(
    `monitors: ${MONITORS} monitors × ${series} series: ${median(took)} ms a step, ${median(cpu)} ms of CPU, ${((1000 * median(took)) / MONITORS / series).toFixed(1)} µs a decision (bar ${STEP_MS_MAX} ms)${fine ? '' : '  MISSED'}`,
  );
}
await system.dispose();
await stopPostgres();
process.exit(held ? 0 : 1);
