import { type Monitor, readMonitor } from '#server/telemetry/query/read-monitor.ts';
import { rollUpOnce } from '#server/telemetry/rollup/start-rollups.ts';
import type { System } from './system.ts';

/** Computes every rollup that waits, as the worker would. */
export const rollUp = (system: System): Promise<number> => rollUpOnce(system.services);

/** Reads the monitor page of the default project over 30 days, as its page does, without HTTP around it. */
export function openMonitor(system: System): () => Promise<Monitor> {
  return () => readMonitor(system.ctx(), { range: '30d' });
}
