import { Agent, request } from 'node:http';

export type Probe = { port: number; key: string; body: string };
export type ProbeResult = { asked: number; p50: number; p99: number; worst: number; failed: number };

const EVERY_MS = 5;

/** Sends a resolve every few milliseconds, whether or not the last got its response, until it receives `stop`. */
function startProbe({ port, key, body }: Probe): () => Promise<ProbeResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const tookMs: number[] = [];
  const pending = new Set<Promise<void>>();
  let failed = 0;
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const ask = () =>
    new Promise<void>((resolve) => {
      const startedAt = performance.now();
      const done = (isFine: boolean) => {
        tookMs.push(performance.now() - startedAt);
        if (!isFine) failed += 1;
        resolve();
      };
      const outgoing = request(
        { agent, port, host: '127.0.0.1', method: 'POST', path: '/api/v1/resolve', headers },
        (response) => {
          response.resume();
          response.once('end', () => done(response.statusCode === 200));
        },
      );
      outgoing.once('error', () => done(false));
      outgoing.end(body);
    });
  const timer = setInterval(() => {
    const asked = ask().finally(() => pending.delete(asked));
    pending.add(asked);
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await Promise.all(pending);
    agent.destroy();
    const sorted = tookMs.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    return { asked: sorted.length, p50: at(0.5), p99: at(0.99), worst: sorted.at(-1) ?? Number.NaN, failed };
  };
}

/** As a process of its own: a probe comes in as a message, `stop` requests its result. */
let stop: (() => Promise<ProbeResult>) | null = null;
process.on('message', (message: Probe | 'stop') => {
  if (message === 'stop') void stop?.().then((result) => process.send?.({ result }));
  else {
    stop = startProbe(message);
    process.send?.({ started: true });
  }
});
