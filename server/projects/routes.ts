import { z } from 'zod';
import type { Project } from '#server/platform/context.ts';
import { edgeRoute, ok } from '#server/platform/http/route.ts';
import { projectPatch, projectResponse } from './contract.ts';
import { type DataSettings, readDataSettings, updateDataSettings } from './data-settings.ts';

/** The project of the key over HTTP, and what it stores of requests. */
export const projectRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/project',
    action: 'project.read',
    summary: 'The project of the key, and what it stores of requests',
    query: z.strictObject({}),
    responses: { 200: projectResponse },
    handle: async ({ ctx }) => ok(projectWire(ctx.project, await readDataSettings(ctx))),
  }),
  edgeRoute({
    method: 'PATCH',
    path: '/api/v1/project',
    action: 'project.update',
    summary: 'Set whether inputs and outputs of events are stored from now on',
    body: projectPatch,
    responses: { 200: projectResponse },
    handle: async ({ ctx, body }) =>
      ok(projectWire(ctx.project, await updateDataSettings(ctx, { storesTexts: body.stores_texts }))),
  }),
];

const projectWire = ({ name, simulated }: Project, settings: DataSettings): z.output<typeof projectResponse> => ({
  ...{ name, simulated },
  stores_texts: settings.storesTexts,
  raw_retention_days: settings.rawRetentionDays,
});
