import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request as sendRequest } from 'node:http';
import { Socket } from 'node:net';
import { Fault } from '../faults.ts';
import type { EdgeResponse } from './route.ts';

/** The file descriptor of the pipe for requests in a heavy process's `stdio`, on both sides. */
export const REQUEST_PIPE = 4;

export type HeavyRequest = { method: string; path: string; headers: IncomingHttpHeaders; chunks: Buffer[] };

export type HeavyProcess = {
  /** Sends one request and reads its response; one at a time. */
  handle(request: HeavyRequest): Promise<EdgeResponse>;
  isRunning(): boolean;
  /** Lets it close its connections and exit; kills it after `graceMs`. */
  stop(graceMs: number): Promise<void>;
};

const OUR_OWN = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding', 'content-length']);
/** The end of the sentence where the process ended: a GET has changed nothing. */
const afterwards = ({ method }: Pick<HeavyRequest, 'method'>, remedy = ''): string =>
  method === 'GET'
    ? 'Nothing was changed.'
    : `${remedy}Whether it was written is not known: read it back, or send it again, which is safe for an import.`;
const SMALLER = 'Send it in smaller parts. ';

const tooCostly = (request: HeavyRequest): Fault =>
  new Fault('too_costly', {
    status: 413,
    public: `Handling this took more memory than one request may have. ${afterwards(request, SMALLER)}`,
  });
const tookTooLong = (request: HeavyRequest, ms: number): Fault =>
  new Fault('took_too_long', {
    status: 503,
    public: `This took longer than ${ms / 1000} s and was stopped. ${afterwards(request, SMALLER)}`,
    headers: { 'retry-after': '5' },
  });
const ended = (request: HeavyRequest, how: string): Fault =>
  new Fault('interrupted', {
    status: 503,
    public: `The process that handled this request ended. ${afterwards(request)}`,
    headers: { 'retry-after': '2' },
    internal: how,
  });

/**
 * Sends HTTP requests to a child process over a pipe that no other program can open. A process, not a thread: when
 * memory runs out inside JSON.parse, V8 ends the whole process of the thread (docs/decisions/026). A request that takes
 * longer than `withinMs` gets its process killed. Errors of `handle`: 413 `too_costly`, 503 `took_too_long`, 503
 * `interrupted`.
 */
export function makeHeavyProcess(child: ChildProcess, withinMs: number): HeavyProcess {
  const pipe = child.stdio[REQUEST_PIPE];
  if (!(pipe instanceof Socket)) throw new Error('A heavy process needs a pipe for requests.');
  const agent = Object.assign(new Agent({ keepAlive: true, maxSockets: 1 }), { createConnection: () => pipe });
  // A process that never started emits `error` and no `exit`: that ends the wait as well, and must be handled.
  const exited = once(child, 'exit').catch((error: Error): [null, string] => [null, error.message]);
  let isRunning = true;
  let isLate = false;
  const over = () => {
    isRunning = false;
  };
  child.once('exit', over);
  pipe.once('close', over);
  pipe.on('error', over); // the request on it rejects as well

  /** Why the connection broke. */
  async function reason(request: HeavyRequest): Promise<Fault> {
    child.kill('SIGKILL');
    const [code, signal] = await exited;
    if (isLate) return tookTooLong(request, withinMs);
    return signal === 'SIGABRT' || code === 134 ? tooCostly(request) : ended(request, `${signal ?? code}`);
  }

  return {
    isRunning: () => isRunning,
    async handle(request) {
      const timer = setTimeout(() => {
        isLate = true;
        child.kill('SIGKILL');
      }, withinMs);
      try {
        return await exchange(agent, request);
      } catch {
        isRunning = false;
        throw await reason(request);
      } finally {
        clearTimeout(timer);
      }
    },
    async stop(graceMs) {
      isRunning = false;
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      if (child.exitCode === null && child.signalCode === null) await exited;
      clearTimeout(timer);
      agent.destroy();
    },
  };
}

async function exchange(agent: Agent, { method, path, headers, chunks }: HeavyRequest): Promise<EdgeResponse> {
  const outgoing = sendRequest({ agent, method, path, headers });
  const responded = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
  for (const chunk of chunks.splice(0)) outgoing.write(chunk);
  outgoing.end();
  const response = await responded;
  const body: Buffer[] = [];
  for await (const chunk of response) body.push(chunk);
  const kept = Object.entries(response.headers).filter(([name, value]) => !OUR_OWN.has(name) && value !== undefined);
  return {
    status: response.statusCode ?? 500,
    headers: Object.fromEntries(kept) as Record<string, string>,
    body: Buffer.concat(body),
  };
}
