import { finished } from 'node:stream/promises';
import type postgres from 'postgres';
import type { Sql } from '#db/client.ts';
import { writeCopy } from '#db/copy-stream.ts';
import { outcomeUnknown, unavailable } from '#server/platform/faults.ts';

/** The transaction of one commit, of the bare driver, and whose events it writes: here too the context carries it. */
export type WriteCtx = { sql: postgres.TransactionSql; slot: number };

export type Writer = {
  /**
   * Runs `work` in a transaction, at most `withinMs` long: after that its whole pool is given up. Errors: 503
   * `unavailable` where COMMIT was not sent by then, and never will be, 503 `outcome_unknown` where it was.
   */
  transact<T>(work: (sql: postgres.TransactionSql) => Promise<T>, withinMs: number): Promise<T>;
  close(): Promise<void>;
};

/**
 * A pool for COPY. The driver's COPY promise may never settle when the server crashes in the middle of one, so each
 * transaction has a time-out of its own here, after which a new pool is opened and the old one torn down.
 */
export function makeWriter(open: () => Sql): Writer {
  let pool: Sql | null = null;

  async function transact<T>(work: (sql: postgres.TransactionSql) => Promise<T>, withinMs: number): Promise<T> {
    pool ??= open();
    const mine = pool;
    let committing = false;
    let over = false;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        over = true;
        if (pool === mine) pool = null;
        mine.end({ timeout: 0 }).catch(() => undefined); // it is being torn down because it no longer responds
        const why = new Error(`A write took longer than ${Math.round(withinMs)} ms.`);
        reject(committing ? outcomeUnknown(why) : unavailable(why));
      }, withinMs);
    });
    const written = mine.begin(async (sql) => {
      const result = await work(sql);
      if (over) throw new Error('This write is over: it took too long.');
      committing = true;
      return result;
    }) as Promise<T>;
    try {
      return await Promise.race([written, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    transact,
    close: async () => {
      await pool?.end({ timeout: 5 });
      pool = null;
    },
  };
}

/** Sends `parts` (binary COPY, header and trailer included) as the body of the COPY statement `into`. */
export async function copyInto(
  sql: postgres.TransactionSql,
  into: string,
  parts: readonly Uint8Array[],
): Promise<void> {
  await writeCopy(sql.unsafe(`copy ${into} from stdin with (format binary)`), async (stream) => {
    const done = finished(stream);
    for (const part of parts) stream.write(part);
    stream.end();
    await done;
  });
}
