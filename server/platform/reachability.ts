import { openBeside, type Sql } from '#db/client.ts';

/** A database that has not responded to `select 1` by then counts as unreachable. */
const RESPONDS_WITHIN_MS = 1_500;

/** A timer that fires this much too late means that this process was busy, not that the database was slow. */
const BUSY_MS = 200;

export type Reachability = {
  /**
   * Whether the database responds now, within 1.5 s in which this process is not busy. Uses a connection of its own,
   * which no other work can block. Never rejects.
   */
  reachable(): Promise<boolean>;
  close(): Promise<void>;
};

/** Opens one connection beside `sql`, on first use. Calls during a running check share its result. */
export function makeReachability(sql: Sql, withinMs = RESPONDS_WITHIN_MS): Reachability {
  let pool: Sql | null = null;
  let running: Promise<boolean> | null = null;

  async function check(): Promise<boolean> {
    pool ??= openBeside(sql, 1);
    const mine = pool;
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<boolean>((resolve) => {
      const giveUp = () => {
        if (pool === mine) pool = null; // the connection is gone or hangs: the next check opens another one
        mine.end({ timeout: 0 }).catch(() => undefined);
        resolve(false);
      };
      const arm = () => {
        const armedAtMs = performance.now();
        timer = setTimeout(() => {
          // A process that was busy has not read its sockets yet: wait once more, or read what has arrived first.
          if (performance.now() - armedAtMs > withinMs + BUSY_MS) arm();
          else timer = setTimeout(giveUp, 1);
        }, withinMs);
      };
      arm();
    });
    const response = mine`select 1`.then(
      () => true,
      () => false,
    );
    try {
      return await Promise.race([response, silence]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    reachable() {
      running ??= check().finally(() => {
        running = null;
      });
      return running;
    },
    async close() {
      await pool?.end({ timeout: 1 });
    },
  };
}
