import { startNotifying } from '#server/alerts/notify/start-notifying.ts';
import { readConfig } from '#server/platform/config.ts';
import { runJobs } from '#server/platform/jobs/jobs.ts';
import { openServices } from '#server/run/services.ts';
import { surviveLostConnections } from '#server/run/survive-lost-connections.ts';
import { allJobs, allParkedJobs } from '#server/run/worker-jobs.ts';

/**
 * A worker that runs jobs and notifies, whose clock runs SPEED times as fast since SINCE: pauses of minutes between
 * notifications take seconds, also over its restarts. It sends a message to its parent when it runs, and ends at a signal without finishing.
 */
const [since, speed] = [Number(process.env.SINCE), Number(process.env.SPEED)];
const clock = { now: () => new Date(since + (Date.now() - since) * speed) };
const config = readConfig();
const services = openServices(config, 'test-worker', { clock, patient: true });
surviveLostConnections(services.log);
await runJobs(config.databaseUrl, services, allJobs, allParkedJobs);
startNotifying(services);
process.send?.('runs');
