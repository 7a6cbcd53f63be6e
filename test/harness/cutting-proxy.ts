import { type AddressInfo, connect, createServer } from 'node:net';

/**
 * A TCP proxy before `port` that swallows the reply of every connection for which `cuts()` is true and ends it instead:
 * the server has answered, so it has committed, and the client cannot know.
 */
export async function startCuttingProxy(port: number, cuts: () => boolean) {
  let cut = 0;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    const swallows = cuts();
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      if (!swallows) {
        client.write(chunk);
        return;
      }
      cut += 1;
      client.resetAndDestroy();
      upstream.destroy();
    });
    upstream.on('end', () => client.end());
    for (const socket of [client, upstream]) {
      socket.on('error', () => {
        client.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Replies swallowed so far. */
    cut: () => cut,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
