import { z } from 'zod';
import { created, edgeRoute, ok } from '#server/platform/http/route.ts';
import { createRestrictionBody, restrictionResponse } from '#server/rollouts/contract.ts';
import { readRestrictions, restrictionWire } from './read-restrictions.ts';
import { createRestriction, liftRestriction } from './write-restriction.ts';

/** What a responder holds back, over HTTP (docs/runbooks.md). */
export const restrictionRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/restrictions',
    action: 'restriction.read',
    summary: 'List blocked users and capped inputs, those in force and those of the last 7 days',
    query: z.strictObject({}),
    responses: { 200: z.object({ data: z.array(restrictionResponse), next_cursor: z.null() }) },
    handle: async ({ ctx }) => ok({ data: await readRestrictions(ctx), next_cursor: null }),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/restrictions',
    action: 'restriction.write',
    summary: 'Block a user, or cap the input of a prompt in an environment, for at most 7 days',
    creates: true,
    addsEachTime: true,
    body: createRestrictionBody,
    refuses: [409],
    responses: { 201: restrictionResponse },
    handle: async ({ ctx, body }) => created(restrictionWire(await createRestriction(ctx, body), ctx.clock.now())),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/restrictions/{id}/lift',
    action: 'restriction.write',
    summary: 'Lift a restriction now',
    body: z.strictObject({}),
    refuses: [409],
    responses: { 200: restrictionResponse },
    handle: async ({ ctx, params }) =>
      ok(restrictionWire(await liftRestriction(ctx, params.id ?? ''), ctx.clock.now())),
  }),
];
