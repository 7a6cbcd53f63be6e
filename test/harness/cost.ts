import type { CostGrouping } from '#server/cost/domain/grouping.ts';
import { type CostPage, readCostPage } from '#server/cost/outcomes/read-cost-page.ts';
import { tasksIn } from '#server/cost/rollup/rollup-sql.ts';
import { rollUpMarkedTasks } from '#server/cost/rollup/start-task-rollups.ts';
import type { System } from './system.ts';
import { rollUpOnce } from './telemetry.ts';

/** Computes every marked hour of tasks, without waiting for its pace. */
export async function rollUpMarked({ services }: Pick<System, 'services'>): Promise<void> {
  while (await rollUpMarkedTasks(services, { isDue: () => true, done: () => undefined }));
}

/** Computes every marked rollup and then every marked hour of tasks, as the worker would. */
export async function rollUpTasksOnce(system: Pick<System, 'services'>): Promise<void> {
  await rollUpOnce(system.services);
  await rollUpMarked(system);
}

/** Reads the first tab of Cost of the default project over 30 days, as its page does, without HTTP around it. */
export function openCostPage(system: System, groupBy: CostGrouping = 'variant'): () => Promise<CostPage> {
  return () => readCostPage(system.ctx(), { range: '30d', groupBy, successBy: 'outcome' });
}

/** The sums that the table of that page needs, from raw events: tasks, cost and successes of each variant. */
export function sumRawTasks(system: System, { from, to }: { from: number; to: number }): Promise<{ tasks: number }[]> {
  const slot = system.project().id * 64;
  return system.services.sql.unsafe<{ tasks: number }[]>(
    `${tasksIn(slot, { from, to }, { hasFeedback: false })}
     select prompt, version, model, arm, query_type, ended % 3 as state, known, count(*)::int as tasks, sum(attempts) as attempts,
       sum(llm) as llm, sum((llm::float8 / 1e12) ^ 2) as squares
     from tasks group by 1, 2, 3, 4, 5, 6, 7`,
  );
}
