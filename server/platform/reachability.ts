import { openBeside, type Sql } from '#db/client.ts';

/** A database that has not answered `select 1` by then is as good as away. */
const ANSWERS_WITHIN_MS = 1_500;

/** A timer that comes later than this tells of a process that had no time, not of a database that has none. */
const BUSY_MS = 200;

export type Reachability = {
  /** Whether the database answers now: within 1.5 s of a process that listens, and over a connection that no other work can keep busy. */
  reachable(): Promise<boolean>;
  close(): Promise<void>;
};

/** Opens one connection beside `sql`, on first use. Who asks while a question runs gets its answer. */
export function makeReachability(sql: Sql, withinMs = ANSWERS_WITHIN_MS): Reachability {
  let pool: Sql | null = null;
  let asking: Promise<boolean> | null = null;

  async function ask(): Promise<boolean> {
    pool ??= openBeside(sql, 1);
    const mine = pool;
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<boolean>((resolve) => {
      const giveUp = () => {
        if (pool === mine) pool = null; // whether that connection is gone or waits, the next question gets a new one
        mine.end({ timeout: 0 }).catch(() => undefined);
        resolve(false);
      };
      const listen = () => {
        const armedAtMs = performance.now();
        timer = setTimeout(() => {
          // A process that was busy has heard nobody: what arrived meanwhile is read first, or it listens once more.
          if (performance.now() - armedAtMs > withinMs + BUSY_MS) listen();
          else timer = setTimeout(giveUp, 1);
        }, withinMs);
      };
      listen();
    });
    const answer = mine`select 1`.then(
      () => true,
      () => false,
    );
    try {
      return await Promise.race([answer, silence]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    reachable() {
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    async close() {
      await pool?.end({ timeout: 1 });
    },
  };
}
