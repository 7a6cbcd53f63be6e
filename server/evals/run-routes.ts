import { z } from 'zod';
import { FILE_ELEMENTS_MAX, LONG_MS_MAX } from '#server/platform/http/limits.ts';
import { pageQuery } from '#server/platform/http/paging.ts';
import { edgeRoute, ok } from '#server/platform/http/route.ts';
import { readCleanScore } from './contamination/read-clean-score.ts';
import { importRunBody, oneRunResponse, resultResponse, runResponse, runStartedResponse } from './contract.ts';
import { RUN_STATUSES } from './domain/run-status.ts';
import { importRun } from './runs/import-run.ts';
import { importQuery, readImportBody } from './runs/read-import-body.ts';
import { readResults } from './runs/read-results.ts';
import { readRun, readRuns } from './runs/read-runs.ts';
import { cleanScoreWire, resultWire, runWire } from './wire.ts';

const RESULTS_BYTES_MAX = 50_000_000;

/**
 * Eval runs over HTTP. The route that compares two of them is in server/gates, because its response contains the gate's
 * verdicts.
 */
export const runRoutes = [
  edgeRoute({
    method: 'POST',
    path: '/api/v1/eval-runs/import',
    action: 'eval.write',
    summary: 'Score outputs made elsewhere; also takes promptfoo’s results JSON as it is',
    creates: true,
    query: importQuery,
    // The first is the documented body. Any other object may be promptfoo's file, which `readImportBody` checks.
    body: z.union([importRunBody, z.looseObject({})]),
    maxBytes: RESULTS_BYTES_MAX,
    limitMs: LONG_MS_MAX,
    elementsMax: FILE_ELEMENTS_MAX,
    responses: { 202: runStartedResponse },
    handle: async ({ ctx, query, body }) => ({
      status: 202,
      body: await importRun(ctx, await readImportBody(ctx, body, query)),
    }),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/eval-runs',
    action: 'eval.read',
    summary: 'List eval runs, newest first',
    query: pageQuery.extend({
      prompt: z.string().max(200).optional(),
      version: z.coerce.number().int().min(1).max(1_000_000).optional(),
      model: z.string().max(300).optional(),
      dataset: z.string().max(200).optional(),
      status: z.enum(RUN_STATUSES).optional(),
    }),
    responses: { 200: z.object({ data: z.array(runResponse), next_cursor: z.string().nullable() }) },
    handle: async ({ ctx, query }) => {
      const page = await readRuns(ctx, query);
      return ok({ ...page, data: page.data.map(runWire) });
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/eval-runs/{id}',
    action: 'eval.read',
    summary: 'Read an eval run: progress, score by category with its interval, cost, latency',
    responses: { 200: oneRunResponse },
    handle: async ({ ctx, params }) => {
      const run = await readRun(ctx, params.id ?? '');
      const clean = await readCleanScore(ctx, run);
      return ok({ ...runWire(run), without_training: clean && cleanScoreWire(clean) });
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/eval-runs/{id}/results',
    action: 'eval.read',
    summary: 'List the results of an eval run in the order of its dataset',
    query: pageQuery.extend({ category: z.string().max(200).optional(), search: z.string().max(200).optional() }),
    responses: { 200: z.object({ data: z.array(resultResponse), next_cursor: z.string().nullable() }) },
    handle: async ({ ctx, params, query }) => {
      const page = await readResults(ctx, await readRun(ctx, params.id ?? ''), query);
      return ok({ ...page, data: page.data.map(resultWire) });
    },
  }),
];
