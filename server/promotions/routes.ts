import { z } from 'zod';
import type { Ctx } from '#server/platform/context.ts';
import { etagOf, revisionOf } from '#server/platform/http/if-match.ts';
import { pageQuery } from '#server/platform/http/paging.ts';
import { type AnyEdgeRoute, created, edgeRoute, ok } from '#server/platform/http/route.ts';
import { environmentNameSchema, nameSchema } from '#server/prompts/contract.ts';
import { createPromotion } from './actions/create-promotion.ts';
import { PROMOTION_HANDLERS } from './actions/promotion-handlers.ts';
import {
  createPromotionBody,
  promotionActionBody,
  promotionResponse,
  promotionRowResponse,
  promotionStatusSchema,
} from './contract.ts';
import { isLargePromotion } from './reads/is-large-promotion.ts';
import { readPromotion } from './reads/read-promotion.ts';
import { readPromotions } from './reads/read-promotions.ts';
import { promotionRowWire, promotionWire } from './wire.ts';

/** The body and ETag of a response with one promotion; the ETag is its revision. */
async function shown(ctx: Ctx, id: string) {
  const detail = await readPromotion(ctx, id);
  return [promotionWire(detail), etagOf(detail.revision)] as const;
}

const actionRoutes = Object.entries(PROMOTION_HANDLERS).map(
  ([name, { permission, handle }]): AnyEdgeRoute =>
    edgeRoute({
      method: 'POST',
      path: `/api/v1/promotions/{id}/${name}`,
      action: permission,
      summary: `${name[0]?.toUpperCase()}${name.slice(1)} a promotion; needs If-Match with its revision`,
      body: promotionActionBody,
      ifMatch: 'needed',
      responses: { 200: promotionResponse },
      handle: async ({ ctx, params, body, header }) => {
        const id = params.id ?? '';
        await handle(ctx, { id, revision: revisionOf(header('if-match')), ...body });
        return ok(...(await shown(ctx, id)));
      },
    }),
);

/** Promotions over HTTP. */
export const promotionRoutes: AnyEdgeRoute[] = [
  edgeRoute({
    method: 'POST',
    path: '/api/v1/promotions',
    action: 'promotion.request',
    summary: 'Open a promotion and start its gate',
    creates: true,
    body: createPromotionBody,
    refuses: [404],
    responses: { 201: promotionResponse },
    handle: async ({ ctx, body }) => created(...(await shown(ctx, (await createPromotion(ctx, body)).id))),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/promotions',
    action: 'promotion.read',
    summary: 'List promotions, newest first',
    query: pageQuery.extend({
      status: promotionStatusSchema.optional(),
      prompt: nameSchema.optional(),
      to: environmentNameSchema.optional(),
    }),
    responses: { 200: z.object({ data: z.array(promotionRowResponse), next_cursor: z.string().nullable() }) },
    handle: async ({ ctx, query }) => {
      const page = await readPromotions(ctx, query);
      return ok({ ...page, data: page.data.map(promotionRowWire) });
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/promotions/{id}',
    action: 'promotion.read',
    summary: 'Read everything a reviewer needs',
    responses: { 200: promotionResponse },
    isHeavy: ({ ctx, params }) => isLargePromotion(ctx, params.id ?? ''),
    handle: async ({ ctx, params }) => ok(...(await shown(ctx, params.id ?? ''))),
  }),
  ...actionRoutes,
];
