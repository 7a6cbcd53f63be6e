/**
 * Claim: 100,000 calls with retries, caches, tiers and cut streams cost what the simulated providers wrote down, to the
 * micro-dollar, in all, by model, by day and by meter. Calls go in through public ingest with the usage objects of four
 * interfaces; the simulator has price lists and arithmetic of its own, in whole numbers.
 */

import { compareLedgers } from '#test/harness/ledger.ts';
import { startTestCluster, startTestServer } from '#test/harness/postgres.ts';
import { startSystem } from '#test/harness/system.ts';

const CALLS = Number(process.env.BENCH_EVENTS ?? 100_000);

const cluster = await startTestCluster();
process.env.TEST_DATABASE_URL = cluster.url('postgres');
const dropTemplate = await startTestServer();
const system = await startSystem({ now: '2026-11-27T09:00:00.000Z' });
const startedAt = performance.now();
const { calls, unknown, simulatorPico, differences } = await compareLedgers(system, {
  calls: CALLS,
  detailEvery: 20,
  seed: 8,
});
const dollars = (pico: bigint): string => (Number(pico) / 1e12).toFixed(9);
for (const { of, simulator, ledger } of differences) {
  console.log(`  ${of}: ${dollars(simulator)} by the simulator, ${dollars(ledger)} by the ledger`);
}
console.log(
  `ledger: ${differences.length === 0 ? 'held' : 'MISSED'}: ${calls.toLocaleString('en')} calls of $${dollars(simulatorPico)}, ` +
    `${unknown} of unknown cost, ${differences.length} sums differ by a micro-dollar or more, ` +
    `in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
);
process.exitCode = differences.length === 0 ? 0 : 1;

await system.dispose();
await dropTemplate();
await cluster.stop();
