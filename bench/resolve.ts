/**
 * Claim: resolve responds at no less than 0.6 of the rate of a bare node:http handler that sends the same bytes, key,
 * body and lookup included, over a hundred prompts: once without variables, once with them filled in. Both servers in
 * processes of their own, the load generator in a third; rounds alternate.
 */
import { startTestServer } from '#test/harness/postgres.ts';
import { startSystem } from '#test/harness/system.ts';
import { startBareServer, startLoadGenerator } from './lib/child.ts';
import { startProcess } from './lib/processes.ts';

const BAR = 0.6;
const ROUNDS = 7;
const ROUND_MS = 1_500;
const CONNECTIONS = 32;
const PROMPTS = 100;

const stopPostgres = await startTestServer();
const system = await startSystem();
const key = await system.key();
const prompts = Array.from({ length: PROMPTS }, (_, n) => `search/answer-${100 + n}`);
for (const prompt of prompts) await deploy(prompt);
const edge = await startProcess('edge', system);
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
const generator = startLoadGenerator();
const question = 'Which of the two contracts in the passages may be ended first, and what does that cost? '.repeat(3);
const passages = 'The contract may be ended by either side with a notice of three months to the end of a year. '.repeat(
  20,
);

const ratios = [
  await measure('without variables', {}),
  await measure('filled in', { variables: { question, passages } }),
];
process.exitCode = ratios.every((ratio) => ratio >= BAR) ? 0 : 1;

/** Every response has the length of the first: only the number in a prompt's name differs. */
async function measure(what: string, more: object): Promise<number> {
  const bodies = prompts.map((prompt, n) =>
    JSON.stringify({ prompt, environment: 'staging', key: `user-${n}`, ...more }),
  );
  const bare = await startBareServer(await firstResponse(bodies[0] ?? ''));
  const load = async (port: number) => {
    const request = { port, method: 'POST', path: '/api/v1/resolve', headers, bodies };
    return (await generator.run({ ...request, connections: CONNECTIONS, ms: ROUND_MS })).requestsPerSecond;
  };
  await load(edge.port);
  await load(bare.port);
  const rounds: { resolve: number; bare: number; ratio: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await load(edge.port);
    const theirs = await load(bare.port);
    rounds.push({ resolve: ours, bare: theirs, ratio: ours / theirs });
  }
  bare.stop();
  const median = (of: 'resolve' | 'bare' | 'ratio') =>
    rounds.map((round) => round[of]).toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;
  console.log(
    `resolve, ${what}: ${median('ratio').toFixed(2)} × bare node:http (bar ${BAR}); ` +
      `${Math.round(median('resolve'))} against ${Math.round(median('bare'))} requests/s, ` +
      `median of ${ROUNDS} rounds, ${CONNECTIONS} connections, ${PROMPTS} prompts`,
  );
  return median('ratio');
}

generator.stop();
await edge.stop();
await system.dispose();
await stopPostgres();

async function deploy(name: string): Promise<void> {
  const at = `/api/v1/prompts/${encodeURIComponent(name)}`;
  await system.api('POST', '/api/v1/prompts', { key, body: { name, type: 'text' } });
  const template = `Answer from the passages in at most three sentences. ${name}\n{{passages}}\n{{question}}`;
  await system.api('POST', `${at}/versions`, {
    key,
    body: { template, config: { model: 'openai/gpt-4', temperature: 0 } },
  });
  await system.api('PUT', `${at}/environments/staging`, { key, body: { version: 1 } });
}

/** The response of resolve, for the bare server to send the same. */
async function firstResponse(body: string) {
  const response = await fetch(`http://127.0.0.1:${edge.port}/api/v1/resolve`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`resolve responded with ${response.status}: ${await response.text()}`);
  const { connection: _, 'keep-alive': __, date: ___, ...sent } = Object.fromEntries(response.headers);
  return { headers: sent, body: await response.text() };
}
