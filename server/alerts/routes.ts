import { z } from 'zod';
import { pageQuery } from '#server/platform/http/paging.ts';
import { type AnyEdgeRoute, created, edgeRoute, ok } from '#server/platform/http/route.ts';
import {
  alertFilter,
  alertResponse,
  createMonitorBody,
  monitorResponse,
  openSloBody,
  openSloImported,
  openSloQuery,
  openSloResponse,
  patchMonitorBody,
  resolveBody,
} from './contract.ts';
import { createMonitor, updateMonitor } from './monitors/create-monitor.ts';
import { readMonitorRow, readMonitors } from './monitors/read-monitors.ts';
import { exportOpenSlo } from './openslo/export-openslo.ts';
import { importOpenSlo } from './openslo/import-openslo.ts';
import { readAlerts } from './read-alerts.ts';
import { acknowledgeAlert, resolveByHand } from './record-alerts.ts';
import { alertWire, monitorWire, openSloWire, ruleOf } from './wire.ts';

/** Monitors and alerts over HTTP (docs/alerts.md). */
export const alertRoutes: AnyEdgeRoute[] = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/monitors',
    action: 'monitor.read',
    summary: 'List all monitors, at most 1,000, the built-in ones first',
    query: z.strictObject({}),
    responses: { 200: z.object({ data: z.array(monitorResponse), next_cursor: z.null() }) },
    handle: async ({ ctx }) => ok({ data: (await readMonitors(ctx)).map(monitorWire), next_cursor: null }),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/monitors',
    action: 'monitor.write',
    summary: 'Make a monitor of any metric, filter and group; what the rule leaves out is as in the built-in one',
    creates: true,
    body: createMonitorBody,
    responses: { 201: monitorResponse },
    handle: async ({ ctx, body: { rule, ...entry } }) => {
      const { id } = await createMonitor(ctx, { ...entry, rule: ruleOf(rule) });
      return created(monitorWire(await readMonitorRow(ctx, id)));
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/monitors/openslo',
    action: 'monitor.read',
    summary: 'Export monitors of errors and burn rate as OpenSLO v1, and say what it does not hold',
    query: openSloQuery,
    responses: { 200: openSloResponse },
    refuses: [404],
    handle: async ({ ctx, query }) => ok(await exportOpenSlo(ctx, query)),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/monitors/openslo',
    action: 'monitor.write',
    summary: 'Make or change monitors, by name, from OpenSLO v1; what does not fit is named',
    body: openSloBody,
    responses: { 200: openSloImported },
    refuses: [409],
    handle: async ({ ctx, body: { document, dry_run: dryRun } }) =>
      ok({ dry_run: dryRun, ...openSloWire(await importOpenSlo(ctx, { document, dryRun })) }),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/monitors/{id}',
    action: 'monitor.read',
    summary: 'Read a monitor',
    responses: { 200: monitorResponse },
    handle: async ({ ctx, params }) => ok(monitorWire(await readMonitorRow(ctx, params.id ?? ''))),
  }),
  edgeRoute({
    method: 'PATCH',
    path: '/api/v1/monitors/{id}',
    action: 'monitor.write',
    summary: 'Change a monitor, as a new version of it',
    body: patchMonitorBody,
    responses: { 200: monitorResponse },
    handle: async ({ ctx, params, body: { rule, ...change } }) => {
      const { id } = await updateMonitor(ctx, params.id ?? '', { ...change, rule: ruleOf(rule ?? {}) });
      return ok(monitorWire(await readMonitorRow(ctx, id)));
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/alerts',
    action: 'alert.read',
    summary: 'List alerts, the newest first, each with its evidence and what changed in the hour before',
    query: pageQuery.extend(alertFilter),
    responses: { 200: z.object({ data: z.array(alertResponse), next_cursor: z.string().nullable() }) },
    handle: async ({ ctx, query }) => {
      const page = await readAlerts(ctx, query);
      return ok({ ...page, data: page.data.map(alertWire) });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/alerts/{id}/acknowledge',
    action: 'alert.acknowledge',
    summary: 'Say that somebody looks after an alert: it stops its repeats, not the alert',
    body: z.strictObject({}),
    responses: { 200: alertResponse },
    refuses: [409],
    handle: async ({ ctx, params }) => ok(alertWire(await acknowledgeAlert(ctx, { id: params.id ?? '' }))),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/alerts/{id}/resolve',
    action: 'alert.acknowledge',
    summary: 'End an alert by hand; where its condition lasts it fires again',
    body: resolveBody,
    responses: { 200: alertResponse },
    refuses: [409],
    handle: async ({ ctx, params, body }) =>
      ok(alertWire(await resolveByHand(ctx, { id: params.id ?? '', reason: body.reason }))),
  }),
];
