import type { Logger } from '#server/platform/log.ts';
import type { ProjectServing } from './domain/serving-entry.ts';
import { writeSnapshotFile } from './snapshot-file.ts';

/** Deployments within this time share one write. */
const WRITE_EVERY_MS = 2_000;

export type SnapshotFileKeeper = {
  /** Call when the snapshot has changed: the file is written within 2 s. */
  changed(): void;
  /** Writes what is still to be written. */
  stop(): Promise<void>;
};

/** Keeps the file of the snapshot as new as `all`, at most every 2 s and never two writes at once. */
export function keepSnapshotFile(dataDir: string, all: () => ProjectServing[], log: Logger): SnapshotFileKeeper {
  let dirty = false;
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  async function write(): Promise<void> {
    dirty = false;
    try {
      await writeSnapshotFile(dataDir, all());
    } catch (error) {
      log.warn({ err: error }, 'what serves cannot be kept on disk for a cold start');
    }
  }

  function later(): void {
    timer ??= setTimeout(() => {
      timer = null;
      if (!dirty) return;
      writing = write().finally(() => {
        writing = null;
        if (dirty) later();
      });
    }, WRITE_EVERY_MS).unref();
  }

  return {
    changed() {
      dirty = true;
      if (writing === null) later();
    },
    async stop() {
      if (timer) clearTimeout(timer);
      await writing;
      if (dirty) await write();
    },
  };
}
