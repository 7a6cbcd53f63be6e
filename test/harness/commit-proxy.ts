import { type AddressInfo, connect, createServer } from 'node:net';

/** What happens to a COMMIT: it passes, or the connection ends without it, or right after it was handed on. */
export type AtCommit = 'pass' | 'lose it' | 'lose its answer';

/** A TCP proxy before the Postgres on `port` that does with the first COMMIT of a connection what `atCommit` says. */
export async function startCommitProxy(port: number, atCommit: () => AtCommit) {
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let silent = false;
    client.on('data', (chunk) => {
      // The text goes over each connection once: later ones only name the statement that was prepared.
      const what = /\bcommit\0/.test(chunk.toString('latin1')) ? atCommit() : 'pass';
      silent ||= what !== 'pass';
      if (what === 'lose it') upstream.destroy();
      else upstream.write(chunk);
      if (what === 'lose it') client.resetAndDestroy();
    });
    upstream.on('data', (chunk) => {
      if (!silent) client.write(chunk);
      else client.resetAndDestroy(); // it has answered, so it has committed
    });
    upstream.on('end', () => client.end());
    client.on('end', () => upstream.end());
    for (const socket of [client, upstream]) {
      socket.on('error', () => {
        client.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
