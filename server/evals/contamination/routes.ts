import { z } from 'zod';
import { edgeRoute, ok } from '#server/platform/http/route.ts';
import { nameSchema } from '#server/prompts/contract.ts';
import { acceptContamination } from './accept-contamination.ts';
import { acceptContaminationBody, acceptContaminationResponse, contaminationsResponse } from './contract.ts';
import { type Contamination, readContaminations } from './read-contamination.ts';

const contaminationWire = ({ golden, training, models, reached, sharedTotal, shared, reason }: Contamination) => ({
  golden,
  training,
  models,
  reached,
  shared_total: sharedTotal,
  shared: shared.map(({ goldenId, trainingId, by }) => ({ item: goldenId, training_item: trainingId, by })),
  reason: reason && { ...reason, at: reason.at.toISOString() },
});

/** Contamination over HTTP (docs/api.md). */
export const contaminationRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/contamination',
    action: 'eval.read',
    summary: 'Golden sets that share items with what a model was trained on',
    query: z.strictObject({ dataset: nameSchema.optional() }),
    responses: { 200: contaminationsResponse },
    handle: async ({ ctx, query }) => {
      const { rows, ...rest } = await readContaminations(ctx, query.dataset);
      return ok({ data: rows.map(contaminationWire), ...rest });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/datasets/{name}/contamination',
    action: 'gate.policy',
    summary: 'Say why a golden set measures although it shares items with what a model was trained on',
    body: acceptContaminationBody,
    responses: { 200: acceptContaminationResponse },
    handle: async ({ ctx, params, body }) =>
      ok(await acceptContamination(ctx, { dataset: params.name ?? '', reason: body.reason })),
  }),
];
