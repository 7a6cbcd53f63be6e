import { z } from 'zod';
import { notFound } from '#server/platform/faults.ts';
import { created, edgeRoute, ok } from '#server/platform/http/route.ts';
import { addNote } from './add-entries.ts';
import { changeEntry } from './change-entry.ts';
import { changeIncident } from './change-incident.ts';
import {
  blastQuery,
  blastResponse,
  declareBody,
  entryResponse,
  incidentResponse,
  incidentSummary,
  listQuery,
  noteBody,
  patchBody,
  patchEntryBody,
  statisticsQuery,
  statisticsResponse,
  timelineQuery,
} from './contract.ts';
import { declareIncident } from './declare-incident.ts';
import { blastCsv, readBlastRadius } from './read-blast-radius.ts';
import { readIncident, readTimeline } from './read-incident.ts';
import { readIncidents, readStatistics } from './read-incidents.ts';
import { blastWire, entryWire, incidentWire, statisticsWire, summaryWire } from './wire.ts';

const ONE = '/api/v1/incidents/{id}';

/** Incidents over HTTP (docs/incidents.md). `{id}` is an id, or the name: INC-12. */
export const incidentRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/incidents',
    action: 'incident.read',
    summary: 'List incidents, the newest first',
    query: listQuery,
    responses: { 200: z.object({ data: z.array(incidentSummary), next_cursor: z.string().nullable() }) },
    handle: async ({ ctx, query }) => {
      const { data, next_cursor } = await readIncidents(ctx, query);
      return ok({ data: data.map(summaryWire), next_cursor });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/incidents',
    action: 'incident.write',
    summary: 'Declare an incident; it begins in triage, with its timeline filled',
    creates: true,
    addsEachTime: true,
    body: declareBody,
    responses: { 201: incidentResponse },
    handle: async ({ ctx, body }) => {
      const row = await declareIncident(ctx, body);
      return created(incidentWire(await readIncident(ctx, row.id)));
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/incidents/statistics',
    action: 'incident.read',
    summary: 'Times to detect, acknowledge, mitigate and resolve: median with interval, P90, mean and n, and by group',
    query: statisticsQuery,
    responses: { 200: statisticsResponse },
    handle: async ({ ctx, query }) => ok(statisticsWire(await readStatistics(ctx, query))),
  }),
  edgeRoute({
    method: 'GET',
    path: ONE,
    action: 'incident.read',
    summary: 'Read an incident: times, impact, suspects, alerts, people',
    responses: { 200: incidentResponse },
    handle: async ({ ctx, params }) => ok(incidentWire(await readIncident(ctx, params.id ?? ''))),
  }),
  edgeRoute({
    method: 'PATCH',
    path: ONE,
    action: 'incident.write',
    summary: 'Change state, severity, times, scope, people or title of an incident, or merge it into another',
    body: patchBody,
    responses: { 200: incidentResponse },
    refuses: [409],
    handle: async ({ ctx, params, body }) => {
      const row = await changeIncident(ctx, params.id ?? '', body);
      return ok(incidentWire(await readIncident(ctx, row.id)));
    },
  }),
  edgeRoute({
    method: 'GET',
    path: `${ONE}/timeline`,
    action: 'incident.read',
    summary: 'The timeline of an incident, oldest first, at most 2,000 rows',
    query: timelineQuery,
    responses: { 200: z.object({ data: z.array(entryResponse), next_cursor: z.null() }) },
    handle: async ({ ctx, params, query }) =>
      ok({ data: (await readTimeline(ctx, params.id ?? '', query.kind)).map(entryWire), next_cursor: null }),
  }),
  edgeRoute({
    method: 'POST',
    path: `${ONE}/timeline`,
    action: 'incident.write',
    summary: 'Write a note, a communication or an action onto the timeline',
    creates: true,
    addsEachTime: true,
    body: noteBody,
    responses: { 201: entryResponse },
    handle: async ({ ctx, params, body }) => created(entryWire(await addNote(ctx, params.id ?? '', body))),
  }),
  edgeRoute({
    method: 'PATCH',
    path: `${ONE}/timeline/{entry}`,
    action: 'incident.write',
    summary: 'Withdraw a row of the timeline with a reason, or pin it; it is never deleted',
    body: patchEntryBody,
    responses: { 200: entryResponse },
    refuses: [409],
    handle: async ({ ctx, params: { id = '', entry = '' }, body }) => {
      if (!/^[1-9]\d{0,14}$/.test(entry)) throw notFound();
      return ok(entryWire(await changeEntry(ctx, { name: id, entryId: Number(entry), change: body })));
    },
  }),
  edgeRoute({
    method: 'GET',
    path: `${ONE}/blast-radius`,
    action: 'incident.read',
    summary: 'The units that met the bad variant, with outcome and cost, as JSON or CSV',
    query: blastQuery,
    responses: { 200: blastResponse },
    handle: async ({ ctx, params, query }) => {
      const radius = await readBlastRadius(ctx, params.id ?? '');
      if (query.format === 'json') return ok(blastWire(radius));
      const headers = {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${radius.name}.csv"`,
      };
      return ok(blastCsv(radius), headers);
    },
  }),
];
