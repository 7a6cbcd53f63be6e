import { z } from 'zod';
import { pageInput } from '#server/platform/http/paging.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import {
  createMonitorInput,
  openSloBody,
  openSloQuery,
  patchMonitorInput,
  previewInput,
  resolveBody,
} from './contract.ts';
import { createMonitor, updateMonitor } from './monitors/create-monitor.ts';
import { previewMonitor } from './monitors/preview-monitor.ts';
import { readMonitors } from './monitors/read-monitors.ts';
import { exportOpenSlo } from './openslo/export-openslo.ts';
import { importOpenSlo } from './openslo/import-openslo.ts';
import { readAlertChart } from './read-alert-chart.ts';
import { readAlertsPage, readHistory } from './read-alerts.ts';
import { acknowledgeAlert, resolveByHand } from './record-alerts.ts';

const one = z.object({ id: z.uuid() });

/** Alerts and monitors for our own pages. */
export const alertsRouter = router({
  page: procedure('alert.read').query(({ ctx }) => readAlertsPage(ctx)),
  chart: procedure('alert.read')
    .input(one)
    .query(({ ctx, input }) => readAlertChart(ctx, input.id)),
  history: procedure('alert.read')
    .input(z.object(pageInput))
    .query(({ ctx, input }) => readHistory(ctx, input)),
  acknowledge: procedure('alert.acknowledge')
    .input(one)
    .mutation(async ({ ctx, input }) => ({ id: (await acknowledgeAlert(ctx, input)).id })),
  resolve: procedure('alert.acknowledge')
    .input(one.extend(resolveBody.shape))
    .mutation(async ({ ctx, input }) => ({ id: (await resolveByHand(ctx, input)).id })),
  monitors: procedure('monitor.read').query(({ ctx }) => readMonitors(ctx)),
  preview: procedure('monitor.read')
    .input(previewInput)
    .query(({ ctx, input }) => previewMonitor(ctx, input)),
  exportOpenSlo: procedure('monitor.read')
    .input(z.object(openSloQuery.shape))
    .query(({ ctx, input }) => exportOpenSlo(ctx, input)),
  importOpenSlo: procedure('monitor.write')
    .input(z.object(openSloBody.shape))
    .mutation(async ({ ctx, input: { document, dry_run: dryRun } }) => {
      const { monitors, ignored } = await importOpenSlo(ctx, { document, dryRun });
      return { ignored, monitors: monitors.map(({ row: { name, kind }, done }) => ({ name, kind, done })) };
    }),
  createMonitor: procedure('monitor.write')
    .input(createMonitorInput)
    .mutation(async ({ ctx, input: { project: _, ...entry } }) => ({ id: (await createMonitor(ctx, entry)).id })),
  updateMonitor: procedure('monitor.write')
    .input(one.extend({ change: patchMonitorInput }))
    .mutation(async ({ ctx, input }) => ({ id: (await updateMonitor(ctx, input.id, input.change)).id })),
});
