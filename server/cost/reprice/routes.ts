import { z } from 'zod';
import { LONG_MS_MAX } from '#server/platform/http/limits.ts';
import { type AnyEdgeRoute, edgeRoute, ok } from '#server/platform/http/route.ts';
import { readReprice, readReprices } from '#server/telemetry/reprice/read-reprices.ts';
import { previewResponse, repriceBody, repriceResponse, repricesQuery, repricesResponse } from './contract.ts';
import { correctPrices } from './correct-prices.ts';
import { previewCorrection } from './preview-correction.ts';
import { detailWire, previewWire, stateWire } from './wire.ts';

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
    handle: async ({ ctx, body: { dry_run: dryRun, rows_digest: rowsDigest, model, prices, reason, ...range } }) => {
      const plan = { model, from: msOf(range.from), to: msOf(range.to), prices: prices ?? undefined };
      if (dryRun) return ok(previewWire(await previewCorrection(ctx, plan)));
      return { status: 202, body: await correctPrices(ctx, { ...plan, reason, rowsDigest }) };
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/cost/reprice',
    action: 'event.read',
    summary: 'The last 50 times that events were priced again, newest first',
    query: repricesQuery,
    responses: { 200: repricesResponse },
    handle: async ({ ctx, query }) => ok({ data: (await readReprices(ctx, query)).map(stateWire), next_cursor: null }),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/cost/reprice/{id}',
    action: 'event.read',
    summary: 'How far pricing events again is, and what it changed so far',
    responses: { 200: repriceResponse },
    handle: async ({ ctx, params }) => ok(detailWire(await readReprice(ctx, params.id ?? ''))),
  }),
];
