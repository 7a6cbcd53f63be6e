import { rollUpMarkedTasks } from '#server/cost/rollup/start-task-rollups.ts';
import type { System } from './system.ts';
import { rollUpOnce } from './telemetry.ts';

/** Computes every marked rollup and then every marked hour of tasks, as the worker would. */
export async function rollUpTasksOnce({ services }: Pick<System, 'services'>): Promise<void> {
  await rollUpOnce(services);
  while (await rollUpMarkedTasks(services, { isDue: () => true, done: () => undefined }));
}
