import { z } from 'zod';
import { FILE_ELEMENTS_MAX, LONG_MS_MAX } from '#server/platform/http/limits.ts';
import { pageQuery } from '#server/platform/http/paging.ts';
import { type AnyEdgeRoute, created, edgeRoute, ok } from '#server/platform/http/route.ts';
import {
  createDatasetBody,
  datasetDetailResponse,
  datasetResponse,
  itemResponse,
  itemSchema,
  itemsImportedResponse,
} from './contract.ts';
import { createDataset } from './datasets/create-dataset.ts';
import { findDataset } from './datasets/find-dataset.ts';
import { importItems } from './datasets/import-items.ts';
import { parseItems } from './datasets/parse-items.ts';
import { readDataset, readDatasets } from './datasets/read-datasets.ts';
import { readItems } from './datasets/read-items.ts';
import { runRoutes } from './run-routes.ts';
import { datasetVersionWire, datasetWire, itemWire } from './wire.ts';

const ITEMS_BYTES_MAX = 50_000_000;

const pageOf = (row: z.ZodType) => z.object({ data: z.array(row), next_cursor: z.string().nullable() });

/** Datasets over HTTP (docs/api.md), then the eval runs. */
export const evalRoutes: AnyEdgeRoute[] = [
  edgeRoute({
    method: 'POST',
    path: '/api/v1/datasets',
    action: 'eval.write',
    summary: 'Create an empty dataset',
    creates: true,
    body: createDatasetBody,
    responses: { 201: datasetResponse },
    handle: async ({ ctx, body }) => {
      const row = await createDataset(ctx, body);
      return created(datasetWire({ ...row, items: 0, categories: [], updatedAt: row.createdAt }));
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/datasets',
    action: 'eval.read',
    summary: 'List datasets by name',
    query: pageQuery.extend({ search: z.string().max(200).optional() }),
    responses: { 200: pageOf(datasetResponse) },
    handle: async ({ ctx, query }) => {
      const page = await readDatasets(ctx, query);
      return ok({ ...page, data: page.data.map(datasetWire) });
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/datasets/{name}',
    action: 'eval.read',
    summary: 'Read a dataset and its versions',
    responses: { 200: datasetDetailResponse },
    handle: async ({ ctx, params }) => {
      const row = await readDataset(ctx, params.name ?? '');
      return ok({ ...datasetWire(row), versions: row.versions.map(datasetVersionWire) });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/datasets/{name}/items',
    action: 'eval.write',
    summary: 'Put items into a dataset by id: a JSON array, NDJSON or CSV (also promptfoo’s)',
    creates: true,
    raw: true,
    rawBody: z.union([z.array(itemSchema), z.strictObject({ items: z.array(itemSchema) })]),
    rawTypes: ['application/x-ndjson', 'text/csv'],
    maxBytes: ITEMS_BYTES_MAX,
    limitMs: LONG_MS_MAX,
    elementsMax: FILE_ELEMENTS_MAX,
    query: z.strictObject({ partial: z.enum(['true', 'false']).default('false') }),
    responses: { 200: itemsImportedResponse, 201: itemsImportedResponse },
    handle: async ({ ctx, params, query, bytes, header }) => {
      const name = params.name ?? '';
      await findDataset(ctx, name);
      const lines = parseItems(bytes, header('content-type'));
      const imported = await importItems(ctx, name, { lines, partial: query.partial === 'true' });
      return imported.added + imported.changed > 0 ? created(imported) : ok(imported);
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/datasets/{name}/items',
    action: 'eval.read',
    summary: 'List the items of a dataset as they stood at a version',
    query: pageQuery.extend({
      version: z.coerce.number().int().min(0).max(1_000_000).optional(),
      category: z.string().max(200).optional(),
      search: z.string().max(200).optional(),
    }),
    responses: { 200: pageOf(itemResponse) },
    handle: async ({ ctx, params, query }) => {
      const page = await readItems(ctx, await findDataset(ctx, params.name ?? ''), query);
      return ok({ ...page, data: page.data.map(itemWire) });
    },
  }),
  ...runRoutes,
];
