import { createServer, type IncomingHttpHeaders, Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { drainable } from '#server/run/drain.ts';
import { listen } from '#server/run/listen.ts';
import { trustedProxies, trustForwardedFrom } from './forwarded.ts';

const original = Server.prototype.emit;
afterEach(() => {
  Server.prototype.emit = original;
});

/** The headers that a server gets from a client that sends X-Forwarded headers. */
async function seen(): Promise<IncomingHttpHeaders> {
  let headers: IncomingHttpHeaders = {};
  const server = createServer((request, response) => {
    headers = request.headers;
    response.end();
  });
  const port = await listen(server, 0, '127.0.0.1');
  await fetch(`http://127.0.0.1:${port}`, {
    headers: { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-host': 'evil.test' },
  });
  await drainable(server)({ closingMs: 0, finishMs: 0 });
  return headers;
}

it('deletes these headers of every client where no proxy is trusted', async () => {
  trustForwardedFrom(trustedProxies(undefined));
  const headers = await seen();
  expect(headers['x-forwarded-for']).toBeUndefined();
  expect(headers['x-forwarded-host']).toBeUndefined();
});

it('keeps them from a trusted proxy', async () => {
  trustForwardedFrom(trustedProxies('10.0.0.1, 127.0.0.1'));
  expect((await seen())['x-forwarded-for']).toBe('6.6.6.6');
});
