import { createServer } from 'node:http';

/** The least that node:http can do: the same bytes to every request, its body discarded unread (faster than leaving it). */
type BareResponse = { headers: Record<string, string>; body: string };

process.once('message', ({ headers, body }: BareResponse) => {
  const bytes = Buffer.from(body);
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, headers);
    response.end(bytes);
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
  });
});
