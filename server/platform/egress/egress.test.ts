import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAllowed } from './address-rules.ts';
import { type EgressRequest, openEgress } from './egress.ts';

let server: Server;
let port: number;
let connections = 0;
const asked: IncomingMessage[] = [];
let respond: (response: ServerResponse, request: IncomingMessage) => void;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    respond(response, request);
  }).on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  for (const egress of opened) await egress.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const client = (allow: string, records?: string[][]) => {
  let asks = 0;
  const egress = openEgress(
    readAllowed(allow) ?? [],
    records &&
      (async () => {
        const found = records[Math.min(asks, records.length - 1)] ?? [];
        asks += 1;
        return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      }),
  );
  opened.push(egress);
  return egress;
};
const get = (url: string, more: Partial<EgressRequest> = {}): EgressRequest => ({
  ...{ url, withinMs: 5_000, bytesMax: 1_000 },
  ...more,
});

describe('a request out of the installation', () => {
  test('reaches an allowed address and returns status, headers and body', async () => {
    respond = (response) => response.writeHead(410, { 'X-Kind': 'gone' }).end('gone');
    const response = await client(`127.0.0.1:${port}`).send(get(`http://127.0.0.1:${port}/a?b=c`));
    expect(response).toMatchObject({ status: 410, headers: { 'x-kind': 'gone' } });
    expect(Buffer.from(response.body).toString()).toBe('gone');
    expect(asked.at(-1)?.url).toBe('/a?b=c');
    expect(asked.at(-1)?.headers['accept-encoding']).toBe('identity');
  });

  test('opens no connection to an address that is not allowed, whatever name or spelling leads to it', async () => {
    respond = (response) => response.end('reached');
    const before = connections;
    const literal = [`http://127.0.0.1:${port}/`, `https://2130706433:${port}/`, `https://[::ffff:127.0.0.1]:${port}/`];
    for (const url of literal) {
      await expect(client('').send(get(url))).rejects.toMatchObject({ kind: 'blocked' });
    }
    const other = `10.0.0.0/8:${port}`;
    for (const records of [['127.0.0.1'], ['10.0.0.1', '127.0.0.1'], ['1.1.1.1'], ['::1'], ['::ffff:127.0.0.1']]) {
      const sent = client(other, [records]).send(get(`http://changes.example:${port}/`));
      await expect(sent).rejects.toMatchObject({ kind: 'blocked' });
    }
    await expect(client('').send(get('https://localhost/'))).rejects.toMatchObject({ kind: 'blocked' });
    expect(connections).toBe(before);
  });

  test('connects to the addresses that it has checked: a name that changes its address gains nothing', async () => {
    respond = (response) => response.setHeader('connection', 'close').end('reached');
    const rebinding = client(`127.0.0.1:${port}`, [['127.0.0.1'], ['169.254.169.254']]);
    expect((await rebinding.send(get(`http://changes.example:${port}/`))).status).toBe(200);
    const again = rebinding.send(get(`http://changes.example:${port}/`));
    await expect(again).rejects.toMatchObject({ kind: 'blocked', message: expect.stringMatching(/private address/) });
  });

  test('follows no redirect', async () => {
    respond = (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end('elsewhere');
    const sent = client(`127.0.0.1:${port}`).send(get(`http://127.0.0.1:${port}/`));
    await expect(sent).rejects.toMatchObject({ kind: 'redirected' });
  });

  test('ends where the response is longer or later than its limits, or nobody listens', async () => {
    const egress = client('127.0.0.1');
    const url = `http://127.0.0.1:${port}/`;
    respond = (response) => response.end('x'.repeat(1_001));
    await expect(egress.send(get(url))).rejects.toMatchObject({ kind: 'too_large' });
    respond = (response) => response.write('begun');
    await expect(egress.send(get(url, { withinMs: 50 }))).rejects.toMatchObject({ kind: 'late' });
    respond = () => undefined;
    await expect(egress.send(get(url, { withinMs: 50 }))).rejects.toMatchObject({ kind: 'late' });
    await expect(egress.send(get('http://127.0.0.1:1/'))).rejects.toMatchObject({
      kind: 'unreachable',
      message: '127.0.0.1:1 cannot be reached (ECONNREFUSED).',
    });
  });
});
