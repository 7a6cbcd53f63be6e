import { createServer, request, Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '#server/run/listen.ts';
import { closeServer } from '#test/harness/close-server.ts';
import { guardWeb } from './guard-web.ts';

const original = Server.prototype.emit;
let server: Server;
let port: number;
beforeEach(async () => {
  server = createServer((_, response) => response.end('the handler'));
  port = await listen(server, 0, '127.0.0.1');
  guardWeb('https://yard.example.com');
});
afterEach(async () => {
  Server.prototype.emit = original;
  await closeServer(server);
});

type WebResponse = { status: number; headers: Record<string, unknown>; body: string };

function ask(method: string, host: string | null, path = '/favicon.icoX'): Promise<WebResponse> {
  return new Promise((resolve, reject) => {
    const headers = host === null ? {} : { host };
    const sent = request({ host: '127.0.0.1', port, path, method, headers, setHost: false, agent: false });
    sent.once('error', reject).once('response', async (response) => {
      let body = '';
      for await (const chunk of response.setEncoding('utf8')) body += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
    });
    sent.end();
  });
}

describe('whatever the path', () => {
  it('a response under our name carries the headers', async () => {
    const { status, headers, body } = await ask('GET', 'yard.example.com');
    expect([status, body]).toEqual([200, 'the handler']);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'strict-transport-security': expect.any(String),
    });
  });

  it.each([
    ['GET', 'evil.test'],
    ['HEAD', 'evil.test'],
    ['POST', 'yard.example.com.evil.test'],
  ])('%s under the name %s is 421, with the headers, and does not reach the handler', async (method, host) => {
    const { status, headers, body } = await ask(method, host);
    expect([status, headers['content-security-policy']]).toEqual([421, expect.stringContaining("default-src 'none'")]);
    expect(body).not.toContain('handler');
  });

  it.each(['TRACE', 'OPTIONS', 'DELETE', 'PROPFIND'])('%s is 405 with the allowed methods', async (method) => {
    const { status, headers } = await ask(method, 'localhost');
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, POST']);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });
});
