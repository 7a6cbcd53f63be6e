import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeServer } from './close-server.ts';

/** What an address responds with. */
export type TextResponse = { status?: number; type?: string; text: string };

/** An HTTP server of this machine that responds with `respond()` to every request, as a vendor's page or feed does. */
export async function startTextAddress(respond: () => TextResponse) {
  const server = createServer((_request, response) => {
    const { status = 200, type = 'text/plain; charset=utf-8', text } = respond();
    response.writeHead(status, { 'content-type': type }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/changes`,
    [Symbol.asyncDispose]: () => closeServer(server),
  };
}
