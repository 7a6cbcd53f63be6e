import { z } from 'zod';
import { notFound } from '#server/platform/faults.ts';
import { LONG_MS_MAX } from '#server/platform/http/limits.ts';
import { type AnyEdgeRoute, edgeRoute, ok } from '#server/platform/http/route.ts';
import { previewReprice } from '#server/telemetry/reprice/preview-reprice.ts';
import { readReprices } from '#server/telemetry/reprice/read-reprices.ts';
import { startReprice } from '#server/telemetry/reprice/start-reprice.ts';
import { previewResponse, repriceBody, repriceResponse } from './contract.ts';
import { previewWire, stateWire } from './wire.ts';

const msOf = (text: string | null | undefined): number | undefined => (text == null ? undefined : Date.parse(text));

/** Pricing events again over HTTP (docs/api.md). */
export const repriceRoutes: AnyEdgeRoute[] = [
  edgeRoute({
    method: 'POST',
    path: '/api/v1/cost/reprice',
    action: 'cost.reprice',
    summary: 'Price the events of a model again by its rows; with dry_run only say what would change',
    body: repriceBody,
    creates: true,
    limitMs: LONG_MS_MAX,
    responses: { 200: previewResponse, 202: z.object({ id: z.uuid() }) },
    handle: async ({ ctx, body: { dry_run: dryRun, model, prices, ...range } }) => {
      const plan = { model, from: msOf(range.from), to: msOf(range.to), prices: prices ?? undefined };
      if (dryRun) return ok(previewWire(await previewReprice(ctx, plan)));
      return { status: 202, body: await startReprice(ctx, plan) };
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/cost/reprice/{id}',
    action: 'event.read',
    summary: 'How far pricing events again is, and what it changed so far',
    responses: { 200: repriceResponse },
    handle: async ({ ctx, params }) => {
      const id = z.uuid().safeParse(params.id);
      const [state] = id.success ? await readReprices(ctx, { id: id.data }) : [];
      if (!state) throw notFound();
      return ok(stateWire(state));
    },
  }),
];
