import { chownSync, mkdtempSync } from 'node:fs';
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

/** A new empty folder that belongs to the account: in the temp folder if the account may enter that. */
export function throwawayFolder(account: Account | null): string {
  const base = !account || reachable(tmpdir(), account) ? tmpdir() : openFolder(SYSTEM_STATE);
  const folder = mkdtempSync(join(base, 'switchyard-postgres-'));
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}
