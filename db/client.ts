import net from 'node:net';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { placeOf } from './address.ts';
import { driverSocket } from './driver-socket.ts';
import { guardTransaction, onRejected } from './guard-transaction.ts';

/** Drizzle over one pool. Raw timestamps read through it arrive as text: select `extract(epoch …)` or use typed columns. */
export type Db = PostgresJsDatabase;
/** A Drizzle transaction; accepted wherever a {@link Db} is. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];
/** The bare driver, for COPY, LISTEN and hand-written SQL. Its timestamps are `Date`s. */
export type Sql = postgres.Sql;

export type PoolOptions = {
  /** Most connections of this pool. */
  max?: number;
  /** Shown in pg_stat_activity. */
  name?: string;
  /** 0 = no limit. */
  statementTimeoutMs?: number;
  /** How long a statement waits for another transaction's lock; 0 = no limit. */
  lockTimeoutMs?: number;
};

/**
 * Opens a TCP connection with Nagle's algorithm off. The driver never sets TCP_NODELAY, which costs 40 ms on each
 * small COPY (48 times slower batches on loopback, measured). It is handed over before it is connected, what is written
 * meanwhile is kept: were a refusal reported here instead of by the socket's own events, the driver would lose that place
 * in its pool for good, and after a restart of Postgres no query would ever get a result.
 */
function openSocket(options: { host: string[]; port: number[]; sslnegotiation?: string }) {
  const to = { host: options.host[0], port: options.port[0] ?? 5432, noDelay: true, keepAlive: true };
  // With `direct`, TLS takes the socket over before anything is written on it.
  return options.sslnegotiation === 'direct' ? net.connect(to) : driverSocket(to);
}

/** The driver waits up to 20 s before it connects again: callers would wait as long for their 503, and after Postgres is reachable again. */
const RETRY_S_MAX = 0.5;

/** Opens a driver pool on `url`, which may name a Unix socket (`postgres://user@%2Ffolder/name`). End it with `sql.end()`. */
export function openSql(
  url: string,
  { max = 4, name = 'switchyard', statementTimeoutMs = 0, lockTimeoutMs = 0 }: PoolOptions = {},
): Sql {
  const { url: plain, now } = placeOf(url);
  const options = {
    max,
    connect_timeout: 5,
    backoff: (retries: number) => Math.min(RETRY_S_MAX, 2 ** retries / 100),
    idle_timeout: 30,
    onnotice: () => undefined,
    connection: {
      application_name: name,
      TimeZone: 'UTC',
      statement_timeout: statementTimeoutMs,
      lock_timeout: lockTimeoutMs,
      idle_in_transaction_session_timeout: 30_000,
    },
    socket: now ? () => driverSocket(now()) : openSocket,
  };
  return surviveLoss(postgres(plain, options));
}

/**
 * Opens another pool to where `sql` goes, for work that must not queue behind its queries. `settings` are of Postgres.
 * With `pipeline: false` a connection takes its next query only when the last has ended: then COPY TO needs no
 * transaction around it, where otherwise the driver would send other queries in between.
 */
export function openBeside(
  sql: Sql,
  max: number,
  { settings = {}, pipeline = true }: { settings?: Record<string, string>; pipeline?: boolean } = {},
): Sql {
  const connection = { ...sql.options.connection, ...settings };
  const options = { ...sql.options, max, connection, ...(pipeline ? {} : { max_pipeline: 0 }) };
  return surviveLoss(postgres(options as unknown as postgres.Options<Record<string, never>>));
}

const LOST = /^(CONNECTION_|57P0|25P03|ECONN|EPIPE|ETIMEDOUT|ERR_STREAM)/;
type Begin = (options: string, work: (tx: postgres.TransactionSql) => unknown) => Promise<unknown>;

/** The connection was lost after COMMIT had been sent and before its response came: the outcome is unknown. */
export class OutcomeUnknown extends Error {
  readonly code = 'OUTCOME_UNKNOWN';
  constructor(cause: unknown) {
    super('The connection was lost while the transaction was being committed.', { cause });
    this.name = 'OutcomeUnknown';
  }
}

/**
 * Fixes `begin` of the driver: when a connection is lost inside a transaction, the driver sends ROLLBACK, or whatever the
 * transaction says next, on a socket that is gone, and that throws where no caller can catch it: the process ends. Here such
 * a failure is left to the driver's own notice of the loss, which rejects `begin` at once, and nothing more is sent.
 * It rejects with {@link OutcomeUnknown} where COMMIT had been sent, with the loss itself where nothing can have changed.
 */
function surviveLoss(sql: Sql): Sql {
  const begin = sql.begin.bind(sql) as Begin;
  const mended = async (first: unknown, second: unknown) => {
    const [options, work] = typeof first === 'string' ? [first, second] : ['', first];
    const unanswered = () => new Promise<never>(() => undefined);
    let over = false;
    let committing = false;
    const watch = {
      before: () => {
        if (over) throw new Error('This transaction is over: its connection was lost.');
      },
      // Noticed at the statement: what the work throws because of it may name another reason.
      made: (query: postgres.PendingQuery<postgres.Row[]>) =>
        onRejected(query, (error) => {
          over ||= isLost(error);
        }),
      failed: (error: unknown) => {
        // The loss of another connection, which the work uses beside this one, is rolled back here like any failure: left
        // alone, this transaction would keep its locks until Postgres ends it, after 30 s.
        if (over) return unanswered();
        throw error;
      },
    };
    try {
      return await begin(options, async (tx) => {
        try {
          const result = await (work as (tx: postgres.TransactionSql) => unknown)(guardTransaction(tx, watch));
          if (over) return unanswered();
          committing = true;
          return result;
        } catch (error) {
          return watch.failed(error);
        }
      });
    } catch (error) {
      throw committing && isLost(error) ? new OutcomeUnknown(error) : error;
    } finally {
      over = true;
    }
  };
  return Object.assign(sql, { begin: mended as typeof sql.begin });
}

/** Whether an error, or what caused it, says that a connection to Postgres was lost. */
export function isLost(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string' && LOST.test(at.code)) return true;
    if ('severity' in at && at.severity === 'FATAL') return true; // whatever its code, the session ends with it
  }
  return false;
}

/** Opens a pool of its own for Drizzle: Drizzle replaces the date parsers of the pool that it is given. */
export function openDb(url: string, options: PoolOptions = {}): { db: Db; close: () => Promise<void> } {
  const client = openSql(url, { max: 6, statementTimeoutMs: 15_000, ...options });
  return { db: drizzle(client, { casing: 'snake_case' }), close: () => client.end({ timeout: 5 }) };
}
