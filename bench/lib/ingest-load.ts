import net from 'node:net';
import { realisticEvent } from './realistic-event.ts';

export type IngestLoad = {
  port: number;
  key: string;
  batches: number;
  eventsPerBatch: number;
  connections: number;
  /** Every n-th batch is sent a second time, as a client does that did not get the response. */
  resendEvery: number;
};
export type IngestResult = { accepted: number; duplicates: number; rejected: number; ms: number; cpuSeconds: number };

const SPREAD_MS = 2000;

/**
 * Sends batches of events over keep-alive connections, one call at a time on each. The bodies are made before the clock
 * starts; only sending them and reading the responses is measured as the generator's cost.
 */
async function ingestLoad(load: IngestLoad): Promise<IngestResult> {
  const requests = makeRequests(load);
  const totals = { accepted: 0, duplicates: 0, rejected: 0 };
  const startedAt = performance.now();
  const startedCpu = process.cpuUsage();
  await Promise.all(
    Array.from({ length: load.connections }, () => oneConnection(load.port, () => requests.shift(), totals)),
  );
  const cpu = process.cpuUsage(startedCpu);
  return { ...totals, ms: performance.now() - startedAt, cpuSeconds: (cpu.user + cpu.system) / 1e6 };
}

function makeRequests({ key, batches, eventsPerBatch, resendEvery }: IngestLoad): Buffer[] {
  const requests: Buffer[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const events = Array.from({ length: eventsPerBatch }, (_, i) =>
      realisticEvent(i, new Date(Date.now() - Math.random() * SPREAD_MS)),
    );
    const body = Buffer.from(JSON.stringify({ events }));
    const head =
      `POST /api/v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    const request = Buffer.concat([Buffer.from(head), body]);
    requests.push(request);
    if (batch % resendEvery === resendEvery - 1) requests.push(request);
  }
  return requests;
}

type Totals = { accepted: number; duplicates: number; rejected: number };

function oneConnection(port: number, next: () => Buffer | undefined, totals: Totals): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    let chunks: Buffer[] = [];
    let received = 0;
    let length = 0;
    const sendNext = () => {
      const request = next();
      if (request === undefined) {
        socket.end();
        resolve();
        return;
      }
      chunks = [];
      received = 0;
      length = 0;
      socket.write(request);
    };
    socket.on('connect', sendNext);
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      received += chunk.length;
      if (length === 0) length = responseLength(chunk);
      if (received < length) return;
      const response = Buffer.concat(chunks).toString('latin1');
      const counts = /"accepted":(\d+),"duplicates":(\d+),"rejected":(\d+)/.exec(response);
      if (!response.startsWith('HTTP/1.1 207') || counts === null) {
        reject(new Error(`not a 207: ${response.slice(0, 400)}`));
        socket.destroy();
        return;
      }
      totals.accepted += Number(counts[1]);
      totals.duplicates += Number(counts[2]);
      totals.rejected += Number(counts[3]);
      sendNext();
    });
  });
}

function responseLength(head: Buffer): number {
  const end = head.indexOf('\r\n\r\n');
  const body = /content-length: (\d+)/i.exec(head.toString('latin1', 0, end))?.[1];
  if (end < 0 || body === undefined) throw new Error('A response has no head with a length.');
  return end + 4 + Number(body);
}

/** As a process of its own: a load comes in as a message, its result goes back. */
if (process.send) {
  process.on('message', (load: IngestLoad) => {
    ingestLoad(load).then(
      (result) => process.send?.({ result }),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
}
