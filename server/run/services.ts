import { resolve } from 'node:path';
import { openDb, openSql } from '#db/client.ts';
import { KEY_FILE } from '#server/audit/audit-key.ts';
import { findNamed } from '#server/models/find-model.ts';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import type { Config } from '#server/platform/config.ts';
import type { Services } from '#server/platform/context.ts';
import { openEgress } from '#server/platform/egress/egress.ts';
import { type Logger, openLog } from '#server/platform/log.ts';
import { makeReachability } from '#server/platform/reachability.ts';
import { readSecret } from '#server/platform/secrets.ts';
import { closeStore } from '#server/telemetry/store/store.ts';

export type OpenServices = Services & { close(): Promise<void> };

/** How long a request waits for a lock. Jobs and commands have no limit. */
const CALLS_LOCK_TIMEOUT_MS = 3_000;

/**
 * Opens the services of a process. Connections are made on first use, so Postgres may be down. `patient`: for jobs and
 * commands, which may wait for a lock without a limit.
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
  const egress = openEgress(config.egressAllowed);
  const reachability = makeReachability(sql);
  return {
    db,
    sql,
    reachable: reachability.reachable,
    clock: options.clock ?? systemClock,
    log: options.log ?? openLog(name),
    modelsNamed: findNamed,
    auditKey: readSecret(config.dataDir, KEY_FILE),
    dataDir: resolve(config.dataDir),
    anchorsOutside: config.anchorsOutside,
    egress,
    publicUrl: config.publicUrl,
    edgeUrl: config.edgeUrl,
    close: async () => {
      await closeStore({ sql });
      await Promise.all([close(), reachability.close(), egress.close(), sql.end({ timeout: 5 })]);
    },
  };
}
