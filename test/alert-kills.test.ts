import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSql } from '#db/client.ts';
import { startReceiver, status } from './builders/receivers.ts';
import { startEdgeProcess, startKillable } from './crash/edge-process.ts';
import { type Call, insist, type Tally } from './crash/insist.ts';
import { freePort } from './harness/free-port.ts';
import { startTestCluster } from './harness/postgres.ts';
import { startSystem } from './harness/system.ts';

/*
 * kill −9 of the edge while alerts come in, and of the worker and of Postgres at the moment in which a receiver has a
 * notification that it has not answered, while that receiver fails now and then and another is dead. KILL_ROUNDS makes it
 * longer: each round kills each of the three once.
 */

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 1);
const GROUPS = 4;
/** Below 20, so that a notification lists each. */
const ALERTS = 3 * GROUPS;
const SENDERS = 4;
/** Five minutes between the notifications of a group take three seconds. */
const SPEED = 100;

type Notice = { data: { id: string; dedup_key: string } & Record<'firing' | 'resolved', { title: string }[]> };

test('after any kill each notification arrives at least once, each alert once, and nothing fires after it is over', {
  timeout: 60_000 + ROUNDS * 60_000,
}, async () => {
  let cluster = await startTestCluster({ durable: true, migrated: true });
  const databaseUrl = cluster.url('postgres');
  await using system = await startSystem({ databaseUrl, egressAllow: '127.0.0.1' });
  const receiver = await startReceiver();
  const owner = await system.person({ role: 'admin' });
  const key = await system.key(['ingest', 'admin'], { owner });
  const urls = [`${receiver.url}/hook`, `http://127.0.0.1:${await freePort()}/dead`];
  for (const [i, url] of urls.entries()) {
    const body = { name: `channel ${i}`, target: { kind: 'webhook', url } };
    expect(await system.api('POST', '/api/v1/channels', { key, body })).toMatchObject({ status: 201 });
  }
  const truth = openSql(databaseUrl, { max: 2 });
  const [edge, worker] = await Promise.all([
    startEdgeProcess(system),
    startKillable(system, {
      file: join(import.meta.dirname, 'crash/fast-worker.ts'),
      env: { SINCE: String(Date.now()), SPEED: String(SPEED) },
      isUp: (child: ChildProcess) => once(child, 'message'),
    }),
  ]);

  /** What the receiver said yes to, the first time of each id: it drops what it has. */
  const taken = new Map<string, Notice['data']>();
  const attempts = new Map<string, number>();
  let onFirst: (() => Promise<void>) | null = null;
  let killing: Promise<void> = Promise.resolve();
  receiver.respond((request, response, received) => {
    const { data } = received.body as Notice;
    const attempt = (attempts.get(data.id) ?? 0) + 1;
    attempts.set(data.id, attempt);
    if (onFirst !== null) {
      killing = onFirst();
      onFirst = null;
      return; // it never answers: who asked is killed, or has nowhere to note the answer
    }
    const chance = Number.parseInt(data.id.slice(-2), 16);
    if (attempt === 1 && chance < 64) return status(500)(request, response, received);
    if (attempt === 1 && chance < 96) return void response.destroy();
    if (!taken.has(data.id)) taken.set(data.id, data);
    status(200)(request, response, received);
  });

  async function count(text: string, title: string): Promise<number> {
    for (;;) {
      const rows = await truth.unsafe<{ n: number }[]>(text, [title]).catch(() => null);
      if (rows?.[0]) return rows[0].n;
    }
  }
  const tally: Tally = { responses: {}, lies: [] };
  const says = (title: string, state: 'firing' | 'resolved', startsAt: string): Call => ({
    name: `${title} ${state}`,
    send: async () => {
      const prompt = `kills/${Number(title.split(' ').at(-1)) % GROUPS}`;
      const response = await fetch(`http://127.0.0.1:${edge.port}/api/v1/alerts/incoming`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify({ title, status: state, severity: 'page', starts_at: startsAt, labels: { prompt } }),
        signal: AbortSignal.timeout(20_000),
      });
      const { code }: { code?: string } = await response.json();
      return { status: response.status, code };
    },
    isDone: async () =>
      (await count(
        `select count(*)::int as n from alert where title = $1${state === 'resolved' ? ' and resolved_at is not null' : ''}`,
        title,
      )) > 0,
  });
  const toldOf = (state: 'firing' | 'resolved') =>
    new Set([...taken.values()].flatMap((one) => one[state].map(({ title }) => title)));
  /** Sends what is said of all alerts, kills the edge in between, and waits until the receiver was told of each. */
  async function until(state: 'firing' | 'resolved', titles: readonly string[], startsAt: string, kill: boolean) {
    const calls = titles.map((title) => says(title, state, startsAt));
    let sent = 0;
    const senders = Array.from({ length: SENDERS }, async () => {
      for (let call = calls.shift(); call; call = calls.shift()) {
        if (++sent === ALERTS / 2 && kill) await edge.kill();
        await insist(call, tally, () => undefined);
      }
    });
    await Promise.all(senders);
    await expect
      .poll(() => titles.filter((title) => !toldOf(state).has(title)), { timeout: 100_000, interval: 20 })
      .toEqual([]);
    await killing;
  }

  for (let round = 0; round < ROUNDS; round++) {
    const titles = Array.from({ length: ALERTS }, (_, n) => `round ${round} ${n}`);
    const startsAt = new Date().toISOString();
    onFirst = () => worker.kill();
    await until('firing', titles, startsAt, true);
    onFirst = async () => {
      process.kill(cluster.pid, 'SIGKILL');
      await cluster.ended;
      cluster = { ...cluster, ...(await cluster.again()) };
    };
    await until('resolved', titles, startsAt, false);
  }

  const counts = await truth`
    select a.title, array_agg(e.kind order by e.id) as kinds, count(distinct a.id)::int as rows
    from alert a join alert_entry e on e.alert_id = a.id group by a.title`;
  expect(counts).toHaveLength(ROUNDS * ALERTS);
  expect(counts.filter(({ kinds, rows }) => rows !== 1 || String(kinds) !== 'fired,resolved')).toEqual([]);
  const written = await truth<{ id: string; group_key: string; sequence: number; state: string }[]>`
    select n.id, n.group_key, n.sequence, n.state from notification n join channel c on c.id = n.channel_id
    where c.name = 'channel 0' order by n.group_key, n.sequence`;
  // What was sent and whose answer was not recorded is sent again: it is delivered in the end.
  await expect
    .poll(() => written.filter(({ id }) => !taken.has(id)).map(({ id }) => id), { timeout: 20_000 })
    .toEqual([]);
  const order = Map.groupBy(written, (one) => one.group_key);
  for (const rows of order.values()) expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, i) => i + 1));
  const over = new Set<string>();
  for (const { firing, resolved } of taken.values()) {
    expect(firing.filter(({ title }) => over.has(title))).toEqual([]);
    for (const { title } of resolved) over.add(title);
  }
  expect(over.size).toBe(ROUNDS * ALERTS);
  expect(tally.lies).toEqual([]);
  const repeats = [...attempts.values()].reduce((sum, n) => sum + n - 1, 0);
  console.info(
    `kills: ${ROUNDS * ALERTS} alerts, ${written.length} notifications, 0 lost, ${repeats} attempts repeated`,
  );

  await truth.end();
  await Promise.all([worker.stop(), edge.stop(), receiver.close()]);
  await system.dispose();
  await cluster.stop();
});
