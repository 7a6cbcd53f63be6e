import type { Db } from '#db/client.ts';
import { type Followed, follow } from '#db/follow.ts';
import { faultOfDatabase } from './database-faults.ts';
import { type Again, type Fault, outcomeUnknown, unavailable } from './faults.ts';

export type Bounds = {
  /** After this many milliseconds the caller gets 503, and nothing more is sent to the database. */
  limitMs: number;
  /** Whether the database answers: asked of a call that takes long, so that nobody waits for one that hangs. */
  reachable: () => Promise<boolean>;
  /** What the same request again would do. */
  again?: Again;
};

/** A call that takes longer makes us ask whether the database still answers, and then every second. */
const SUSPECT_AFTER_MS = 2_500;
const ASK_EVERY_MS = 1_000;

/**
 * Runs one request's work with a `db` that is followed: it ends in time, and a failure says "nothing was changed" only
 * where that is known. Errors: 503 `unavailable` (nothing was changed), 503 `outcome_unknown`, and those of `run`.
 * An answer that is there at once stays synchronous and costs nothing.
 */
export function runWithinLimit<C extends { db: Db; otherWrites?: { begun: boolean } }, T>(
  ctx: C,
  bounds: Bounds,
  run: (ctx: C) => T | Promise<T>,
): T | Promise<T> {
  let followed: Followed | undefined;
  const mine = Object.defineProperty({ ...ctx }, 'db', {
    enumerable: true,
    get: () => {
      followed ??= follow(ctx.db);
      return followed.db;
    },
  });
  const answer = run(mine);
  if (!(answer instanceof Promise)) return answer;
  const unlike = (error: unknown): unknown => {
    const fault = faultOfDatabase(error);
    const unknown = fault?.code === 'outcome_unknown' || (fault?.code === 'unavailable' && followed?.mayHaveChanged());
    return unknown ? outcomeUnknown(error, bounds.again) : error;
  };
  const late = (why: string): Fault => {
    followed?.end();
    return ctx.otherWrites?.begun || followed?.mayHaveChanged() ? outcomeUnknown(why, bounds.again) : unavailable(why);
  };
  return withinLimit(
    answer.catch((error: unknown) => {
      throw unlike(error);
    }),
    bounds,
    late,
  );
}

/** The answer, or `late` when the limit has passed or the database has stopped answering meanwhile. */
export async function withinLimit<T>(
  answer: Promise<T>,
  { limitMs, reachable }: Pick<Bounds, 'limitMs' | 'reachable'>,
  late: (why: string) => Fault = unavailable,
): Promise<T> {
  let limit: NodeJS.Timeout | undefined;
  let look: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(late(`no answer within ${limitMs} ms`)), limitMs);
    const ask = async (): Promise<void> => {
      if (await reachable()) look = setTimeout(ask, ASK_EVERY_MS);
      else reject(late('the database does not answer'));
    };
    if (limitMs > SUSPECT_AFTER_MS) look = setTimeout(ask, SUSPECT_AFTER_MS);
  });
  try {
    return await Promise.race([answer, over]);
  } finally {
    clearTimeout(limit);
    clearTimeout(look);
  }
}
