import type { Db, Tx } from '#db/client.ts';
import type { Ctx } from './context.ts';

/**
 * A context in a transaction. A function that takes one cannot be called with a context outside of a transaction. A
 * function that takes a plain context can be called with both, and then works in the caller's transaction.
 */
export type InTx<C = Ctx> = Omit<C, 'db'> & { db: Tx };

type Options = Parameters<Db['transaction']>[1];

/**
 * Runs `work` with the context in a transaction, committed when `work` resolves and rolled back when it throws. A
 * context that is already in a transaction gets a savepoint in it. Give the inner context the name of the outer one, so
 * that the outer one cannot be used by mistake.
 */
export function inTransaction<C extends { db: Db }, T>(
  ctx: C,
  work: (ctx: InTx<C>) => Promise<T>,
  options?: Options,
): Promise<T> {
  return ctx.db.transaction((db) => work({ ...ctx, db }), options);
}
