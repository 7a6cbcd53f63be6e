import { startProxy } from './proxy.ts';

/**
 * A TCP proxy before `port` that discards the response on every connection for which `cuts()` is true and ends the
 * connection: the server has responded, so it has committed, and the client cannot notice it.
 */
export async function startCuttingProxy(port: number, cuts: () => boolean) {
  let cut = 0;
  const proxy = await startProxy(port, (client, upstream) => {
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
  });
  return {
    url: `http://127.0.0.1:${proxy.port}`,
    /** Responses discarded so far. */
    cut: () => cut,
    stop: proxy.stop,
  };
}
