import { z } from 'zod';
import { edgeRoute, ok } from '#server/platform/http/route.ts';
import { savingsResponse } from './contract.ts';
import { readSavings } from './read-savings.ts';
import { requestSavings } from './request-savings.ts';
import { savingsWire } from './wire.ts';

/** Savings over HTTP (docs/api.md). */
export const savingsRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/cost/savings',
    action: 'savings.read',
    summary: 'Read the newest savings report: a card for each technique, with its arithmetic',
    query: z.strictObject({}),
    responses: { 200: savingsResponse },
    handle: async ({ ctx }) => ok(savingsWire(await readSavings(ctx))),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/cost/savings',
    action: 'savings.compute',
    summary: 'Compute the savings report again, in the worker; while one is computed this changes nothing',
    body: z.strictObject({}),
    responses: { 202: savingsResponse },
    handle: async ({ ctx }) => ({ status: 202, body: savingsWire(await requestSavings(ctx)) }),
  }),
];
