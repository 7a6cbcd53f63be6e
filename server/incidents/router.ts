import { z } from 'zod';
import { INT_MAX } from '#server/audit/contract.ts';
import { pageInput } from '#server/platform/http/paging.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import { actDirectlyInput } from '#server/runbooks/contract.ts';
import { actDirectly } from '#server/runbooks/direct/act-directly.ts';
import { addNote } from './add-entries.ts';
import { changeEntry } from './change-entry.ts';
import { changeIncident } from './change-incident.ts';
import { declareBody, noteBody, patchBody, patchEntryBody } from './contract.ts';
import { declareIncident } from './declare-incident.ts';
import { findIncident } from './find-incident.ts';
import { blastCsv, readBlastRadius } from './read-blast-radius.ts';
import { readCharts } from './read-charts.ts';
import { readIncident, readTimeline } from './read-incident.ts';
import { readIncidents, readStatistics } from './read-incidents.ts';
import { entryWire, incidentWire, statisticsWire, summaryWire } from './wire.ts';

const one = z.object({ number: z.int().min(1).max(INT_MAX) });

/** Incidents for our own pages. */
export const incidentsRouter = router({
  list: procedure('incident.read')
    .input(z.object({ ...pageInput, open: z.boolean().optional() }))
    .query(async ({ ctx, input }) => {
      const { data, next_cursor } = await readIncidents(ctx, input);
      return { data: data.map(summaryWire), nextCursor: next_cursor };
    }),
  statistics: procedure('incident.read').query(async ({ ctx }) => statisticsWire(await readStatistics(ctx, {}))),
  detail: procedure('incident.read')
    .input(one)
    .query(async ({ ctx, input }) => incidentWire(await readIncident(ctx, String(input.number)))),
  timeline: procedure('incident.read')
    .input(one)
    .query(async ({ ctx, input }) => (await readTimeline(ctx, String(input.number))).map(entryWire)),
  charts: procedure('incident.read')
    .input(one)
    .query(({ ctx, input }) => readCharts(ctx, String(input.number))),
  blastRadius: procedure('incident.read')
    .input(one)
    .query(async ({ ctx, input }) => {
      const radius = await readBlastRadius(ctx, String(input.number));
      const { name, units, truncated } = radius;
      return { name: `${name}.csv`, csv: blastCsv(radius), units: units.length, truncated };
    }),
  declare: procedure('incident.write')
    .input(z.object(declareBody.shape))
    .mutation(async ({ ctx, input: { project: _, ...given } }) => ({
      number: (await declareIncident(ctx, given)).number,
    })),
  change: procedure('incident.write')
    .input(one.extend({ change: patchBody }))
    .mutation(async ({ ctx, input }) => ({
      state: (await changeIncident(ctx, String(input.number), input.change)).state,
    })),
  changeEntry: procedure('incident.write')
    .input(one.extend({ entryId: z.int().min(1).max(Number.MAX_SAFE_INTEGER), change: patchEntryBody }))
    .mutation(async ({ ctx, input: { number, entryId, change } }) => ({
      id: (await changeEntry(ctx, { name: String(number), entryId, change })).id,
    })),
  actDirectly: procedure('runbook.write')
    .input(one.extend(actDirectlyInput.shape))
    .mutation(async ({ ctx, input: { number, ...given } }) => {
      const { id: incidentId } = await findIncident(ctx, String(number));
      return actDirectly(ctx, { ...given, alertId: null, incidentId });
    }),
  addNote: procedure('incident.write')
    .input(one.extend({ note: noteBody }))
    .mutation(async ({ ctx, input }) => ({ id: (await addNote(ctx, String(input.number), input.note)).id })),
});
