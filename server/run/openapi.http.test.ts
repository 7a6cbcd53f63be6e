import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type System, startSystem } from '#test/harness/system.ts';

type Operation = {
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, object> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: object }> }>;
};

let system: System;
let document: { components: { responses: Record<string, object> } };
let operations: [string, Operation][];
beforeAll(async () => {
  system = await startSystem();
  const { body } = await system.api('GET', '/api/v1/openapi.json');
  document = body;
  operations = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
});
afterAll(() => system.dispose());

const namesOf = (wanted: (operation: Operation) => boolean) =>
  operations.filter(([, operation]) => wanted(operation)).map(([name]) => name);
const header = (operation: Operation, name: string) =>
  operation.parameters.find((it) => it.in === 'header' && it.name === name);

test('every route of this edge is in the published contract', () => {
  const routes = system.edge.routes.map(({ method, path }) => `${method.toLowerCase()} ${path}`);
  expect(operations.map(([name]) => name).sort()).toEqual(routes.sort());
});

test('docs/api.md lists exactly the routes of this edge', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8');
  const [, table = ''] = /^## Every route$(.*?)^## /ms.exec(text) ?? [];
  const named = [...table.matchAll(/`([A-Z/]+) (\/[^`]*)`/g)].flatMap(([, methods = '', path = '']) =>
    methods.split('/').map((method) => `${method.toLowerCase()} ${path}`),
  );
  const others = ['reject', 'cancel', 'recheck', 'rollback', 'pause', 'resume', 'advance'];
  const decisions = others.map((action) => `post /api/v1/promotions/{id}/${action}`);
  expect([...new Set([...named, ...decisions])].sort()).toEqual(operations.map(([name]) => name).sort());
});

test('every route with a body has a schema of it', () => {
  const bodyless = namesOf((operation) => operation.requestBody === undefined);
  expect(bodyless.filter((name) => !/^(get|delete) /.test(name))).toEqual([]);
});

test('every response has a schema with fields, but for the three routes that return documents', () => {
  const vague = namesOf(({ responses }) =>
    Object.entries(responses).some(([status, { content }]) => {
      const schema = JSON.stringify(content?.['application/json']?.schema ?? {});
      return status.startsWith('2') && !/"properties":\{"|"anyOf"/.test(schema);
    }),
  );
  expect(vague.sort()).toEqual(['get /api/v1/cost/focus', 'get /api/v1/openapi.json', 'get /metrics']);
});

test('every refusal of a route is published, with its description', () => {
  const refusals = (name: string) =>
    Object.keys(Object.fromEntries(operations)[name]?.responses ?? {}).filter((status) => status >= '4');
  expect(refusals('post /api/v1/prompts')).toEqual([
    '400',
    '401',
    '403',
    '409',
    '413',
    '415',
    '422',
    '429',
    '503',
    'default',
  ]);
  expect(refusals('get /api/v1/prompts/{name}')).toEqual(['401', '403', '404', '503', 'default']);
  expect(refusals('post /api/v1/promotions/{id}/approve')).toContain('428');
  expect(refusals('post /api/v1/events')).toContain('429');
  expect(refusals('get /livez')).toEqual(['default']);
  const named = operations.flatMap(([, { responses }]) => Object.values(responses).flatMap(({ $ref = '' }) => $ref));
  const refs = [...new Set(named)].filter((ref) => ref !== '');
  expect(refs).toContain('#/components/responses/Unauthorized');
  expect(refs.filter((ref) => !document.components.responses[ref.split('/').at(-1) ?? ''])).toEqual([]);
});

test('bodies and responses that are no JSON are published with their media types', () => {
  const { 'post /api/v1/datasets/{name}/items': items, 'get /metrics': metrics } = Object.fromEntries(operations);
  expect(Object.keys(items?.requestBody?.content ?? {})).toEqual([
    'application/json',
    'application/x-ndjson',
    'text/csv',
  ]);
  expect(Object.keys(metrics?.responses['200']?.content ?? {})).toEqual(['text/plain; version=0.0.4']);
});

test('the actions on a promotion need If-Match, and creating accepts Idempotency-Key', () => {
  const decisions = operations.filter(([name]) => /^post .*promotions\/\{id\}\//.test(name));
  expect(decisions.length).toBe(8);
  for (const [name, operation] of decisions) expect(header(operation, 'If-Match')?.required, name).toBe(true);
  for (const created of ['promotions', 'events', 'outcomes', 'feedback']) {
    const [, create] = operations.find(([name]) => name === `post /api/v1/${created}`) ?? [];
    expect(create && header(create, 'Idempotency-Key'), created).toMatchObject({ required: false });
  }
});
