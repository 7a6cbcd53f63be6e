import { z } from 'zod';
import type { Services } from '#server/platform/context.ts';
import { Fault } from '#server/platform/faults.ts';
import { openApiOf } from '#server/platform/http/openapi.ts';
import { type AnyEdgeRoute, edgeRoute, ok } from '#server/platform/http/route.ts';
import { pendingMigrations } from './migrate.ts';

/** A load balancer needs the result at once, and asks again in a moment. */
const READY_MS_MAX = 1_500;

export type Readiness = {
  /** Why this process is not ready, as a sentence; null where it is. */
  notReady(): string | null;
};

/**
 * `/livez`, `/readyz` and the OpenAPI document. `routes` is called on the first request, so that it lists every route.
 */
export function operationRoutes(
  services: Services,
  routes: () => readonly AnyEdgeRoute[],
  readiness: Readiness,
): AnyEdgeRoute[] {
  let document: string | null = null;
  return [
    edgeRoute({
      method: 'GET',
      path: '/livez',
      action: 'health.read',
      summary: 'Whether the process runs',
      responses: { 200: z.object({ status: z.literal('ok') }) },
      handle: () => ok({ status: 'ok' }),
    }),
    edgeRoute({
      method: 'GET',
      path: '/readyz',
      action: 'health.read',
      summary: 'Whether the process can serve: database, migrations, snapshot, not draining',
      responses: { 200: z.object({ status: z.literal('ready') }) },
      refuses: [503],
      limitMs: READY_MS_MAX,
      handle: async () => {
        const reason =
          readiness.notReady() ??
          ((await pendingMigrations(services.sql)).length > 0 ? 'Migrations are pending.' : null);
        if (reason) throw new Fault('not_ready', { status: 503, public: reason, headers: { 'retry-after': '1' } });
        return ok({ status: 'ready' });
      },
    }),
    edgeRoute({
      method: 'GET',
      path: '/api/v1/openapi.json',
      action: 'health.read',
      summary: 'This contract as OpenAPI 3.1',
      handle: () => {
        document ??= JSON.stringify(openApiOf(routes(), services.edgeUrl));
        return { status: 200, body: document };
      },
    }),
  ];
}
