import { openBeside, type Sql } from '#db/client.ts';
import { makeNames, type Names } from './names.ts';
import { makePartitions, type Partitions } from './partitions.ts';
import { makeRegistry, type Registry } from './registry.ts';
import { makeWriteQueue, type WriteQueue } from './write-queue.ts';
import { makeWriter } from './writer.ts';

/** What telemetry keeps in memory in one process: caches of what never or rarely changes, and the queue of writes. */
export type Store = {
  names: Names;
  partitions: Partitions;
  environments: Environments;
  registry: Registry;
  settings: SettingsCache;
  queue: WriteQueue;
  /** For COPY TO and what is read beside it. */
  reader: Sql;
};

/** Ids are looked up by index, even where the planner's statistics are older than the table's growth. */
const LOOKUPS = { enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off', enable_material: 'off' };

const stores = new WeakMap<Sql, Store>();

/** The store that belongs to a process's pool; made on first use. */
export function storeOf({ sql }: { sql: Sql }): Store {
  let store = stores.get(sql);
  if (store === undefined) {
    const partitions = makePartitions(sql);
    // A pool of its own: a COPY that hangs is ended with it, and reads never wait behind writes.
    const writer = makeWriter(() => openBeside(sql, 2, { settings: LOOKUPS }));
    store = {
      names: makeNames(sql),
      partitions,
      environments: makeEnvironments(sql),
      registry: makeRegistry(sql),
      settings: makeSettings(sql),
      queue: makeWriteQueue(writer, partitions),
      reader: openBeside(sql, 4, { settings: LOOKUPS, pipeline: false }),
    };
    stores.set(sql, store);
  }
  return store;
}

/** Ends what telemetry opened beside the process's pool. */
export async function closeStore({ sql }: { sql: Sql }): Promise<void> {
  const store = stores.get(sql);
  stores.delete(sql);
  await Promise.all([store?.queue.close(), store?.reader.end({ timeout: 5 })]);
}

type Environments = ReturnType<typeof makeEnvironments>;

/** Which environments a project has. They are made and never deleted, so only a missing one is read again. */
function makeEnvironments(sql: Sql) {
  const byProject = new Map<number, Set<string>>();

  /** Those of `names` that the project has. One indexed query when one of them is not in memory. */
  async function existing(projectId: number, names: Iterable<string>): Promise<ReadonlySet<string>> {
    const known = byProject.get(projectId) ?? new Set<string>();
    if ([...names].every((name) => known.has(name))) return known;
    const rows = await sql<{ name: string }[]>`select name from environment where project_id = ${projectId}`;
    const read = new Set(rows.map((row) => row.name));
    byProject.set(projectId, read);
    return read;
  }

  return { existing };
}

type Settings = { rawRetentionDays: number; storesBodies: boolean };
type SettingsCache = ReturnType<typeof makeSettings>;

/** Longest age of a project's cached settings. */
const FRESH_MS = 2000;

/** A project's telemetry settings, cached for two seconds. */
function makeSettings(sql: Sql) {
  const byProject = new Map<number, { settings: Settings; readAt: number }>();

  async function of(projectId: number): Promise<Settings> {
    const known = byProject.get(projectId);
    const now = performance.now();
    if (known && now - known.readAt < FRESH_MS) return known.settings;
    const [row] = await sql<Settings[]>`
      select raw_retention_days as "rawRetentionDays", stores_bodies as "storesBodies"
      from project where id = ${projectId}`;
    const settings = row ?? { rawRetentionDays: 90, storesBodies: false };
    byProject.set(projectId, { settings, readAt: now });
    return settings;
  }

  return { of };
}
