import { watchMonitors } from '#server/alerts/evaluate/watch-monitors.ts';
import { watchStatusPages } from '#server/alerts/incoming/poll-status-pages.ts';
import { startNotifying } from '#server/alerts/notify/start-notifying.ts';
import { watchSignals } from '#server/alerts/signals/scan/watch-signals.ts';
import { keepAnchors } from '#server/audit/keep-anchors.ts';
import { watchBudgets } from '#server/cost/budgets/watch-budgets.ts';
import { startTaskRollups } from '#server/cost/rollup/start-task-rollups.ts';
import { closeScoring } from '#server/evals/runs/score-in-thread.ts';
import { watchIncidents } from '#server/incidents/refresh-incident.ts';
import { startNotices } from '#server/models/deprecations/write-notices.ts';
import { readConfig } from '#server/platform/config.ts';
import { deleteOldResponses } from '#server/platform/http/idempotency.ts';
import { runJobs } from '#server/platform/jobs/jobs.ts';
import { watchPostmortems } from '#server/postmortems/watch-postmortems.ts';
import { watchRunbooks } from '#server/runbooks/watch-runbooks.ts';
import { startRollups } from '#server/telemetry/rollup/start-rollups.ts';
import { endOnOtherKey, readNames } from './audit-state.ts';
import { stopOnSignal } from './listen.ts';
import { openServices } from './services.ts';
import { surviveLostConnections } from './survive-lost-connections.ts';
import { allJobs, allParkedJobs } from './worker-jobs.ts';

/** The worker process: jobs of the outbox, the rollups, the monitors, notices of retiring models, and notes of the heads of the audit chains. */
const config = readConfig();
await endOnOtherKey(config);
const services = openServices(config, 'worker', { patient: true });
surviveLostConnections(services.log);
const stopJobs = await runJobs(config.databaseUrl, services, allJobs, allParkedJobs);
const stopRollups = await startRollups(services);
const stopTasks = startTaskRollups(services);
const stopAnchors = keepAnchors(services, () => readNames(services));
const stopNotices = startNotices(services);
const stopBudgets = watchBudgets(services);
const stopMonitors = watchMonitors(services);
const stopSignals = watchSignals(services);
const stopIncidents = watchIncidents(services);
const stopPostmortems = watchPostmortems(services);
const stopStatusPages = watchStatusPages(services);
const stopRunbooks = watchRunbooks(services);
const stopNotifying = startNotifying(services);
const deleting = setInterval(() => {
  deleteOldResponses(services).catch((err: unknown) => services.log.warn({ err }, 'old responses are not deleted'));
}, 3_600_000);
services.log.info('worker runs');
stopOnSignal(async () => {
  clearInterval(deleting);
  await Promise.all([
    stopJobs(),
    stopRollups(),
    stopTasks(),
    stopNotices(),
    stopAnchors(),
    stopBudgets(),
    stopMonitors(),
    stopSignals(),
    stopIncidents(),
    stopPostmortems(),
    stopStatusPages(),
    stopRunbooks(),
    stopNotifying(),
  ]);
  await closeScoring();
  await services.close();
});
