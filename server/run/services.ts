import { resolve } from 'node:path';
import { openDb, openSql } from '#db/client.ts';
import { KEY_FILE } from '#server/audit/audit-key.ts';
import { findNamed } from '#server/models/find-model.ts';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import type { Config } from '#server/platform/config.ts';
import type { Services } from '#server/platform/context.ts';
import { type Logger, openLog } from '#server/platform/log.ts';
import { makeReachability } from '#server/platform/reachability.ts';
import { readSecret } from '#server/platform/secrets.ts';
import { closeStore } from '#server/telemetry/store/store.ts';

export type OpenServices = Services & { close(): Promise<void> };

/** Somebody waits for the answer of a call; jobs and commands wait for a lock for as long as it takes. */
const CALLS_LOCK_TIMEOUT_MS = 3_000;

/**
 * Opens what a process keeps for its whole life. Connections are made on first use, so Postgres may be down. `patient`:
 * nobody waits for its answers, so that it may wait for locks.
 */
export function openServices(
  config: Config,
  name: string,
  options: { clock?: Clock; log?: Logger; patient?: boolean } = {},
): OpenServices {
  const lockTimeoutMs = options.patient ? 0 : CALLS_LOCK_TIMEOUT_MS;
  const { db, close } = openDb(config.databaseUrl, { name: `switchyard-${name}`, lockTimeoutMs });
  const sql = openSql(config.databaseUrl, {
    name: `switchyard-${name}-telemetry`,
    max: 6,
    statementTimeoutMs: 60_000,
    lockTimeoutMs,
  });
  const reach = makeReachability(sql);
  return {
    db,
    sql,
    reachable: reach.reachable,
    clock: options.clock ?? systemClock,
    log: options.log ?? openLog(name),
    modelsNamed: findNamed,
    auditKey: readSecret(config.dataDir, KEY_FILE),
    dataDir: resolve(config.dataDir),
    anchorsOutside: config.anchorsOutside,
    publicUrl: config.publicUrl,
    edgeUrl: config.edgeUrl,
    close: async () => {
      await closeStore({ sql });
      await Promise.all([close(), reach.close(), sql.end({ timeout: 5 })]);
    },
  };
}
