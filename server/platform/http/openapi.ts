import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { ACTIONS } from '../actions.ts';
import type { AnyEdgeRoute, RefusalStatus } from './route.ts';

/** A loose object, since a refusal may also carry the current state, a link or the rejected lines. */
const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  instance: z.string(),
  errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
});

function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // A response may gain a field without a new path version, so the schema must not exclude further fields.
    override: ({ jsonSchema }) => {
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return json;
}

const REQUEST_ID = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };
const nameOf = (status: number): string => (STATUS_CODES[status] ?? String(status)).replaceAll(/\W/g, '');

function headersOf(route: AnyEdgeRoute): unknown[] {
  const header = (name: string, required: boolean, description: string) => {
    return { name, in: 'header', required, description, schema: { type: 'string' } };
  };
  return [
    ...(route.creates ? [header('Idempotency-Key', false, 'The same key and body gets the same response again.')] : []),
    ...(route.ifMatch
      ? [header('If-Match', route.ifMatch === 'needed', 'The revision that was read, as its ETag.')]
      : []),
  ];
}

function parametersOf(route: AnyEdgeRoute): unknown[] {
  const path = [...route.path.matchAll(/\{(\w+)\}/g)].map((m) => ({
    name: m[1],
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  if (!route.query) return [...path, ...headersOf(route)];
  const json = schemaOf(route.query, 'input') as { properties?: Record<string, unknown>; required?: string[] };
  const query = Object.entries(json.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: json.required?.includes(name) ?? false,
    schema,
  }));
  return [...path, ...query, ...headersOf(route)];
}

function operationOf(route: AnyEdgeRoute): Record<string, unknown> {
  const rule = ACTIONS[route.action];
  const documented = Object.entries(route.responses ?? { 200: z.looseObject({}) }).map(([status, schema]) => [
    status,
    { description: route.summary, headers: REQUEST_ID, content: contentOf(route, schema) },
  ]);
  return {
    summary: route.summary,
    operationId: `${route.method.toLowerCase()}${route.path.replace(/\W+/g, '_')}`,
    tags: [route.action.split('.')[0]],
    description: rule.scopes.length > 0 ? `Scopes: ${rule.scopes.join(', ')}. Least role: ${rule.least}.` : undefined,
    security: rule.least === 'anyone' ? [] : [{ key: [] }],
    parameters: parametersOf(route),
    ...requestBodyOf(route),
    responses: {
      ...Object.fromEntries(documented),
      ...Object.fromEntries(
        refusalsOf(route).map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }]),
      ),
      default: { $ref: '#/components/responses/Refusal' },
    },
  };
}

const contentOf = ({ responseType }: AnyEdgeRoute, schema: z.ZodType) =>
  responseType === undefined
    ? { 'application/json': { schema: schemaOf(schema, 'output') } }
    : { [responseType]: { schema: { type: 'string' } } };

function requestBodyOf(route: AnyEdgeRoute): { requestBody?: unknown } {
  const body = route.body ?? route.rawBody;
  if (!body) return {};
  const others = (route.rawTypes ?? []).map((type) => [type, { schema: { type: 'string' } }]);
  const content = { 'application/json': { schema: schemaOf(body, 'input') }, ...Object.fromEntries(others) };
  return { requestBody: { required: true, content } };
}

const RETRY_AFTER = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } };

function responses(): Record<string, unknown> {
  const problemResponse = (description: string, headers: object = {}) => ({
    description,
    headers: { ...REQUEST_ID, ...headers },
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  const known = Object.entries(REFUSALS).map(([status, description]) => [
    nameOf(Number(status)),
    problemResponse(description, ['429', '503'].includes(status) ? RETRY_AFTER : {}),
  ]);
  return { ...Object.fromEntries(known), Refusal: problemResponse('Any other refusal, in the same shape (RFC 9457).') };
}

/** OpenAPI 3.1 of the edge, from the same schemas that validate the requests. */
export function openApiOf(routes: readonly AnyEdgeRoute[], serverUrl: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = paths[route.path] ?? {};
    paths[route.path] = { ...path, [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Switchyard',
      version: '1',
      description: 'The release control plane for LLM products. Any body may be sent with Content-Encoding: gzip.',
    },
    servers: [{ url: serverUrl }],
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', bearerFormat: 'sy_…' } },
      headers: {
        RequestId: { description: 'Finds the request in our log.', schema: { type: 'string', format: 'uuid' } },
      },
      schemas: { Problem: schemaOf(problem, 'output') },
      responses: responses(),
    },
    paths,
  };
}

/** The published description of each status of a refusal. */
const REFUSALS: Record<RefusalStatus, string> = {
  400: 'The request cannot be read: broken JSON, bytes that are no UTF-8, or a forbidden key.',
  401: 'The key is missing, malformed, unknown or revoked: one identical body for all of them.',
  403: 'The key lacks the scope, or its owner the role.',
  404: 'Nothing is at this address, or it is another project’s: the same bytes.',
  409: 'The current state does not allow it, or the first request with this Idempotency-Key still runs.',
  413: 'The body is too large, as it was sent or when inflated, holds too many values, or takes more memory to handle than one request may have.',
  415: 'The body has a type or an encoding that is not accepted here.',
  422: 'Readable but wrong: `errors` names each field.',
  428: 'If-Match is missing: send the revision that was read.',
  429: 'Too much waits or is under way already. Send it again after Retry-After.',
  503: 'Not now: the database cannot be reached or written. `unavailable`: nothing was changed; `outcome_unknown`: whether the change was made was not confirmed in time. Try again after Retry-After.',
};

/** The statuses that a route may refuse with, ascending: those that follow from its inputs, and those it declares. */
export function refusalsOf(route: AnyEdgeRoute): RefusalStatus[] {
  const hasBody = route.body !== undefined || route.raw === true;
  const found = new Set<RefusalStatus>(route.refuses ?? []);
  const add = (when: boolean, ...statuses: RefusalStatus[]) => {
    for (const status of when ? statuses : []) found.add(status);
  };
  add(ACTIONS[route.action].least !== 'anyone', 401, 403, 503);
  add(hasBody, 400, 413, 415, 422, route.busyIs503 ? 503 : 429);
  add(route.isHeavy !== undefined, 413, 429);
  add(route.path.includes('{'), 404);
  add(route.query !== undefined, 422);
  add(route.creates !== undefined, 422);
  add(route.creates === true, 409);
  add(route.ifMatch !== undefined, 409, 428);
  return [...found].sort((a, b) => a - b);
}
