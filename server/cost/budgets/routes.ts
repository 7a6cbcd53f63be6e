import { z } from 'zod';
import { readJumps } from '#server/cost/jumps/read-jumps.ts';
import { created, edgeRoute, ok } from '#server/platform/http/route.ts';
import { checkBudgeted } from './check-budget.ts';
import {
  budgetResponse,
  createBudgetBody,
  forecastQuery,
  forecastResponse,
  jumpsResponse,
  patchBudgetBody,
} from './contract.ts';
import { createBudget } from './create-budget.ts';
import { readBudget, readBudgets, readForecast, readSoon, viewWith } from './read-budgets.ts';
import { deleteBudget, updateBudget } from './update-budget.ts';
import { budgetWire, forecastWire, jumpsWire } from './wire.ts';

/** Budgets and the forecast over HTTP (docs/api.md). */
export const budgetRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/budgets',
    action: 'budget.read',
    summary: 'List all budgets, at most 100, with spend and forecast of this month',
    query: z.strictObject({}),
    responses: { 200: z.object({ data: z.array(budgetResponse), next_cursor: z.null() }) },
    handle: async ({ ctx }) => {
      const now = ctx.clock.now();
      return ok({ data: (await readBudgets(ctx)).map((view) => budgetWire(view, now)), next_cursor: null });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/budgets',
    action: 'budget.write',
    summary: 'Set a budget for a calendar month',
    creates: true,
    body: createBudgetBody,
    responses: { 201: budgetResponse },
    handle: async ({ ctx, body }) => {
      // Read before it is set: with an Idempotency-Key all of this is one transaction, which then locks the audit log.
      const read = await readSoon(ctx, await checkBudgeted(ctx, body));
      return created(budgetWire(viewWith(await createBudget(ctx, body), read), ctx.clock.now()));
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/budgets/{id}',
    action: 'budget.read',
    summary: 'Read a budget with spend and forecast of this month',
    responses: { 200: budgetResponse },
    handle: async ({ ctx, params }) => ok(budgetWire(await readBudget(ctx, params.id ?? ''), ctx.clock.now())),
  }),
  edgeRoute({
    method: 'PATCH',
    path: '/api/v1/budgets/{id}',
    action: 'budget.write',
    summary: 'Change the amount, the thresholds or hardness of a budget',
    body: patchBudgetBody,
    responses: { 200: budgetResponse },
    handle: async ({ ctx, params, body }) => {
      const row = await updateBudget(ctx, params.id ?? '', body);
      return ok(budgetWire(viewWith(row, await readSoon(ctx, row)), ctx.clock.now()));
    },
  }),
  edgeRoute({
    method: 'DELETE',
    path: '/api/v1/budgets/{id}',
    action: 'budget.write',
    summary: 'Delete a budget; its audit rows and its changes of the feed stay',
    responses: { 200: z.object({ id: z.uuid() }) },
    handle: async ({ ctx, params }) => ok({ id: (await deleteBudget(ctx, params.id ?? '')).id }),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/cost/forecast',
    action: 'budget.read',
    summary: 'Forecast spend to the end of the month, with an 80 % interval',
    query: forecastQuery,
    responses: { 200: forecastResponse },
    handle: async ({ ctx, query }) =>
      ok(forecastWire(await readForecast(ctx, await checkBudgeted(ctx, query)), ctx.clock.now())),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/cost/jumps',
    action: 'budget.read',
    summary: 'List jumps of spend and of input: today and yesterday, then those stored of the 30 days before',
    query: z.strictObject({}),
    responses: { 200: jumpsResponse },
    handle: async ({ ctx }) => ok(jumpsWire(await readJumps(ctx))),
  }),
];
