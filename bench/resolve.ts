/**
 * Claim: resolve answers at no less than 0.6 of the rate of a bare node:http handler that sends the same bytes, key,
 * body and lookup included. Both servers in processes of their own, the load generator in a third; rounds alternate.
 */
import { startTestServer } from '#test/harness/postgres.ts';
import { startSystem } from '#test/harness/system.ts';
import { startBareServer, startLoadGenerator } from './lib/child.ts';
import { startProcess } from './lib/processes.ts';

const BAR = 0.6;
const ROUNDS = 7;
const ROUND_MS = 1_500;
const CONNECTIONS = 32;
const PROMPTS = 200;

const stopPostgres = await startTestServer();
const system = await startSystem();
const key = await system.key();
for (let n = 0; n < PROMPTS; n++) await deploy(`search/answer-${n}`);
const edge = await startProcess('edge', system.databaseUrl);
const body = JSON.stringify({ prompt: 'search/answer-7', environment: 'staging', key: 'user-1' });
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
const sample = await firstAnswer();
const bare = await startBareServer(sample);
const generator = startLoadGenerator();

const load = (port: number, ms = ROUND_MS) =>
  generator.run({ port, method: 'POST', path: '/api/v1/resolve', headers, body, connections: CONNECTIONS, ms });

await load(edge.port);
await load(bare.port);
const rounds: { resolve: number; bare: number; ratio: number }[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const ours = (await load(edge.port)).requestsPerSecond;
  const theirs = (await load(bare.port)).requestsPerSecond;
  rounds.push({ resolve: ours, bare: theirs, ratio: ours / theirs });
}
const median = (of: 'resolve' | 'bare' | 'ratio') =>
  rounds.map((round) => round[of]).toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;

const ratio = median('ratio');
console.log(
  `resolve: ${ratio.toFixed(2)} × bare node:http (bar ${BAR}); ` +
    `${Math.round(median('resolve'))} against ${Math.round(median('bare'))} requests/s, ` +
    `median of ${ROUNDS} rounds, ${CONNECTIONS} connections`,
);
process.exitCode = ratio >= BAR ? 0 : 1;

generator.stop();
bare.stop();
await edge.stop();
await system.dispose();
await stopPostgres();

async function deploy(name: string): Promise<void> {
  const at = `/api/v1/prompts/${encodeURIComponent(name)}`;
  await system.api('POST', '/api/v1/prompts', { key, body: { name, type: 'text' } });
  const template = `Answer the question in at most three sentences and name your source. ${name} {{question}}`;
  await system.api('POST', `${at}/versions`, {
    key,
    body: { template, config: { model: 'openai/gpt-4', temperature: 0 } },
  });
  await system.api('PUT', `${at}/environments/staging`, { key, body: { version: 1 } });
}

/** What resolve answers, for the bare server to answer the same. */
async function firstAnswer() {
  const answer = await fetch(`http://127.0.0.1:${edge.port}/api/v1/resolve`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`resolve answered ${answer.status}: ${await answer.text()}`);
  const { connection: _, 'keep-alive': __, date: ___, ...sent } = Object.fromEntries(answer.headers);
  return { headers: sent, body: await answer.text() };
}
