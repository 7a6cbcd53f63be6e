import { noteAnchors } from '#server/audit/anchors.ts';
import { closeScoring } from '#server/evals/score-in-thread.ts';
import { readConfig } from '#server/platform/config.ts';
import { runJobs } from '#server/platform/jobs.ts';
import { startRollups } from '#server/telemetry/start-rollups.ts';
import { stopOnSignal } from './listen.ts';
import { openServices } from './services.ts';
import { surviveLostConnections } from './survive-lost-connections.ts';
import { allJobs, allParkedJobs } from './worker-jobs.ts';

/** The worker process: jobs of the outbox and the rollups. */
const config = readConfig();
const services = openServices(config, 'worker');
surviveLostConnections(services.log);
const stopJobs = await runJobs(config.databaseUrl, services, allJobs, allParkedJobs);
const stopRollups = await startRollups(services);
/** Every minute the ends of the audit chains are noted outside of the database. */
const anchoring = setInterval(() => {
  noteAnchors(services, config.dataDir).catch((err: unknown) =>
    services.log.warn({ err }, 'audit heads are not noted'),
  );
}, 60_000);
services.log.info('worker runs');
stopOnSignal(async () => {
  clearInterval(anchoring);
  await Promise.all([stopJobs(), stopRollups()]);
  await closeScoring();
  await services.close();
});
