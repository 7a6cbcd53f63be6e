import type postgres from 'postgres';

/** The callbacks of a watched transaction. */
export type Watch = {
  /** Before each statement; throws where none may be sent any more. */
  before(): void;
  /** Each statement, as soon as it is made. */
  made?(query: postgres.PendingQuery<postgres.Row[]>, text: string): void;
  /** What to do when the work inside a savepoint failed; by default its error goes on. */
  failed?(error: unknown): unknown;
};

/** A transaction, or a savepoint in it, each of whose statements is watched. */
export function guardTransaction<T extends postgres.TransactionSql>(tx: T, watch: Watch): T {
  const follow = (query: unknown, text: unknown) => {
    if (isQuery(query)) watch.made?.(query, textOf(text));
    return query;
  };
  const unsafe = (...args: Parameters<typeof tx.unsafe>) => {
    watch.before();
    return follow(tx.unsafe(...args), args[0]);
  };
  const savepoint = (...args: unknown[]) => {
    watch.before();
    const work = args.at(-1) as (inner: postgres.TransactionSql) => Promise<unknown>;
    const inside = async (inner: postgres.TransactionSql) => {
      try {
        return await work(guardTransaction(inner, watch));
      } catch (error) {
        if (watch.failed === undefined) throw error;
        return watch.failed(error);
      }
    };
    return Reflect.apply(tx.savepoint, tx, [...args.slice(0, -1), inside]);
  };
  return new Proxy(tx, {
    apply: (target, self, args) => {
      watch.before();
      return follow(Reflect.apply(target as unknown as (...given: unknown[]) => unknown, self, args), args[0]);
    },
    get: (target, property) => {
      if (property === 'unsafe') return unsafe;
      if (property === 'savepoint') return savepoint;
      return Reflect.get(target, property);
    },
  });
}

/** Calls `what` at the moment a query fails, before its caller continues. Unlike `then` it does not send the query. */
export function onRejected(query: postgres.PendingQuery<postgres.Row[]>, what: (error: unknown) => void): void {
  const mine = query as unknown as { reject: (error: unknown) => void };
  const { reject } = mine;
  mine.reject = (error) => {
    what(error);
    reject(error);
  };
}

/** `tx(values)` makes a part of a statement, `tx\`…\`` a statement. */
const isQuery = (value: unknown): value is postgres.PendingQuery<postgres.Row[]> =>
  typeof value === 'object' && value !== null && 'cancel' in value;

const textOf = (text: unknown): string => (Array.isArray(text) ? text.join('?') : String(text));
