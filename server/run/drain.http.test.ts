import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, test } from 'vitest';
import { freePort } from '#test/harness/free-port.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { drainable } from './drain.ts';
import { listen } from './listen.ts';
import { respondsAt } from './supervisor/ready.ts';

const ROOT = join(import.meta.dirname, '../..');

let system: System;
let key: string;

beforeAll(async () => {
  system = await startSystem();
  key = await system.key(['ingest', 'read']);
});
afterAll(() => system.dispose());

/** Sends without pause over kept-alive connections until the port is closed. Returns how the requests ended. */
async function hammer(port: number, lanes: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const ended = { succeeded: 0, closing: 0, unaccepted: 0, failed: [] as string[] };
  const one = (): Promise<boolean> =>
    new Promise((resolve) => {
      const headers = { authorization: `Bearer ${key}` };
      const asked = request({ agent, port, host: '127.0.0.1', path: '/api/v1/prompts', headers }, (response) => {
        response.resume().once('end', () => {
          if (response.statusCode === 200) ended.succeeded += 1;
          else ended.failed.push(`status ${response.statusCode}`);
          if (response.headers.connection === 'close') ended.closing += 1;
          resolve(true);
        });
      });
      asked.once('error', (error: NodeJS.ErrnoException) => {
        // The port is closed: a client would use another server. The kernel resets connections that waited for `accept`
        // when it closes: they are new, and nothing was received on them.
        const isReset = error.code === 'ECONNRESET' && !asked.reusedSocket && asked.socket?.bytesRead === 0;
        if (isReset) ended.unaccepted += 1;
        else if (error.code !== 'ECONNREFUSED') ended.failed.push(error.code ?? error.message);
        resolve(error.code !== 'ECONNREFUSED' && !isReset);
      });
      asked.end();
    });
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (await one());
    }),
  );
  agent.destroy();
  return ended;
}

async function startEdge(): Promise<{ child: ChildProcess; port: number; ended: Promise<number | null> }> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, 'server/run/edge.ts')], {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'silent',
      DATABASE_URL: system.databaseUrl,
      SWITCHYARD_DATA: system.dataDir,
      EDGE_PORT: String(port),
      HOST: '127.0.0.1',
    },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await respondsAt(`http://127.0.0.1:${port}/readyz`, 20_000, () => undefined);
  return { child, port, ended };
}

test.each([1, 2, 3])('an edge that gets SIGTERM finishes every request and exits 0 within 5 s (time %i)', async () => {
  const { child, port, ended } = await startEdge();
  const hammering = hammer(port, 8);
  await pause(300); // under way
  const signalledAt = performance.now();
  child.kill('SIGTERM');
  const requests = await hammering;
  expect(await ended).toBe(0);
  expect(performance.now() - signalledAt).toBeLessThan(5_000);
  expect(requests.failed).toEqual([]);
  expect(requests.unaccepted).toBeLessThanOrEqual(2);
  expect(requests.succeeded).toBeGreaterThan(50);
  expect(requests.closing).toBeGreaterThan(8);
});

it('is not ready while it still responds', async () => {
  const { child, port, ended } = await startEdge();
  const open = connect(port, '127.0.0.1'); // with a connection open it does not close at once
  await pause(50);
  child.kill('SIGTERM');
  const statuses: number[] = [];
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (response === null) break;
    await response.body?.cancel();
    statuses.push(response.status);
    if (response.status === 503) expect(response.headers.get('connection')).toBe('close');
  }
  expect(statuses.at(-1)).toBe(503);
  expect(await ended).toBe(0);
  open.destroy();
});

it('lets a running request finish, and cuts off one that takes too long', async () => {
  const open: (() => void)[] = [];
  const server = createServer((_, response) => open.push(() => response.end('done')));
  const drain = drainable(server);
  const port = await listen(server, 0, '127.0.0.1');
  const ask = () =>
    fetch(`http://127.0.0.1:${port}/`)
      .then((response) => response.text())
      .catch(() => 'cut');
  const [finishes, hangs] = [ask(), ask()];
  while (open.length < 2) await pause(5);
  const drained = drain({ closingMs: 0, finishMs: 300 });
  open[0]?.();
  expect((await Promise.all([finishes, hangs])).toSorted()).toEqual(['cut', 'done']);
  await drained;
});

it('does not wait for connections that were opened in advance, or that are idle', async () => {
  const server = createServer((_: IncomingMessage, response) => response.end('x'));
  const drain = drainable(server);
  const port = await listen(server, 0, '127.0.0.1');
  const agent = new Agent({ keepAlive: true });
  await new Promise<void>((resolve) => {
    request({ agent, port, host: '127.0.0.1' }, (response) => response.resume().once('end', resolve)).end();
  });
  const ahead = connect(port, '127.0.0.1');
  await new Promise((resolve) => ahead.once('connect', resolve));
  ahead.on('error', () => undefined);
  const began = performance.now();
  await drain({ closingMs: 0, finishMs: 10_000 });
  expect(performance.now() - began).toBeLessThan(5_000);
  agent.destroy();
});
