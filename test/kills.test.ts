import { expect, test } from 'vitest';
import { openSql } from '#db/client.ts';
import { releaseBuilder } from './builders/release.ts';
import { startEdgeProcess } from './crash/edge-process.ts';
import { type Call, insist, type Tally } from './crash/insist.ts';
import { startCuttingProxy } from './harness/cutting-proxy.ts';
import { startTestCluster } from './harness/postgres.ts';
import { startSystem } from './harness/system.ts';

/*
 * kill −9 of the edge, of a backend and of Postgres, and lost responses, during calls that may be done only once.
 * KILL_ROUNDS makes it longer: each round kills each of the three once.
 */

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 1);
const CLIENTS = 8;
const FEEDBACKS = 160 * ROUNDS;
const APPROVALS = 10 * ROUNDS;
const OTHERS = 20 * ROUNDS;

test('after any kill, a call that is sent once is done once, and no response is false', {
  timeout: 60_000 + ROUNDS * 120_000,
}, async ({ signal }) => {
  let part = 'starts';
  const waits: string[] = [];
  // A test that runs out of time fails without a reason: this is what hangs.
  signal.addEventListener('abort', () => console.error(['kills: ends while it', part, ...waits].join('\n')));

  let cluster = await startTestCluster({ durable: true, migrated: true });
  const databaseUrl = cluster.url('postgres');
  await using system = await startSystem({ databaseUrl });
  const release = releaseBuilder(system, await system.key());
  const asker = await system.key(['promote', 'read'], { owner: await system.person({ role: 'editor' }) });
  const releaser = await system.key(['promote', 'read'], { owner: await system.person({ role: 'release_manager' }) });
  const key = await system.key();

  await release.prompt('measured', 1);
  await release.dataset('golden', [{ item: 'one', category: 'c', weight: 1, cluster: null, scores: [1] } as never]);
  const promotions: { id: string; revision: number }[] = [];
  for (let n = 0; n < APPROVALS; n++) {
    const prompt = await release.prompt(`release-${n}`, 1);
    const body = { prompt, version: 1, to: 'production' };
    promotions.push((await system.api('POST', '/api/v1/promotions', { key: asker, body })).body);
  }
  await system.drain();
  const waiting = await Promise.all(promotions.map(({ id }) => release.promotion(id)));
  expect(new Set(waiting.map(({ status }) => status))).toEqual(new Set(['needs_evidence']));

  const edge = await startEdgeProcess(system);
  let connections = 0;
  const proxy = await startCuttingProxy(edge.port, () => ++connections % 12 === 0);
  const truth = openSql(databaseUrl, { max: 4 });
  /** How many rows a query finds; repeated until Postgres responds. */
  async function count(text: string, value: string): Promise<number> {
    for (;;) {
      const rows = await truth.unsafe<{ n: number }[]>(text, [value]).catch(() => null);
      if (rows?.[0]) return rows[0].n;
    }
  }
  async function send(path: string, by: string, body: unknown, headers: Record<string, string>) {
    const response = await fetch(`${proxy.url}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${by}`, 'content-type': 'application/json', connection: 'close', ...headers },
      signal: AbortSignal.timeout(20_000),
    });
    const { code }: { code?: string } = await response.json();
    return { status: response.status, code };
  }
  const keyed = (path: string, name: string, body: unknown, question: string): Call => ({
    name,
    send: () => send(path, key, body, { 'idempotency-key': name }),
    isDone: async () => (await count(question, name)) > 0,
  });
  const feedbackRows = 'select count(*)::int as n from feedback where name = $1';
  const promptRows = 'select count(*)::int as n from prompt where name = $1';
  const runRows = 'select count(*)::int as n from eval_run where model = $1';
  const approvalRows = 'select count(*)::int as n from approval where promotion_id = $1::uuid';

  const tallies: Record<string, Tally> = {};
  const calls: [kind: string, call: Call][] = [];
  const range = (n: number) => Array.from({ length: n }, (_, i) => i);
  for (const n of range(FEEDBACKS)) {
    const body = { event_id: 'e', name: `feedback-${n}`, score: 1, source: 'user' };
    calls.push(['feedback', keyed('/api/v1/feedback', body.name, body, feedbackRows)]);
  }
  for (const n of range(OTHERS)) {
    const body = { name: `prompt-${n}`, type: 'text' };
    calls.push(['prompts', keyed('/api/v1/prompts', body.name, body, promptRows)]);
    const [model, results] = [`run-${n}`, [{ item: 'one', output: 'yes' }]];
    const run = {
      prompt: 'measured',
      version: 1,
      model: `kill/${model}`,
      dataset: 'golden',
      results,
      scorers: [{ type: 'equals', value: 'yes' }],
    };
    calls.push(['imports', keyed('/api/v1/eval-runs/import', model, run, runRows)]);
  }
  for (const { id, revision } of waiting) {
    calls.push([
      'approvals',
      {
        name: id,
        send: () =>
          send(
            `/api/v1/promotions/${id}/approve`,
            releaser,
            { override: true, reason: 'seen' },
            { 'if-match': `"${revision}"` },
          ),
        isDone: async () => (await count(approvalRows, id)) > 0,
        doneBefore: 'revision_conflict',
      },
    ]);
  }
  // Calls of every kind run at each kill.
  calls.sort(([, a], [, b]) => hash(a.name) - hash(b.name));

  let received = 0;
  const queue = [...calls];
  const clients = range(CLIENTS).map(async (client) => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const [kind, call] = next;
      tallies[kind] ??= { responses: {}, lies: [] };
      await insist(call, tallies[kind], (what) => {
        waits[client] = `client ${client}: ${what}`;
      });
      received += 1;
    }
    waits[client] = `client ${client}: has ended`;
  });
  const progress = (part: number) =>
    expect
      .poll(() => (received > part * calls.length ? 'goes on' : JSON.stringify([received, tallies])), {
        timeout: 60_000,
        interval: 5,
      })
      .toBe('goes on');
  for (const round of range(ROUNDS)) {
    part = `kills the edge in round ${round}`;
    await progress((round + 0.1) / ROUNDS);
    await edge.kill();
    part = `kills a backend in round ${round}`;
    await progress((round + 0.35) / ROUNDS);
    const [backend] = await truth<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name = 'switchyard-edge' order by state = 'active' desc limit 1`;
    process.kill(backend?.pid ?? cluster.pid, 'SIGKILL');
    part = `kills Postgres in round ${round}`;
    await progress((round + 0.65) / ROUNDS);
    process.kill(cluster.pid, 'SIGKILL');
    await cluster.ended;
    cluster = { ...cluster, ...(await cluster.again()) };
  }
  part = 'waits for the last responses';
  await Promise.all(clients);
  part = 'counts what was done';
  await proxy.stop();

  const counts = async (kind: string, question: string) =>
    Promise.all(calls.filter(([is]) => is === kind).map(([, { name }]) => count(question, name)));
  for (const [kind, question] of [
    ['feedback', feedbackRows],
    ['prompts', promptRows],
    ['imports', runRows],
    ['approvals', approvalRows],
  ] as const) {
    const found = await counts(kind, question);
    const responses = Object.entries(tallies[kind]?.responses ?? {}).map(([outcome, n]) => `${outcome}: ${n}`);
    console.info(`kills: ${found.length} ${kind}, 0 lost, 0 doubled (${responses.sort().join(', ')})`);
    expect([kind, found.filter((n) => n !== 1)]).toEqual([kind, []]);
    expect(tallies[kind]?.lies).toEqual([]);
  }
  part = 'stops everything';
  await truth.end();
  await edge.stop();
  await system.dispose();
  await cluster.stop();
});

/** An order unrelated to the kinds, the same each time (FNV-1a). */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ letter.charCodeAt(0), 0x01000193);
  return sum;
}
