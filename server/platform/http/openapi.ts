import { z } from 'zod';
import { ACTIONS } from '../actions.ts';
import type { AnyEdgeRoute } from './route.ts';

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  instance: z.string(),
  errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
});

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
};

function headersOf(route: AnyEdgeRoute): unknown[] {
  const header = (name: string, required: boolean, description: string) => {
    return { name, in: 'header', required, description, schema: { type: 'string' } };
  };
  return [
    ...(route.creates ? [header('Idempotency-Key', false, 'The same key and body gives the same answer again.')] : []),
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
  const body = route.body ?? route.rawBody;
  const answers = Object.entries(route.answers ?? { 200: z.looseObject({}) }).map(([status, schema]) => [
    status,
    { description: route.summary, content: { 'application/json': { schema: schemaOf(schema, 'output') } } },
  ]);
  return {
    summary: route.summary,
    operationId: `${route.method.toLowerCase()}${route.path.replace(/\W+/g, '_')}`,
    tags: [route.action.split('.')[0]],
    description: rule.scopes.length > 0 ? `Scopes: ${rule.scopes.join(', ')}. Least role: ${rule.least}.` : undefined,
    security: rule.least === 'anyone' ? [] : [{ key: [] }],
    parameters: parametersOf(route),
    ...(body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }
      : {}),
    responses: {
      ...Object.fromEntries(answers),
      default: {
        description: 'An error (RFC 9457).',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
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
    info: { title: 'Switchyard', version: '1', description: 'The release control plane for LLM products.' },
    servers: [{ url: serverUrl }],
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', bearerFormat: 'sy_…' } },
      schemas: { Problem: schemaOf(problem, 'output') },
    },
    paths,
  };
}
