import net from 'node:net';

/** What to send, and for how long. */
export type Load = {
  port: number;
  method: string;
  path: string;
  headers: Record<string, string>;
  /** Sent one after the other, over and over. */
  bodies: string[];
  connections: number;
  /** Milliseconds of load that are counted. */
  ms: number;
};

export type LoadResult = { requestsPerSecond: number; requests: number };

/**
 * Sends requests that differ in their body over keep-alive connections on loopback, one at a time on each, and counts the
 * responses. Bare sockets: a client of node:http costs more than the servers that are measured. Every response must be a 200
 * of the length of the first; anything else throws.
 */
export async function keepAliveLoad(load: Load): Promise<LoadResult> {
  const requests = load.bodies.map((body) => requestBytes(load, body));
  let sent = 0;
  const next = () => requests[sent++ % requests.length] ?? Buffer.alloc(0);
  const startedAt = performance.now();
  const until = startedAt + load.ms;
  const counts = await Promise.all(
    Array.from({ length: load.connections }, () => oneConnection(load.port, next, until)),
  );
  const responses = counts.reduce((sum, count) => sum + count, 0);
  return { requests: responses, requestsPerSecond: (responses * 1000) / (performance.now() - startedAt) };
}

function requestBytes({ method, path, headers }: Load, body: string): Buffer {
  const lines = Object.entries({ host: '127.0.0.1', 'content-length': String(Buffer.byteLength(body)), ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`);
}

function oneConnection(port: number, next: () => Buffer, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    let requests = 0;
    let length = 0;
    let received = 0;
    const fail = (why: string) => {
      socket.destroy();
      reject(new Error(why));
    };
    const onData = (chunk: Buffer) => {
      if (received === 0 && chunk.toString('latin1', 0, 12) !== 'HTTP/1.1 200') {
        fail(`not a 200: ${chunk.toString('utf8', 0, 400)}`);
        return;
      }
      received += chunk.length;
      if (length === 0) length = responseLength(chunk);
      if (received < length) return;
      if (received > length) {
        fail(`a response of ${received} bytes where the first had ${length}`);
        return;
      }
      received = 0;
      requests += 1;
      if (performance.now() < until) {
        socket.write(next());
        return;
      }
      socket.end();
      resolve(requests);
    };
    socket.on('connect', () => socket.write(next()));
    socket.on('data', onData);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed the connection')));
  });
}

/** Bytes of a whole response, from its head. */
function responseLength(head: Buffer): number {
  const end = head.indexOf('\r\n\r\n');
  const body = /content-length: (\d+)/i.exec(head.toString('latin1', 0, end))?.[1];
  if (end < 0 || body === undefined) throw new Error('The first response has no head with a length.');
  return end + 4 + Number(body);
}

/** As a process of its own: a load comes in as a message, its result goes back. */
if (process.send) {
  process.on('message', (load: Load) => {
    keepAliveLoad(load).then(
      (result) => process.send?.({ result }),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
}
