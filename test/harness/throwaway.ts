import { chownSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '#server/run/postgres/account.ts';
import { openFolder, reachable, SYSTEM_STATE } from '#server/run/postgres/place.ts';
import { serverSettings } from '#server/run/postgres/settings.ts';

/** Settings without durability, for tests that do not read what a crash leaves: nothing waits for the disk. */
export function throwawaySettings(): Record<string, string> {
  return {
    ...serverSettings(),
    shared_buffers: '128MB',
    max_connections: '200',
    max_wal_size: '1GB',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    autovacuum_naptime: '1h',
  };
}

/** Where Linux keeps files in memory. */
const IN_MEMORY = '/dev/shm';
/** More than the clusters of a run hold: up to 1 GB of write-ahead log, and ten megabytes of each open database. */
const ROOM = 4 * 1024 ** 3;

/**
 * A new empty folder that belongs to the account: in the temp folder if the account may enter that. One that is not
 * `durable` is in memory where there is plenty: a new database has hundreds of files, which takes four times as long on
 * a disk.
 */
export function throwawayFolder(account: Account | null, { durable }: { durable: boolean }): string {
  const isOpen = (path: string) => !account || reachable(path, account);
  const inMemory = !durable && hasRoomInMemory() && isOpen(IN_MEMORY);
  const base = inMemory ? IN_MEMORY : isOpen(tmpdir()) ? tmpdir() : openFolder(SYSTEM_STATE);
  const folder = mkdtempSync(join(base, 'switchyard-postgres-'));
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}

/** In a container the folder often has 64 MB. */
function hasRoomInMemory(): boolean {
  if (process.availableMemory() < 2 * ROOM) return false;
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= ROOM;
  } catch {
    return false; // another system than Linux
  }
}
