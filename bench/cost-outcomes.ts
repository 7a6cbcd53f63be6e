/**
 * Claim: the first tab of Cost, one result, over 30 days of a project with 20 million events and a million outcomes takes at
 * most 300 ms in the service and is at least 20 times faster than the sums of its table alone from raw rows.
 * BENCH_EVENTS for other sizes. The last days are raw events and the worker's own rollups, the days before copies of them
 * (lib/fill-tasks.ts); the sums from raw rows are those of the last days, for 30 days as many times as long.
 */
import postgres from 'postgres';
import { openCostPage, sumRawTasks } from '#test/harness/cost.ts';
import { startTestCluster, startTestServer } from '#test/harness/postgres.ts';
import { startSystem } from '#test/harness/system.ts';
import { checkCopies, fillTasks } from './lib/fill-tasks.ts';

const BAR_MS = 300;
const BAR_RATIO = 20;
const DAYS = 30;
const EVENTS = Number(process.env.BENCH_EVENTS ?? 20_000_000);
const ROUNDS = 7;
/** Of the project that shows that the copies are what the worker computes. */
const CHECKED_PER_DAY = 3_000;

const cluster = await startTestCluster();
process.env.TEST_DATABASE_URL = cluster.url('postgres');
const dropTemplate = await startTestServer();
const system = await startSystem();
const sql = postgres(system.ownerUrl, { max: 1, onnotice: () => undefined });

const small = await fillTasks(system, sql, { project: 'other', perDay: CHECKED_PER_DAY });
await checkCopies(system, sql, 'other', small.from);
console.log(`  filling tasks of ${EVENTS.toLocaleString('en')} events in ${DAYS} days`);
const filling = performance.now();
const filled = await fillTasks(system, sql, { project: 'default', perDay: EVENTS / DAYS });
const filledMs = performance.now() - filling;
const readPage = openCostPage(system);
const page = await readPage();
const pages: number[] = [];
for (let round = 0; round < ROUNDS + 2; round++) {
  const started = performance.now();
  await readPage();
  if (round > 1) pages.push(performance.now() - started);
}
const byTag: number[] = [];
for (let round = 0; round < 5; round++) {
  const started = performance.now();
  await openCostPage(system, 'tag')();
  byTag.push(performance.now() - started);
}
const started = performance.now();
await sumRawTasks(system, filled);
const rawMs = (performance.now() - started) * (EVENTS / filled.events);
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const ratio = rawMs / median(pages);
const [{ rows } = { rows: 0 }] = await sql<{ rows: number }[]>`select count(*)::int as rows from task_rollup`;
console.log(
  `cost per outcome: ${ratio.toFixed(0)} × the sums over raw rows (bar ${BAR_RATIO}); the page in ${median(pages).toFixed(0)} ms ` +
    `(bar ${BAR_MS}), by tag in ${median(byTag).toFixed(0)} ms, the sums from raw rows in ${(rawMs / 1000).toFixed(1)} s; ${page.total?.attempts.toLocaleString('en')} attempts, ` +
    `${page.total?.succeeded.toLocaleString('en')} successes, ${page.groups.length} variants, ${rows.toLocaleString('en')} rows, ` +
    `filled in ${(filledMs / 1000).toFixed(0)} s, median of ${ROUNDS}`,
);
process.exitCode = ratio >= BAR_RATIO && median(pages) <= BAR_MS ? 0 : 1;

await sql.end();
await system.dispose();
await dropTemplate();
await cluster.stop();
