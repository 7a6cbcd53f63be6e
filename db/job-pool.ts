import net from 'node:net';
import pg from 'pg';
import { placeOf } from './address.ts';

/** What the job queue would try again by itself, after 3 s, then after ever longer up to two minutes. */
const WAITS_FOR_MINUTES = new Set(['57P03', 'EHOSTUNREACH', 'ETIMEDOUT']);

/**
 * The pool of the job queue, which is written for another driver than the rest. It goes where `url` says, as `openSql`
 * does, and reports a database that is starting as a missing connection: the queue then retries each second
 * instead of waiting for minutes, in which it could not be stopped. End it with `pool.end()`.
 */
export function openJobPool(url: string, max: number, warn: (error: Error) => void): pg.Pool {
  const { url: connectionString, now } = placeOf(url);
  const pool = new pg.Pool({
    connectionString,
    max,
    application_name: 'switchyard-jobs',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    Client: QueueClient,
    ...(now ? { stream: () => new Elsewhere(now) } : {}),
  });
  // Without these two a connection that is lost while it is idle would end the process.
  pool.on('error', warn);
  pool.on('connect', (client) => client.on('error', warn));
  return pool;
}

/** A socket that connects to where Postgres is now, wherever it is sent. */
class Elsewhere extends net.Socket {
  readonly #now: () => net.NetConnectOpts;

  constructor(now: () => net.NetConnectOpts) {
    super();
    this.#now = now;
  }

  override connect(..._where: unknown[]): this {
    return super.connect(this.#now());
  }
}

/** A pool connects its clients by callback. */
class QueueClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the two forms of the method that is overridden, with and without callback
  override connect(callback?: any): any {
    if (callback === undefined) return super.connect();
    return super.connect((error: Error) => callback(plainly(error)));
  }
}

function plainly<E extends Error | null | undefined>(error: E): E {
  if (!error || !('code' in error) || !WAITS_FOR_MINUTES.has(String(error.code))) return error;
  return Object.assign(new Error(error.message, { cause: error }), { code: 'ECONNREFUSED' }) as unknown as E;
}
