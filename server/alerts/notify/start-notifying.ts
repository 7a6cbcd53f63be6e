import type { Services } from '#server/platform/context.ts';
import { startLoop } from '#server/platform/loop.ts';
import { makeDeliverer } from './deliver/deliver.ts';
import { keepAlertmanagers, sendChanges } from './deliver/keep-sending.ts';
import { pruneNotifications } from './deliver/prune-notifications.ts';
import { escalateAll } from './on-call/escalate.ts';
import { tellDueGroups } from './tell-group.ts';

const TELL_MS = 1_000;
const DELIVER_MS = 500;
const KEEP_MS = 5_000;
const PRUNE_MS = 3_600_000;

/**
 * The worker's loops of notifications: groups that are due, deliveries, every five seconds escalation, Alertmanagers and
 * changes, and every hour the deletion of what is old. Each claims its work in the database, so several workers share it. Returns the stop function, which waits
 * for the attempts that run.
 */
export function startNotifying(services: Services): () => Promise<void> {
  const deliverer = makeDeliverer(services);
  const loop = (pauseMs: number, turn: (isStopped: () => boolean) => Promise<boolean>, failed: string) =>
    startLoop(turn, { pauseMs, onError: (err) => services.log.warn({ err }, failed) });
  const stops = [
    loop(TELL_MS, (isStopped) => tellDueGroups(services, isStopped), 'groups of alerts were not told; tried again'),
    loop(DELIVER_MS, () => deliverer.turn(), 'notifications were not sent; tried again'),
    loop(
      KEEP_MS,
      async (isStopped) => notMore(escalateAll(services, isStopped)),
      'pages were not escalated; tried again',
    ),
    loop(KEEP_MS, async () => notMore(keepAlertmanagers(services)), 'Alertmanagers were not told; tried again'),
    loop(KEEP_MS, async () => notMore(sendChanges(services)), 'changes were not sent; tried again'),
    loop(PRUNE_MS, () => pruneNotifications(services), 'old notifications were not deleted; tried again in an hour'),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
    await deliverer.idle();
  };
}

async function notMore(work: Promise<void>): Promise<boolean> {
  await work;
  return false;
}
