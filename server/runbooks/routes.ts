import { z } from 'zod';
import { type AnyEdgeRoute, created, edgeRoute, ok } from '#server/platform/http/route.ts';
import { createRunbookBody, drillResponse, patchRunbookBody, runbookResponse, runbookRowResponse } from './contract.ts';
import { readRunbook, readRunbooks } from './read-runbooks.ts';
import { recordDrill } from './record-drill.ts';
import { createRunbook, updateRunbook } from './save-runbook.ts';
import { drillWire, runbookRowWire, runbookWire } from './wire.ts';

/** Runbooks over HTTP (docs/runbooks.md). */
export const runbookRoutes: AnyEdgeRoute[] = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/runbooks',
    action: 'runbook.read',
    summary: 'List all runbooks, the built-in ones first, with their dead steps and last drill',
    query: z.strictObject({}),
    responses: { 200: z.object({ data: z.array(runbookRowResponse), next_cursor: z.null() }) },
    handle: async ({ ctx }) => ok({ data: (await readRunbooks(ctx)).map(runbookRowWire), next_cursor: null }),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/runbooks',
    action: 'runbook.write',
    summary: 'Add a runbook of the project’s own',
    creates: true,
    body: createRunbookBody,
    responses: { 201: runbookResponse },
    handle: async ({ ctx, body }) =>
      created(runbookWire(await readRunbook(ctx, (await createRunbook(ctx, body)).name))),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/runbooks/{name}',
    action: 'runbook.read',
    summary: 'Read a runbook with its steps, and whether each could act now',
    responses: { 200: runbookResponse },
    handle: async ({ ctx, params }) => ok(runbookWire(await readRunbook(ctx, params.name ?? ''))),
  }),
  edgeRoute({
    method: 'PATCH',
    path: '/api/v1/runbooks/{name}',
    action: 'runbook.write',
    summary: 'Write the next version of a runbook, built-in ones too',
    body: patchRunbookBody,
    refuses: [409],
    responses: { 200: runbookResponse },
    handle: async ({ ctx, params, body }) => {
      await updateRunbook(ctx, params.name ?? '', body);
      return ok(runbookWire(await readRunbook(ctx, params.name ?? '')));
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/runbooks/{name}/drills',
    action: 'runbook.write',
    summary: 'Check every step of a runbook that acts and keep the result; changes nothing else',
    creates: true,
    addsEachTime: true,
    body: z.strictObject({}),
    responses: { 201: drillResponse },
    handle: async ({ ctx, params }) => {
      const drill = await recordDrill(ctx, { name: params.name ?? '' });
      if (drill === null) throw new Error('A drill without a month is always kept.');
      return created(drillWire(drill));
    },
  }),
];
