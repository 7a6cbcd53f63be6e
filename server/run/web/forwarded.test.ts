import { createServer, type IncomingHttpHeaders, Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { drainable } from '#server/run/drain.ts';
import { listen } from '#server/run/listen.ts';
import { trustedProxies, trustForwardedFrom } from './forwarded.ts';

const original = Server.prototype.emit;
afterEach(() => {
  Server.prototype.emit = original;
});

/** What a server sees of a client that claims to come from elsewhere. */
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

it('drops what any client claims where no proxy is named', async () => {
  trustForwardedFrom(trustedProxies(undefined));
  const headers = await seen();
  expect(headers['x-forwarded-for']).toBeUndefined();
  expect(headers['x-forwarded-host']).toBeUndefined();
});

it('believes a named proxy', async () => {
  trustForwardedFrom(trustedProxies('10.0.0.1, 127.0.0.1'));
  expect((await seen())['x-forwarded-for']).toBe('6.6.6.6');
});
