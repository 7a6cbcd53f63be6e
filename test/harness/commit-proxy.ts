import { startProxy, type TcpProxy } from './proxy.ts';

/** What happens to a COMMIT: it passes, or the connection ends before it is forwarded, or right after. */
export type AtCommit = 'pass' | 'lose it' | 'lose its response';

/**
 * A TCP proxy before the Postgres on `port` that treats each COMMIT as `atCommit` returns, except those of read-only
 * transactions.
 */
export function startCommitProxy(port: number, atCommit: () => AtCommit): Promise<TcpProxy> {
  return startProxy(port, (client, upstream) => {
    const isCommit = commitFinder();
    let silent = false;
    client.on('data', (chunk) => {
      const what = isCommit(chunk.toString('latin1')) ? atCommit() : 'pass';
      silent ||= what !== 'pass';
      if (what === 'lose it') {
        upstream.destroy();
        client.resetAndDestroy();
      } else upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (!silent) client.write(chunk);
      else client.resetAndDestroy(); // it has responded, so it has committed
    });
  });
}

/**
 * Finds COMMIT in the bytes of a connection: the driver prepares it once, and names the prepared statement from then
 * on.
 */
function commitFinder(): (sent: string) => boolean {
  let prepared: string | null = null;
  let readsOnly = false;
  return (sent) => {
    if (/\bread only\b/.test(sent)) readsOnly = true;
    const named = /P[\s\S]{4}(\w+)\0commit\0/.exec(sent);
    prepared = named?.[1] ?? prepared;
    if (!named && (prepared === null || !sent.includes(`\0${prepared}\0`))) return false;
    const counts = !readsOnly;
    readsOnly = false;
    return counts;
  };
}
