import { performance } from 'node:perf_hooks';
import type { Services } from '#server/platform/context.ts';
import { keepSnapshotFile } from './keep-snapshot-file.ts';
import { readProjectServing, readRevisions } from './read-project-serving.ts';
import { makeSnapshot, type Snapshot } from './snapshot.ts';
import { readSnapshotFile } from './snapshot-file.ts';

/** NOTIFY makes a deployment effective at once; the poll bounds it where a notification was lost. */
const POLL_MS = 2000;
const STALE_AFTER_MS = 5000;
const CHANNEL = 'switchyard_serving';

export type LiveSnapshot = Pick<Snapshot, 'lookup' | 'knows'> & {
  /** The time of the clock, ms since 1970: by it restrictions end. */
  nowMs(): number;
  /** Whether the snapshot holds data: read from Postgres, or from the file of an earlier process. */
  ready(): boolean;
  /** Whether the last successful refresh is over 5 s old. */
  stale(): boolean;
  /** Settles after an attempt to read the database that began after the call. */
  caughtUp(): Promise<void>;
  /** Settles after the first attempt to read the database, whether or not it succeeded. */
  started: Promise<void>;
  stop(): Promise<void>;
};

export type SnapshotOptions = {
  /** Where the file for a cold start lies. */
  dataDir: string;
  /** Milliseconds that only grow; left out: this process's monotonic clock. */
  monotonicMs?: () => number;
};

/**
 * Holds everything that serves in memory and keeps it new: listens, polls every 2 s, reads the projects whose revision
 * grew and swaps each as a whole. While Postgres is down the last state is served, marked stale; a process that
 * starts meanwhile begins with the file of the one before.
 */
export function startSnapshot(services: Services, options: SnapshotOptions): LiveSnapshot {
  const { log } = services;
  const nowMs = options.monotonicMs ?? (() => performance.now());
  const snapshot = makeSnapshot();
  const file = keepSnapshotFile(options.dataDir, snapshot.all, log);
  let refreshedAtMs: number | null = null;
  let reachable = true;
  let loaded = false;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  async function readFile(): Promise<void> {
    try {
      const projects = await readSnapshotFile(options.dataDir);
      for (const project of projects ?? []) snapshot.swap(project);
      loaded = projects !== null;
    } catch (error) {
      log.warn({ err: error }, 'the serving snapshot on disk is not used');
    }
  }

  async function readDatabase(): Promise<void> {
    const askedAtMs = nowMs();
    const revisions = await readRevisions(services);
    const seen = snapshot.revisions();
    // The first read replaces the file even at a lower revision: the database may have been restored since.
    const first = refreshedAtMs === null;
    if (first) snapshot.keepOnly(new Set(revisions.keys()));
    let changed = false;
    for (const [projectId, revision] of revisions) {
      if (!first && revision <= (seen.get(projectId) ?? -1)) continue;
      const project = await readProjectServing(services, projectId, snapshot.known(projectId));
      changed = snapshot.swap(project, first) || changed;
    }
    refreshedAtMs = askedAtMs;
    if (changed) file.changed();
  }

  async function attempt(): Promise<void> {
    try {
      await readDatabase();
      if (!reachable) log.info('what serves is read from the database again');
      reachable = true;
    } catch (error) {
      if (reachable) log.warn({ err: error }, 'what serves cannot be read; answering from memory');
      reachable = false;
    }
  }

  /** One read at a time; a notification that arrives during one causes another after it. */
  function refresh(): Promise<void> {
    if (stopped) return Promise.resolve();
    if (running) {
      again = true;
      return running;
    }
    running = attempt().finally(() => {
      running = null;
      if (!again) return;
      again = false;
      void refresh();
    });
    return running;
  }

  const started = readFile().then(refresh);
  const timer = setInterval(() => void refresh(), POLL_MS);
  timer.unref();
  const listening = services.sql
    .listen(
      CHANNEL,
      () => void refresh(),
      () => void refresh(),
    )
    .catch((error: unknown) => {
      log.warn({ err: error }, 'deployments are not heard at once; polling every 2 s');
      return null;
    });

  return {
    nowMs: () => services.clock.now().getTime(),
    lookup: snapshot.lookup,
    knows: snapshot.knows,
    ready: () => loaded || refreshedAtMs !== null,
    stale: () => refreshedAtMs === null || nowMs() - refreshedAtMs > STALE_AFTER_MS,
    async caughtUp() {
      await running;
      await refresh();
    },
    started,
    async stop() {
      stopped = true;
      clearInterval(timer);
      again = false;
      await started;
      await running;
      await file.stop();
      if (reachable) await (await listening)?.unlisten();
    },
  };
}
