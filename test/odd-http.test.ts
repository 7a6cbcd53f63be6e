import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentOf } from './authorization/fingerprint.ts';
import { type System, startSystem } from './harness/system.ts';

/*
 * Requests that are malformed or unusual as HTTP, byte for byte: no client library sends them, but an attacker would.
 */

let system: System;
let head: string;
beforeAll(async () => {
  system = await startSystem();
  head = `Host: x\r\nAuthorization: Bearer ${await system.key()}\r\nContent-Type: application/json\r\n`;
});
afterAll(() => system.dispose());

const BODY = '{"name":"odd","type":"text"}';
const PATH = '/api/v1/prompts';
const post =
  (headers: string, body: string, version = '1.1') =>
  (auth: string) =>
    `POST ${PATH} HTTP/${version}\r\n${auth}${headers}\r\n${body}`;
const get =
  (line: string, headers = '') =>
  (auth: string) =>
    `${line}\r\n${auth}${headers}Connection: close\r\n\r\n`;

type Case = readonly [what: string, bytes: (auth: string) => string, statuses: readonly number[]];

const refused: Case[] = [
  ['two lengths that differ', post('Content-Length: 28\r\nContent-Length: 3\r\n', BODY), [400]],
  [
    'a length beside chunks',
    post('Content-Length: 28\r\nTransfer-Encoding: chunked\r\n', `1c\r\n${BODY}\r\n0\r\n\r\n`),
    [400],
  ],
  ['a length that is no number', post('Content-Length: 0x1c\r\n', BODY), [400]],
  ['a negative length', post('Content-Length: -1\r\n', BODY), [400]],
  ['a length beyond every number', post('Content-Length: 99999999999999999999\r\n', BODY), [400, 413]],
  ['a length beyond the limit', post('Content-Length: 1000000000000\r\n', BODY), [413]],
  ['chunks of no size', post('Transfer-Encoding: chunked\r\n', `zz\r\n${BODY}\r\n0\r\n\r\n`), [400]],
  ['a chunk beyond every number', post('Transfer-Encoding: chunked\r\n', `fffffffffffffffff\r\n${BODY}`), [400]],
  ['an unknown transfer encoding', post('Transfer-Encoding: x\r\n', BODY), [400, 501]],
  ['a misspelt word for chunks', post('Transfer-Encoding: xchunked\r\n', `1c\r\n${BODY}\r\n0\r\n\r\n`), [400]],
  ['a header name with a space', get(`GET ${PATH} HTTP/1.1`, 'A b: c\r\n'), [400]],
  ['a header that continues in the next line', get(`GET ${PATH} HTTP/1.1`, 'A: b\r\n c\r\n'), [200, 400]],
  ['a NUL in a header', get(`GET ${PATH} HTTP/1.1`, 'A: \u0000\r\n'), [400]],
  ['a bare line feed', get(`GET ${PATH} HTTP/1.1`, 'A: b\n\r\n'), [200, 400]],
  ['a method in small letters', get(`get ${PATH} HTTP/1.1`), [400]],
  ['a method that does not exist', get(`BREW ${PATH} HTTP/1.1`), [400]],
  ['HTTP of another version', get(`GET ${PATH} HTTP/9.9`), [400]],
  ['no version', get(`GET ${PATH}`), [200, 400]],
  ['an address with a NUL', get(`GET ${PATH}/\u0000 HTTP/1.1`), [400]],
  ['an address that is a star', get('GET * HTTP/1.1'), [404]],
  ['an address of another site', get('GET http://evil.test/x HTTP/1.1'), [404]],
  ['an address with two slashes', get('GET //api/v1/prompts HTTP/1.1'), [404]],
  ['an address that leaves its folder', get('GET /api/v1/../../etc/passwd HTTP/1.1'), [404]],
  ...['TRACE', 'PROPFIND', 'OPTIONS', 'PATCH', 'QUERY', 'PURGE'].map(
    (method): Case => [`the method ${method}`, get(`${method} ${PATH} HTTP/1.1`), [405]],
  ),
  ['an unknown expectation', post('Expect: 200-ok\r\nContent-Length: 2\r\n', '{}'), [422]],
  [
    'more after the body',
    (auth) => `${post('Content-Length: 2\r\nConnection: close\r\n', '{}')(auth)}GARBAGE\r\n\r\n`,
    [400, 422],
  ],
];

test.for(refused)(
  '%s is refused in the shape of every refusal, and nothing is written',
  async ([, bytes, statuses]) => {
    const before = await contentOf(system);
    const { status, headers, body } = await answerTo(bytes(head));
    expect(statuses, body.slice(0, 300)).toContain(status);
    if (status >= 400) {
      expect(headers).toContain('application/problem+json');
      const requestId = /x-request-id: (\S+)/i.exec(headers)?.[1];
      expect(JSON.parse(body.slice(0, body.lastIndexOf('}') + 1)).instance).toBe(`urn:request:${requestId}`);
    }
    expect(await contentOf(system)).toEqual(before);
  },
);

const taken: Case[] = [
  ['HTTP/1.0', get(`GET ${PATH} HTTP/1.0`), [200]],
  ['chunks of one byte', post('Transfer-Encoding: chunked\r\nConnection: close\r\n', inChunks(BODY)), [201]],
  ['HEAD', get('HEAD /livez HTTP/1.1'), [200, 404, 405]],
  ['a connection that requests another protocol', get('GET /livez HTTP/1.1', 'Upgrade: h2c\r\n'), [200]],
  ['headers of an untrusted proxy', get(`GET ${PATH} HTTP/1.1`, 'X-Forwarded-Host: evil.test\r\n'), [200]],
];

test.for(taken)('%s gets a response', async ([, bytes, statuses]) => {
  expect(statuses).toContain((await answerTo(bytes(head))).status);
});

test('CONNECT ends the connection, and the next one is served', async () => {
  await answerTo(get('CONNECT evil.test:443 HTTP/1.1')(head));
  expect((await system.api('GET', '/livez')).status).toBe(200);
});

function inChunks(text: string): string {
  return `${[...text].map((letter) => `1\r\n${letter}\r\n`).join('')}0\r\n\r\n`;
}

/** The first response to these bytes; status 0 where the server only closes. */
function answerTo(bytes: string): Promise<{ status: number; headers: string; body: string }> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(system.edge.port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    const done = () => {
      const mark = received.indexOf('\r\n\r\n');
      const headers = mark < 0 ? received : received.slice(0, mark);
      resolve({
        status: Number(/^HTTP\/1\.1 (\d+)/.exec(received)?.[1] ?? 0),
        headers,
        body: received.slice(mark + 4),
      });
    };
    socket.setEncoding('utf8').on('data', (text) => {
      received += text;
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? Number.NaN);
      if (received.includes('\r\n\r\n') && received.length - received.indexOf('\r\n\r\n') - 4 >= length)
        socket.destroy();
    });
    socket.on('error', () => undefined).on('close', done);
  });
}
