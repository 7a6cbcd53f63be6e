import { openBeside, type Sql } from '#db/client.ts';
import { makeWriteQueue, type WriteQueue } from '#server/telemetry/ingest/write-queue.ts';
import { makeWriter } from '#server/telemetry/ingest/writer.ts';
import { type Environments, makeEnvironments } from './environments.ts';
import { makeNames, type Names } from './names.ts';
import { makePartitions, type Partitions } from './partitions.ts';
import { makeRegistry, type Registry } from './registry.ts';
import { makeSettings, type SettingsCache } from './settings.ts';

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

/** Ids are looked up by index, whatever the planner believes of tables that grew since it last looked at them. */
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
