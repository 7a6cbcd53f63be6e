import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type TcpProxy = { port: number; stop: () => Promise<unknown> };

/**
 * A TCP proxy on a free port before `port`: `carry` forwards the bytes of each connection. Where one end closes or
 * breaks, so does the other.
 */
export async function startProxy(port: number, carry: (client: Socket, upstream: Socket) => void): Promise<TcpProxy> {
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    carry(client, upstream);
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
