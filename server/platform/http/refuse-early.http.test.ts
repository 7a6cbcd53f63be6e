import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '#test/harness/system.ts';

let system: System;
let key: string;
beforeAll(async () => {
  system = await startSystem();
  key = await system.key();
});
afterAll(() => system.dispose());

const MB = 1_000_000;

/**
 * Sends a head and then `chunks` of a megabyte as fast as they are read, over a bare socket. Resolves with the
 * response, the megabytes that were sent, and whether the connection was reset.
 */
function upload(head: string[], chunks: number): Promise<{ text: string; sentMb: number; wasReset: boolean }> {
  return new Promise((resolve) => {
    const socket = connect(system.edge.port, '127.0.0.1');
    const chunk = Buffer.alloc(MB, 'x');
    let [text, sentMb, wasReset] = ['', 0, false];
    const send = () => {
      while (sentMb < chunks && socket.writable) {
        sentMb += 1;
        if (!socket.write(chunk)) break;
      }
    };
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
    });
    socket.on('drain', send);
    socket.on('error', () => {
      wasReset = true;
    });
    socket.on('close', () => resolve({ text, sentMb, wasReset }));
    socket.write(`${head.join('\r\n')}\r\nHost: here\r\n\r\n`);
    send();
  });
}
const codeOf = (text: string) => /"code":"(\w+)"/.exec(text)?.[1];
const bearer = () => `Authorization: Bearer ${key}`;

describe('a refusal before the whole body has arrived', () => {
  test.each([
    ['413 for a declared length', 'POST /api/v1/events', bearer, 'payload_too_large'],
    ['401 for a wrong key', 'POST /api/v1/eval-runs/import', () => 'Authorization: Bearer sy_no', 'unauthenticated'],
    ['404 for an unknown address', 'POST /nowhere', bearer, 'not_found'],
    ['405 for an unknown method', 'DELETE /api/v1/eval-runs/import', bearer, 'method_not_allowed'],
    [
      '415 for another encoding',
      'POST /api/v1/datasets/d/items',
      () => `${bearer()}\r\nContent-Encoding: br`,
      'unsupported_encoding',
    ],
  ])('reaches a client that sends all 60 MB first: %s', async (_, request, authorization, code) => {
    const response = await upload([`${request} HTTP/1.1`, authorization(), `Content-Length: ${60 * MB}`], 60);
    expect(codeOf(response.text)).toBe(code);
    expect(response.text).toMatch(/\r\nConnection: close\r\n/i);
    expect([response.sentMb, response.wasReset]).toEqual([60, false]);
  });

  test('reaches a client that declares no length: 413 as soon as the limit is passed', async () => {
    const head = ['POST /api/v1/events HTTP/1.1', bearer(), 'Transfer-Encoding: chunked'];
    // One chunk of 60 MB, whose end never comes: the client closes when it has read the response.
    const socket = connect(system.edge.port, '127.0.0.1');
    const text = await new Promise<string>((resolve) => {
      let got = '';
      socket.setEncoding('latin1').on('data', (part: string) => {
        got += part;
        if (got.includes('"code"')) resolve(got);
      });
      socket.write(`${head.join('\r\n')}\r\nHost: here\r\n\r\n${(60 * MB).toString(16)}\r\n`);
      socket.write(Buffer.alloc(2 * MB, 'x'));
    });
    socket.destroy();
    expect([text.slice(0, 12), codeOf(text)]).toEqual(['HTTP/1.1 413', 'payload_too_large']);
  });

  test('reaches fetch, which sends 60 MB', async () => {
    const responses = await Promise.all(
      ['/api/v1/events', '/api/v1/datasets/d/items'].map((path) =>
        system.api('POST', path, { key, raw: new Uint8Array(60 * MB) }),
      ),
    );
    expect(responses.map(({ status, body }) => [status, body.code])).toEqual([
      [413, 'payload_too_large'],
      [413, 'payload_too_large'],
    ]);
  });

  test('closes the connection of a client that sends without end, after its response', async () => {
    const response = await upload(['POST /api/v1/events HTTP/1.1', bearer(), `Content-Length: ${10_000 * MB}`], 10_000);
    expect(codeOf(response.text)).toBe('payload_too_large');
    expect(response.sentMb).toBeLessThan(1_000);
  });

  test('is sent instead of 100 Continue, so that the body is not uploaded', async () => {
    const head = ['POST /api/v1/events HTTP/1.1', bearer(), `Content-Length: ${2 * MB}`, 'Expect: 100-continue'];
    const socket = connect(system.edge.port, '127.0.0.1');
    socket.write(`${head.join('\r\n')}\r\nHost: here\r\n\r\n`);
    const [first] = await new Promise<string[]>((resolve) => socket.once('data', (part) => resolve([String(part)])));
    socket.destroy();
    expect(first).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('is not sent, and 100 Continue is, where the body may be uploaded', async () => {
    const body = '{"events":[]}';
    const head = ['POST /api/v1/events HTTP/1.1', bearer(), `Content-Length: ${body.length}`, 'Expect: 100-continue'];
    const socket = connect(system.edge.port, '127.0.0.1');
    const parts: string[] = [];
    const responded = new Promise<void>((resolve) => {
      socket.setEncoding('latin1').on('data', (part: string) => {
        parts.push(part);
        if (part.startsWith('HTTP/1.1 100')) socket.write(body);
        if (parts.join('').includes('"accepted"')) resolve();
      });
    });
    socket.write(`${head.join('\r\n')}\r\nHost: here\r\n\r\n`);
    await responded;
    socket.destroy();
    expect(parts.join('')).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 207 /);
  });

  test('leaves the connection open where the whole request had arrived', async () => {
    const socket = connect(system.edge.port, '127.0.0.1');
    const ask = (path: string, body: string) =>
      `POST ${path} HTTP/1.1\r\nHost: here\r\n${bearer()}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const text = await new Promise<string>((resolve) => {
      let got = '';
      socket.setEncoding('latin1').on('data', (part: string) => {
        got += part;
        if (got.includes('"accepted"')) resolve(got);
      });
      socket.write(ask('/nowhere', '{}') + ask('/api/v1/events', '{}') + ask('/api/v1/events', '{"events":[]}'));
    });
    socket.destroy();
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 422', 'HTTP/1.1 207']);
  });
});
