import { z } from 'zod';
import { notFound } from '#server/platform/faults.ts';
import { decodeText } from '#server/platform/http/json.ts';
import { FILE_ELEMENTS_MAX, LONG_MS_MAX } from '#server/platform/http/limits.ts';
import { pageQuery } from '#server/platform/http/paging.ts';
import { created, edgeRoute, ok } from '#server/platform/http/route.ts';
import { FILE_FORMATS } from './catalogues/domain/catalogue.ts';
import { exactBody } from './catalogues/file-text.ts';
import { createModelBody, deprecationsResponse, importResponse, modelResponse, patchModelBody } from './contract.ts';
import { createModel } from './create-model.ts';
import { selectModel } from './find-model.ts';
import { importModels } from './import-models.ts';
import { type Leaving, readDeprecations } from './read-deprecations.ts';
import { readModels, viewModel } from './read-models.ts';
import { updateModel } from './update-model.ts';
import { deployedWire, modelWire, retirementWire } from './wire.ts';

const IMPORT_BYTES_MAX = 50_000_000;

const leavingWire = (row: Leaving) => ({
  provider: row.provider,
  model_id: row.modelId,
  status: row.status,
  date: row.date,
  days_left: row.days,
  replacement: row.replacement,
  registered: row.registered,
  owner: row.owner,
  retirement: retirementWire(row.life),
  deployed_to: row.places.map((at) => ({ ...deployedWire(at), owner: at.owner })),
});

/** The model registry over HTTP (docs/api.md). A model id with `/` is URL-encoded. */
export const modelRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/models',
    action: 'model.read',
    summary: 'List models by provider and id',
    query: pageQuery.extend({ search: z.string().max(200).optional(), provider: z.string().max(60).optional() }),
    responses: { 200: z.object({ data: z.array(modelResponse), next_cursor: z.string().nullable() }) },
    handle: async ({ ctx, query }) => {
      const page = await readModels(ctx, query);
      return ok({ ...page, data: page.data.map(modelWire) });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/models',
    action: 'model.write',
    summary: 'Register a model',
    creates: true,
    body: createModelBody,
    responses: { 201: modelResponse },
    handle: async ({ ctx, body }) => created(modelWire(await viewModel(ctx, await createModel(ctx, body)))),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/models/deprecations',
    action: 'model.read',
    summary: 'List models that retire, where they serve, and their replacements',
    query: z.strictObject({ within_days: z.coerce.number().int().min(1).max(3650).default(180) }),
    responses: { 200: deprecationsResponse },
    handle: async ({ ctx, query }) => {
      const { deprecated, imminent, upcoming } = await readDeprecations(ctx, query.within_days);
      return ok({
        deprecated: deprecated.map(leavingWire),
        imminent: imminent.map(leavingWire),
        upcoming: upcoming.map(leavingWire),
      });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/models/import',
    action: 'model.write',
    summary: 'Import a price list (LiteLLM, OpenRouter, models.dev) or our own export',
    creates: true,
    query: z.strictObject({ format: z.enum(FILE_FORMATS).optional() }),
    body: z.unknown(),
    maxBytes: IMPORT_BYTES_MAX,
    limitMs: LONG_MS_MAX,
    elementsMax: FILE_ELEMENTS_MAX,
    responses: { 200: importResponse },
    handle: async ({ ctx, query, body, bytes }) =>
      ok(await importModels(ctx, exactBody(decodeText(bytes), body), query.format)),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/models/{provider}/{id}',
    action: 'model.read',
    summary: 'Read a model, its prices over time and where it serves',
    responses: { 200: modelResponse },
    handle: async ({ ctx, params }) => {
      const row = await selectModel(ctx, { provider: params.provider ?? '', modelId: params.id ?? '' });
      if (!row) throw notFound();
      return ok(modelWire(await viewModel(ctx, row)));
    },
  }),
  edgeRoute({
    method: 'PATCH',
    path: '/api/v1/models/{provider}/{id}',
    action: 'model.write',
    summary: 'Change a model; prices are added by time',
    body: patchModelBody,
    responses: { 200: modelResponse },
    handle: async ({ ctx, params, body }) => {
      const row = await updateModel(ctx, { provider: params.provider ?? '', modelId: params.id ?? '' }, body);
      return ok(modelWire(await viewModel(ctx, row)));
    },
  }),
];
