import type { Db } from '#db/client.ts';
import { type Followed, follow } from '#db/follow.ts';
import { faultOfDatabase } from './database-faults.ts';
import { type Again, type Fault, outcomeUnknown, tooSlow, unavailable } from './faults.ts';

export type Bounds = {
  /** After this many milliseconds the caller gets a 503, and no further statement is sent to the database. */
  limitMs: number;
  /**
   * Whether the database responds. Checked during a long call, so that the caller does not wait for a database that
   * hangs.
   */
  reachable: () => Promise<boolean>;
  /** What sending the same request again would do. */
  again?: Again;
};

/** The fault of a call that is given up: it took too long, or the database stopped responding. */
type Late = (why: string, isSlow: boolean) => Fault;
const notDone: Late = (why, isSlow) => (isSlow ? tooSlow(why) : unavailable(why));

/** When a call takes longer than this, we check whether the database still responds, and then every second. */
const SUSPECT_AFTER_MS = 2_500;
const CHECK_EVERY_MS = 1_000;

/**
 * Runs one request's work within `limitMs`, with a `db` that notes whether a change was sent: a failure reports
 * "nothing was changed" only where that is known. Errors: 503 `unavailable` (nothing was changed), 503 `outcome_unknown`, and
 * those of `run`. A result that is not a promise is returned synchronously, without a timer.
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
  const result = run(mine);
  if (!(result instanceof Promise)) return result;
  const withOutcome = (error: unknown): unknown => {
    const fault = faultOfDatabase(error);
    const unknown = fault?.code === 'outcome_unknown' || (fault?.code === 'unavailable' && followed?.mayHaveChanged());
    return unknown ? outcomeUnknown(error, bounds.again) : error;
  };
  const late: Late = (why, isSlow) => {
    followed?.end();
    return ctx.otherWrites?.begun || followed?.mayHaveChanged()
      ? outcomeUnknown(why, bounds.again)
      : notDone(why, isSlow);
  };
  return withinLimit(
    result.catch((error: unknown) => {
      throw withOutcome(error);
    }),
    bounds,
    late,
  );
}

/**
 * Settles as `result` does. Rejects with `late(…)` once `limitMs` has passed or the database has stopped responding.
 */
export async function withinLimit<T>(
  result: Promise<T>,
  { limitMs, reachable }: Pick<Bounds, 'limitMs' | 'reachable'>,
  late: Late = notDone,
): Promise<T> {
  let limit: NodeJS.Timeout | undefined;
  let next: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(late(`no result within ${limitMs} ms`, true)), limitMs);
    const check = async (): Promise<void> => {
      if (await reachable()) next = setTimeout(check, CHECK_EVERY_MS);
      else reject(late('the database does not respond', false));
    };
    if (limitMs > SUSPECT_AFTER_MS) next = setTimeout(check, SUSPECT_AFTER_MS);
  });
  try {
    return await Promise.race([result, over]);
  } finally {
    clearTimeout(limit);
    clearTimeout(next);
  }
}
