import { Fault, invalidFields } from '#server/platform/faults.ts';
import { checkStorable, decodeText, parseJson } from '#server/platform/http/json.ts';
import { type AnyEdgeRoute, type EdgeResponse, edgeRoute } from '#server/platform/http/route.ts';
import { resolveBody, resolveResponse } from './contract.ts';
import { checkResolveBody } from './domain/resolve-body.ts';
import type { LiveSnapshot } from './refresh-snapshot.ts';
import { resolve } from './resolve.ts';

const JSON_TYPE = /^application\/(?:[\w.+-]*\+)?json\b/i;

/** Routes of rollouts, served from `snapshot`: no database and no network on the path of resolve. */
export const rolloutRoutes = (snapshot: LiveSnapshot): AnyEdgeRoute[] => [
  edgeRoute({
    method: 'POST',
    path: '/api/v1/resolve',
    action: 'prompt.resolve',
    summary: 'Which variant serves this key',
    rawBody: resolveBody,
    raw: true,
    atOnce: true,
    fromMemory: true,
    elementsMax: 10_000,
    refuses: [404],
    responses: { 200: resolveResponse },
    handle({ ctx, bytes, header }): EdgeResponse {
      const type = header('content-type');
      if (type !== undefined && !JSON_TYPE.test(type)) {
        throw new Fault('unsupported_media_type', { status: 415, public: 'Send the body as application/json.' });
      }
      const { request, wrong } = checkResolveBody(parseJson(decodeText(bytes)));
      if (request === null) throw invalidFields(wrong);
      // A key that not every language can write as UTF-8 would be in different buckets.
      checkStorable({ key: request.key, variables: request.variables });
      return { status: 200, body: resolve(snapshot, ctx.project.id, request) };
    },
  }),
];
