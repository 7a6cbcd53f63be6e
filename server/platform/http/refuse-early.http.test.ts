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
 * Sends a head and then `chunks` of a megabyte as fast as they are taken, over a bare socket; says what came back and
 * whether the connection was reset under the one who was still sending.
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

describe('a refusal before the body has come', () => {
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
  ])('is read by who sends all 60 MB first: %s', async (_, request, authorization, code) => {
    const answer = await upload([`${request} HTTP/1.1`, authorization(), `Content-Length: ${60 * MB}`], 60);
    expect(codeOf(answer.text)).toBe(code);
    expect(answer.text).toMatch(/\r\nConnection: close\r\n/i);
    expect([answer.sentMb, answer.wasReset]).toEqual([60, false]);
  });

  test('is read where no length was declared: 413 as soon as it is too much', async () => {
    const head = ['POST /api/v1/events HTTP/1.1', bearer(), 'Transfer-Encoding: chunked'];
    // One chunk of 60 MB, whose end never comes: the client closes when it has read the answer.
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

  test('is read by fetch, which sends 60 MB', async () => {
    const answers = await Promise.all(
      ['/api/v1/events', '/api/v1/datasets/d/items'].map((path) =>
        system.api('POST', path, { key, raw: new Uint8Array(60 * MB) }),
      ),
    );
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [413, 'payload_too_large'],
      [413, 'payload_too_large'],
    ]);
  });

  test('closes on who sends without end, once they had their answer', async () => {
    const answer = await upload(['POST /api/v1/events HTTP/1.1', bearer(), `Content-Length: ${10_000 * MB}`], 10_000);
    expect(codeOf(answer.text)).toBe('payload_too_large');
    expect(answer.sentMb).toBeLessThan(1_000);
  });

  test('spares the upload to who asks first: no 100 Continue', async () => {
    const head = ['POST /api/v1/events HTTP/1.1', bearer(), `Content-Length: ${2 * MB}`, 'Expect: 100-continue'];
    const socket = connect(system.edge.port, '127.0.0.1');
    socket.write(`${head.join('\r\n')}\r\nHost: here\r\n\r\n`);
    const [first] = await new Promise<string[]>((resolve) => socket.once('data', (part) => resolve([String(part)])));
    socket.destroy();
    expect(first).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('goes on with who asks first and may send', async () => {
    const body = '{"events":[]}';
    const head = ['POST /api/v1/events HTTP/1.1', bearer(), `Content-Length: ${body.length}`, 'Expect: 100-continue'];
    const socket = connect(system.edge.port, '127.0.0.1');
    const parts: string[] = [];
    const answered = new Promise<void>((resolve) => {
      socket.setEncoding('latin1').on('data', (part: string) => {
        parts.push(part);
        if (part.startsWith('HTTP/1.1 100')) socket.write(body);
        if (parts.join('').includes('"accepted"')) resolve();
      });
    });
    socket.write(`${head.join('\r\n')}\r\nHost: here\r\n\r\n`);
    await answered;
    socket.destroy();
    expect(parts.join('')).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 207 /);
  });

  test('leaves the connection open where the whole request had come', async () => {
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
