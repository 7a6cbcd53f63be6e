import { LONG_MS_MAX } from '#server/platform/http/limits.ts';
import { created, edgeRoute, ok } from '#server/platform/http/route.ts';
import { openedResponse, openPromotionsBody, rehearsalQuery, rehearsalResponse } from './contract.ts';
import { openPromotions } from './open-promotions.ts';
import { readRehearsal } from './read-rehearsal.ts';
import { rehearsalWire } from './wire.ts';

/** Both compute gates, and a rehearsal prices requests as well: too much for the process that serves resolve. */
const isHeavy = async () => true;

const modelOf = (params: Record<string, string>) => ({ provider: params.provider ?? '', modelId: params.id ?? '' });

/** Migration rehearsals over HTTP (docs/models.md). */
export const rehearsalRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/models/{provider}/{id}/rehearsal',
    action: 'promotion.read',
    summary: 'Rehearse the move of a model’s prompts to its replacements: verdict, cost and P99 of each',
    query: rehearsalQuery,
    limitMs: LONG_MS_MAX,
    responses: { 200: rehearsalResponse },
    isHeavy,
    handle: async ({ ctx, params, query }) => {
      const chosen = query.replacement?.split(',') ?? [];
      return ok(rehearsalWire(await readRehearsal(ctx, { ...modelOf(params), chosen })));
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/models/{provider}/{id}/rehearsal/promotions',
    action: 'promotion.request',
    summary: 'Open the promotions that move a model’s prompts to a replacement: all or none',
    creates: true,
    body: openPromotionsBody,
    limitMs: LONG_MS_MAX,
    responses: { 201: openedResponse },
    isHeavy,
    handle: async ({ ctx, params, body }) => created(await openPromotions(ctx, { ...modelOf(params), ...body })),
  }),
];
