import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../faults.ts';
import { startHeavy } from './heavy.ts';
import type { Identity } from './identity.ts';

/** The program of a heavy process whose behaviour the path selects; `/` responds with its pid. */
const PROCESS = `
  import { createServer } from 'node:http';
  import { Socket } from 'node:net';
  const server = createServer((request, response) => {
    if (request.url === '/loop') for (;;);
    if (request.url === '/end') process.exit(3);
    if (request.url === '/eat') JSON.parse('[' + '{},'.repeat(3_000_000) + '{}]');
    let size = 0;
    request.on('data', (chunk) => { size += chunk.length; });
    request.on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json', etag: '"7"' });
      response.end(JSON.stringify({ pid: process.pid, size, url: request.url, caller: request.headers.authorization }));
    });
  });
  server.emit('connection', new Socket({ fd: 4 }));
  process.on('disconnect', () => process.exit(0));
`;
const identity = (keyId: string): Identity => ({
  project: { id: 1, name: 'p', simulated: false },
  actor: { kind: 'service', id: 's', name: 'Ünal', role: 'editor', scopes: [], keyId },
});

/** A server that hands every request over. `send` returns the response, or null where the caller aborted by `leave`. */
async function start({ first, ...options }: { withinMs?: number; idleMs?: number; first?: () => ChildProcess } = {}) {
  const children: ChildProcess[] = [];
  let starts = 0;
  const heavy = startHeavy({
    ...options,
    start() {
      if (++starts === 1 && first) return first();
      const flags = ['--max-old-space-size=60', '--input-type=module', '-e', PROCESS];
      const child = spawn(process.execPath, flags, { stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe'] });
      children.push(child);
      return child;
    },
  });
  const handedOver = new EventEmitter();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      const handed = { request, response, identity: identity(String(request.headers['x-key'])), chunks, isGzip: false };
      const handling = heavy.handOver(handed);
      handedOver.emit('one');
      const { status, headers, body } = await handling;
      response.writeHead(status, headers).end(body);
    } catch (error) {
      const { status, code, message } = error as Fault;
      response.writeHead(status).end(JSON.stringify({ code, message }));
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  async function send(
    path: string,
    { key = 'k', body = '{}', leave = new AbortController().signal, reads = false } = {},
  ) {
    try {
      const what = reads ? { method: 'GET' } : { method: 'POST', body };
      const init = { ...what, headers: { 'x-key': key }, signal: leave };
      const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
      return { status: response.status, etag: response.headers.get('etag'), ...(await response.json()) };
    } catch (error) {
      if (leave.aborted) return null;
      throw error;
    }
  }
  return {
    send,
    children,
    /** Settles when one more request waits or is handled. */
    oneMore: () => once(handedOver, 'one'),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await heavy.stop();
    },
  };
}

describe('a process of heavy bodies', () => {
  test('gets method, address, body and caller, and its response is passed on unchanged', async () => {
    await using edge = await start();
    const response = await edge.send('/api?x=1', { body: 'x'.repeat(3_000_005) });
    expect(response).toMatchObject({ status: 201, etag: '"7"', size: 3_000_005, url: '/api?x=1' });
    const caller = JSON.parse(Buffer.from(response.caller.slice(7), 'base64url').toString());
    expect(caller).toMatchObject({ ip: '127.0.0.1', actor: { name: 'Ünal' }, project: { id: 1 } });
  });

  test('serves one request after the other', async () => {
    await using edge = await start();
    const responses = await Promise.all(['/1', '/2', '/3'].map((path) => edge.send(path)));
    expect(new Set(responses.map(({ pid }) => pid)).size).toBe(1);
  });

  test.each([
    ['/eat', 413, 'too_costly', 'runs out of memory'],
    ['/loop', 503, 'took_too_long', 'takes too long'],
    ['/end', 503, 'interrupted', 'ends by itself'],
  ])(
    'for %s the response is %i %s where it %s, and another process handles the next request',
    async (path, status, code) => {
      await using edge = await start(path === '/loop' ? { withinMs: 3_000 } : {});
      const [first, second] = await Promise.all([edge.send(path), edge.send('/')]);
      expect(first).toMatchObject({
        status,
        code,
        message: expect.stringContaining('Whether it was written is not known'),
      });
      expect(second.status).toBe(201);
    },
  );

  test('reports that nothing was changed where the request only reads', async () => {
    await using edge = await start();
    const response = await edge.send('/end', { reads: true });
    expect(response).toMatchObject({ status: 503, message: expect.stringMatching(/ended\. Nothing was changed\.$/) });
  });

  test.each<[string, string, () => ChildProcess]>([
    [
      'busy',
      'the system has no room for another',
      () => {
        throw new Error('spawn EAGAIN');
      },
    ],
    [
      'interrupted',
      'it does not come up',
      () => spawn('/nowhere', { stdio: ['ignore', 'ignore', 'ignore', 'ignore', 'pipe'] }).on('error', () => undefined),
    ],
  ])('responds with 503 %s where %s, and another process handles the next request', async (code, _, first) => {
    await using edge = await start({ first });
    expect(await edge.send('/')).toMatchObject({ status: 503, code });
    expect((await edge.send('/')).status).toBe(201);
  });

  test('ends when there is nothing to do, and starts anew', async () => {
    await using edge = await start({ idleMs: 1 });
    const first = await edge.send('/');
    const [child] = edge.children;
    if (child?.exitCode === null) await once(child, 'exit');
    expect((await edge.send('/')).pid).not.toBe(first.pid);
  });

  test('lets ten requests of a key wait, lets another key go first, and removes the requests of callers who left', async () => {
    await using edge = await start({ withinMs: 3_000 });
    const leaving = new AbortController();
    const waiting: Promise<unknown>[] = [];
    for (const path of ['/loop', ...Array<string>(10).fill('/loop')]) {
      const added = edge.oneMore();
      waiting.push(edge.send(path, { leave: leaving.signal }));
      await added;
    }
    expect(await edge.send('/')).toMatchObject({ status: 429, code: 'busy' });
    const other = edge.send('/', { key: 'another' });
    leaving.abort();
    expect(await Promise.all(waiting)).toEqual(Array(11).fill(null));
    expect((await other).status).toBe(201);
    expect((await edge.send('/')).status).toBe(201);
    expect(edge.children).toHaveLength(2);
  });
});
