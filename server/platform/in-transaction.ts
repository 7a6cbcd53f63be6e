import type { Db, Tx } from '#db/client.ts';
import type { Ctx } from './context.ts';

/**
 * A context in a transaction. Whoever takes one cannot be called with a context that is not in one; whoever takes a plain
 * context can be called with both, and then works in the caller's transaction.
 */
export type InTx<C = Ctx> = Omit<C, 'db'> & { db: Tx };

type Options = Parameters<Db['transaction']>[1];

/**
 * Runs `work` with the context in a transaction: committed when it answers, rolled back when it throws. A context that is
 * in one already gets a savepoint in it. Name the inner context as the outer one, so that the outer one cannot be used by
 * mistake.
 */
export function inTransaction<C extends { db: Db }, T>(
  ctx: C,
  work: (ctx: InTx<C>) => Promise<T>,
  options?: Options,
): Promise<T> {
  return ctx.db.transaction((db) => work({ ...ctx, db }), options);
}
