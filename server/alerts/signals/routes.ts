import { z } from 'zod';
import { pageQuery } from '#server/platform/http/paging.ts';
import { type AnyEdgeRoute, edgeRoute, ok } from '#server/platform/http/route.ts';
import { putCanary, readCanaries } from './canaries.ts';
import { canariesResponse, canaryBody, hitFilter, hitResponse, signalsQuery, signalsResponse } from './contract.ts';
import { readHits } from './read-hits.ts';
import { readSignals } from './read-signals.ts';
import { canariesWire, hitWire, signalsWire } from './wire.ts';

/** Signals of prompt injection over HTTP (docs/alerts.md). */
export const signalRoutes: AnyEdgeRoute[] = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/signals',
    action: 'monitor.read',
    summary: 'Requests with signals of prompt injection over time, and how many of all requests could be scanned',
    query: signalsQuery,
    responses: { 200: signalsResponse },
    handle: async ({ ctx, query: { from, to, step, ...about } }) =>
      ok(
        signalsWire(
          await readSignals(ctx, {
            ...about,
            ...(from === undefined ? {} : { from: Date.parse(from) }),
            ...(to === undefined ? {} : { to: Date.parse(to) }),
            ...(step === undefined ? {} : { stepMs: step * 1000 }),
          }),
        ),
      ),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/signals/hits',
    action: 'event.read',
    summary:
      'Requests with signals of prompt injection, the newest first, each with the rules and where they were found',
    query: pageQuery.extend(hitFilter),
    responses: { 200: z.object({ data: z.array(hitResponse), next_cursor: z.string().nullable() }) },
    handle: async ({ ctx, query }) => {
      const page = await readHits(ctx, query);
      return ok({ ...page, data: page.data.map(hitWire) });
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/signals/canaries',
    action: 'monitor.read',
    summary: 'The texts that are looked for in outputs, by prompt',
    query: z.strictObject({}),
    responses: { 200: canariesResponse },
    handle: async ({ ctx }) => ok(canariesWire(await readCanaries(ctx))),
  }),
  edgeRoute({
    method: 'PUT',
    path: '/api/v1/signals/canaries',
    action: 'monitor.write',
    summary: 'Set or remove the canary of a prompt, or of all prompts',
    body: canaryBody,
    responses: { 200: canariesResponse },
    refuses: [409],
    handle: async ({ ctx, body }) => ok(canariesWire(await putCanary(ctx, body))),
  }),
];
