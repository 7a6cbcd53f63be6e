import type { Services } from '#server/platform/context.ts';
import { type Monitor, readMonitor } from '#server/telemetry/query/read-monitor.ts';
import { IN_ORDER, readMarks, rollUpInSteps } from '#server/telemetry/rollup/start-rollups.ts';
import type { System } from './system.ts';

/** Computes every marked bucket of every tier, without waiting for its pace. Returns how many. */
export async function rollUpOnce(services: Services): Promise<number> {
  let computed = 0;
  for (const tier of IN_ORDER) {
    for (const [slot, tiers] of await readMarks(services)) {
      await rollUpInSteps(services, { slot, tier, buckets: [...(tiers.get(tier)?.keys() ?? [])] }, (step) => {
        computed += step.length;
      });
    }
  }
  return computed;
}

/** Computes every marked rollup, as the worker would. */
export const rollUp = (system: System): Promise<number> => rollUpOnce(system.services);

/** Reads the monitor page of the default project over 30 days, as its page does, without HTTP around it. */
export function openMonitor(system: System): () => Promise<Monitor> {
  return () => readMonitor(system.ctx(), { range: '30d' });
}
