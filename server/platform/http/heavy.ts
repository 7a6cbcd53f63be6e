import type { ChildProcess } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '../faults.ts';
import { makeFairQueue } from './fair-queue.ts';
import { type HeavyProcess, type HeavyRequest, makeHeavyProcess } from './heavy-process.ts';
import type { Authenticate, Identity } from './identity.ts';
import { HEAVY_MS_MAX } from './limits.ts';
import type { EdgeResponse } from './route.ts';

/** A request that another process is to handle, with its body. `chunks` is emptied. */
export type HandedOver = {
  request: IncomingMessage;
  response: ServerResponse;
  identity: Identity;
  chunks: Buffer[];
  isGzip: boolean;
};
export type HandOver = (body: HandedOver) => Promise<EdgeResponse>;
export type Heavy = { handOver: HandOver; stop(): Promise<void> };

export type HeavyOptions = {
  /** Starts a process that serves HTTP on its `REQUEST_PIPE`, with `authenticateHandedOver`. */
  start(): ChildProcess;
  /** A request that takes longer ends its process. */
  withinMs?: number;
  /** The process is stopped after so long without a request, which frees its memory. */
  idleMs?: number;
};

/** How many requests may wait, of one key and of all keys, besides the one that is being handled. */
const WAITING = { keyMax: 10, allMax: 40 } as const;
const STOP_MS = 5_000;

type Job = { heavy: HeavyRequest; settle: (response: EdgeResponse | Promise<EdgeResponse>) => void };

/**
 * Has heavy requests handled one after the other by a process of their own, which is started with the first and stopped
 * when there are no more. Keys take turns. A request is removed from the queue when its client disconnects.
 * Errors: 429 `busy` where too many wait, 503 `busy` where no process can be started, and those of `makeHeavyProcess`.
 */
export function startHeavy({ start, withinMs = HEAVY_MS_MAX, idleMs = 15_000 }: HeavyOptions): Heavy {
  const queue = makeFairQueue<Job>(WAITING);
  let process: HeavyProcess | null = null;
  let isWorking = false;
  let idle: NodeJS.Timeout | undefined;

  /** Starts a process where none runs. Where that fails, only this request gets the error. */
  async function handle(request: HeavyRequest): Promise<EdgeResponse> {
    try {
      process = process?.isRunning() === true ? process : makeHeavyProcess(start(), withinMs);
    } catch (error) {
      throw notStarted(error);
    }
    return process.handle(request);
  }

  async function work(): Promise<void> {
    clearTimeout(idle);
    for (let job = queue.next(); job !== undefined; job = queue.next()) {
      const response = handle(job.heavy);
      job.settle(response);
      await response.catch(() => undefined); // the caller gets the error
    }
    isWorking = false;
    idle = setTimeout(() => void stop(), idleMs);
    idle.unref();
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const last = process;
    process = null;
    await last?.stop(STOP_MS);
  }

  return {
    handOver(body) {
      const key = body.identity.actor.keyId ?? String(body.identity.project.id);
      const { promise, resolve } = Promise.withResolvers<EdgeResponse>();
      const job: Job = { heavy: heavyRequest(body), settle: resolve };
      if (!queue.add(key, job)) throw busy();
      body.response.once('close', () => queue.remove(key, job));
      if (!isWorking) {
        isWorking = true;
        void work();
      }
      return promise;
    },
    stop,
  };
}

const busy = (): Fault =>
  new Fault('busy', {
    status: 429,
    public: 'Too many large bodies wait to be handled. Wait for their responses, then send it again.',
    headers: { 'retry-after': '5' },
  });

const notStarted = (error: unknown): Fault =>
  new Fault('busy', {
    status: 503,
    public: 'No process for large bodies can be started right now. Nothing was changed; try again shortly.',
    headers: { 'retry-after': '5' },
    internal: error,
  });

const NOT_PASSED_ON = ['authorization', 'connection', 'keep-alive', 'transfer-encoding', 'expect', 'te', 'upgrade'];

function heavyRequest({ request, identity, chunks, isGzip }: HandedOver): HeavyRequest {
  const headers = { ...request.headers };
  for (const name of [...NOT_PASSED_ON, 'content-encoding']) delete headers[name];
  const ip = identity.ip ?? request.socket.remoteAddress ?? null;
  headers.authorization = `Bearer ${Buffer.from(JSON.stringify({ ...identity, ip })).toString('base64url')}`;
  headers['content-length'] = String(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  if (isGzip) headers['content-encoding'] = 'gzip';
  return { method: request.method ?? 'POST', path: request.url ?? '/', headers, chunks };
}

/** Reads the caller whom the edge has authenticated. Safe because only the edge can write to the pipe of requests. */
export const authenticateHandedOver: Authenticate = (key) =>
  JSON.parse(Buffer.from(key, 'base64url').toString('utf8')) as Identity;
