import { z } from 'zod';
import { modelResponse } from '#server/models/contract.ts';
import { viewModel } from '#server/models/read-models.ts';
import { modelWire } from '#server/models/wire.ts';
import { pageQuery } from '#server/platform/http/paging.ts';
import { edgeRoute, ok } from '#server/platform/http/route.ts';
import {
  confirmPriceBody,
  disagreementResponse,
  disagreementsResponse,
  dismissPriceBody,
  listedResponse,
} from './contract.ts';
import { confirmDisagreement, dismissDisagreement } from './decide-disagreement.ts';
import { WARNINGS } from './domain/price-checks.ts';
import { readListedPrices, useListedPrices } from './listed-prices.ts';
import { type DisagreementRow, readDisagreements } from './read-disagreements.ts';

const disagreementWire = (row: DisagreementRow) => ({
  ...{ id: row.id, provider: row.provider, model_id: row.modelId, meter: row.meter, when: row.conditions },
  ...{ since: row.since?.toISOString() ?? null, stated: row.stated, ratio: row.ratio },
  warnings: row.warnings.map((code) => ({ code, message: WARNINGS[code] })),
  found_at: row.foundAt.toISOString(),
});

const keyOf = (params: Record<string, string>) => ({ provider: params.provider ?? '', modelId: params.id ?? '' });

/** Catalogues of prices over HTTP (docs/models.md). */
export const catalogueRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/models/disagreements',
    action: 'model.read',
    summary: 'List prices on which the registry and the catalogues differ, those with a warning first',
    query: pageQuery.extend({ search: z.string().max(200).optional() }),
    responses: { 200: disagreementsResponse },
    handle: async ({ ctx, query }) => {
      const page = await readDisagreements(ctx, query);
      return ok({ ...page, data: page.data.map(disagreementWire) });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/models/disagreements/{id}/confirm',
    action: 'model.write',
    summary: 'Write the price of one catalogue into the registry, from a day on',
    body: confirmPriceBody,
    refuses: [404, 409],
    responses: { 200: disagreementResponse },
    handle: async ({ ctx, params, body: { source, from = null } }) =>
      ok(disagreementWire(await confirmDisagreement(ctx, { id: params.id ?? '', source, from }))),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/models/disagreements/{id}/dismiss',
    action: 'model.write',
    summary: "Keep the registry's price, with a reason",
    body: dismissPriceBody,
    refuses: [404, 409],
    responses: { 200: disagreementResponse },
    handle: async ({ ctx, params, body }) =>
      ok(disagreementWire(await dismissDisagreement(ctx, { id: params.id ?? '', ...body }))),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/models/{provider}/{id}/listed-prices',
    action: 'model.read',
    summary: 'List what the catalogues state of a model',
    responses: { 200: listedResponse },
    handle: async ({ ctx, params }) => {
      const all = await readListedPrices(ctx, keyOf(params));
      return ok({
        data: all.map(({ modelId, readOn, ...one }) => ({ ...one, model_id: modelId, read_on: readOn })),
      });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/models/{provider}/{id}/listed-prices',
    action: 'model.write',
    summary: 'Write what one catalogue states of a model into the registry',
    body: confirmPriceBody,
    responses: { 200: modelResponse },
    handle: async ({ ctx, params, body: { source, from = null } }) => {
      const row = await useListedPrices(ctx, { ...keyOf(params), source, from });
      return ok(modelWire(await viewModel(ctx, row)));
    },
  }),
];
