import { drizzle } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import { type Db, isLost, OutcomeUnknown, type Sql } from './client.ts';
import { guardTransaction } from './guard-transaction.ts';

/** A database as one request uses it: what it may have changed is known, and it can be ended from outside. */
export type Followed = {
  db: Db;
  /** Whether something was committed, or may have been: COMMIT, or a writing statement, was sent and no response has come. */
  mayHaveChanged(): boolean;
  /**
   * From now on no statement and no COMMIT is sent: what waits for a connection is withdrawn, what runs is cancelled,
   * and open transactions are rolled back. The value of `mayHaveChanged` after it is final.
   */
  end(): void;
};

/** What the driver's type does not declare: how a query is cancelled, and whether it was sent. */
type Query = postgres.PendingQuery<postgres.Row[]> & {
  state: object | null;
  active: boolean;
  canceller: ((query: Query) => Promise<unknown>) | null;
};

type Work = (tx: postgres.TransactionSql) => Promise<unknown>;

/** `insert`, `update` and `delete`, also below a `with`; locks and settings change nothing that stays. */
const changes = (text: string): boolean =>
  !/^\s*(?:select|show|set|savepoint)\b/i.test(text) && /\b(?:insert|update|delete|truncate|merge|call)\b/i.test(text);

/** Follows what is done over the `db` that it returns. */
export function follow(db: Db): Followed {
  const sql = clientOf(db);
  /** What runs or waits now, and whether inside of a transaction. */
  const running = new Map<Query, 'in' | 'alone'>();
  /** Statements that commit by themselves, while they run or wait. */
  const commits = new Set<Query>();
  /** COMMITs that were sent and are neither confirmed nor refused. */
  let unanswered = 0;
  let changed = false;
  let over = false;

  const before = () => {
    if (over) throw new Error('This request is over: it took too long.');
  };

  function made(query: postgres.PendingQuery<postgres.Row[]>, where: 'in' | 'alone'): Query {
    const mine = query as Query;
    running.set(mine, where);
    const settled = () => running.delete(mine);
    mine.then(settled, settled);
    return mine;
  }

  /** A statement outside of a transaction commits by itself. */
  function unsafe(...args: Parameters<Sql['unsafe']>) {
    before();
    const query = made(sql.unsafe(...args), 'alone');
    if (changes(args[0])) {
      commits.add(query);
      query.then(
        () => {
          changed = true;
          commits.delete(query);
        },
        (error: unknown) => {
          if (isLost(error) && query.state !== null) changed = true;
          commits.delete(query);
        },
      );
    }
    return query;
  }

  async function begin(first: string | Work, second?: Work) {
    before();
    const [options, work] = typeof first === 'string' ? [first, second] : ['', first];
    let writes = false;
    let committing = false;
    const watch = {
      before,
      made: (query: postgres.PendingQuery<postgres.Row[]>, text: string) => {
        made(query, 'in');
        writes ||= changes(text);
      },
    };
    try {
      const result = await sql.begin(options, async (tx) => {
        before(); // it may have waited for its connection until now
        const answer = await work?.(guardTransaction(tx, watch));
        before();
        committing = writes;
        if (committing) unanswered += 1;
        return answer;
      });
      if (writes) changed = true;
      return result;
    } catch (error) {
      if (committing && error instanceof OutcomeUnknown) changed = true;
      throw error;
    } finally {
      if (committing) unanswered -= 1;
    }
  }

  return {
    db: drizzle({ options: sql.options, unsafe, begin } as unknown as Sql, { casing: 'snake_case' }),
    mayHaveChanged: () => changed || unanswered > 0,
    end() {
      over = true;
      for (const query of commits) if (query.state !== null) changed = true;
      if (unanswered > 0) changed = true;
      for (const [query, where] of running) cancel(query, where);
    },
  };
}

/** The pool below; Drizzle's type does not name it. */
const clientOf = (db: Db): Sql => (db as Db & { $client: Sql }).$client;

/**
 * Ends what runs, and withdraws what waits for a connection of the pool. What waits behind another query of its own
 * connection is left alone: the driver would take the response to one for that to the next, or never go on. Not by
 * `query.cancel()`: that drops a promise whose failure then no caller could catch.
 */
function cancel(query: Query, where: 'in' | 'alone'): void {
  if (!query.active && (query.state !== null || where === 'in')) return;
  const { canceller } = query;
  query.canceller = null;
  canceller?.(query).catch(() => undefined); // the caller gets the failure from the query itself
}
