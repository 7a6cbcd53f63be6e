import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { verifyAudit } from '#server/audit/verify-audit.ts';
import type { AnyEdgeRoute } from '#server/platform/http/route.ts';
import { contentOf } from './authorization/fingerprint.ts';
import { bodiesOf, type Hints, spoilt, textOf } from './fuzz/bodies.ts';
import { fuzzObjects } from './fuzz/objects.ts';
import { type FuzzRequest, requestsTo } from './fuzz/requests.ts';
import { complaintOf, type Received, send } from './fuzz/responses.ts';
import { type System, startSystem } from './harness/system.ts';

/*
 * Every route of the edge gets requests made from its own schema and mutated in every known way. FUZZ_REQUESTS is how
 * many in all; each FUZZ_SEED gives another sequence, and always the same one.
 */

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1_500);
const SEED = Number(process.env.FUZZ_SEED ?? 2026);
const AT_ONCE = 8;
vi.setConfig({ testTimeout: 30_000 + REQUESTS * 100 });

let system: System;
let key: string;
let hints: Hints;
let params: Hints;
beforeAll(async () => {
  system = await startSystem();
  key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
  await system.services.sql`update project set stores_bodies = true`;
  ({ hints, params } = await fuzzObjects(system, key));
});
afterAll(() => system.dispose());

const summary = ({ method, path, headers, body }: FuzzRequest): string =>
  `${method} ${path.slice(0, 300)} ${JSON.stringify(headers)} ${body?.toString('latin1').slice(0, 400) ?? ''}`;

/** Sends all requests, a fixed number at once, and returns what was wrong with the responses. */
async function complaints(
  requests: readonly FuzzRequest[],
  judge: (request: FuzzRequest, response: Received) => string | null,
): Promise<string[]> {
  const wrong: string[] = [];
  const queue = [...requests];
  const worker = async () => {
    for (let request = queue.pop(); request; request = queue.pop()) {
      const says = await send(system.edge.port, key, request).then(
        (response) => judge(request, response),
        // A body that is refused before it was read completely: the connection may end while the client still writes.
        (error: unknown) =>
          /ECONNRESET|EPIPE/.test(String(error)) && (request.body?.length ?? 0) > 50_000 ? null : String(error),
      );
      if (says !== null) wrong.push(`${request.route.method} ${request.route.path}: ${says}\n    ${summary(request)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return wrong;
}

test(`no request causes a 5xx, and each response has its documented shape (FUZZ_SEED=${SEED})`, async () => {
  const { routes } = system.edge;
  // A body can be wrong in more ways than an address.
  const shareOf = (route: AnyEdgeRoute) => (route.method === 'GET' ? 1 : 3);
  const shares = routes.reduce((sum, route) => sum + shareOf(route), 0);
  const requests = routes.flatMap((route, i) => {
    const numRuns = Math.ceil((REQUESTS * shareOf(route)) / shares);
    return fc.sample(requestsTo(route, hints, params), { seed: SEED + i, numRuns });
  });
  expect(await complaints(requests, complaintOf)).toEqual([]);
  expect((await system.api('GET', '/livez')).status).toBe(200);
  expect((await verifyAudit(system.services, system.project().id)).broken).toBeNull();
});

test(`a refused request writes nothing (FUZZ_SEED=${SEED})`, async () => {
  // A batch stores its valid entries beside the invalid one, so these two routes have tests of their own.
  const writing = system.edge.routes.filter((route) => route.method !== 'GET' && route.responses?.[207] === undefined);
  const each = Math.ceil(REQUESTS / writing.length / 4);
  const before = await contentOf(system);
  const requests = writing.flatMap((route, i) => fc.sample(poisoned(route), { seed: SEED + i, numRuns: each }));
  const wrong = await complaints(requests, (request, response) => {
    return response.status < 400 ? `${response.status} to U+0000` : complaintOf(request, response);
  });
  expect(wrong).toEqual([]);
  expect(await contentOf(system)).toEqual(before);
});

/** Requests of the right shape with U+0000 in a key or a value, which no route accepts. */
function poisoned(route: AnyEdgeRoute): fc.Arbitrary<FuzzRequest> {
  const schema = route.body ?? route.rawBody;
  const bodies = hints[route.path]
    ? fc.constantFrom(...(hints[route.path] ?? []))
    : schema
      ? bodiesOf(schema, hints)
      : fc.constant({});
  const name = (path: string) =>
    path.replaceAll(/\{(\w+)\}/g, (_, of: string) => {
      const known = params[`${route.path.split('/')[3]}.${of}`] ?? params[of] ?? ['1'];
      return encodeURIComponent(String(known[0]));
    });
  return fc
    .tuple(bodies, fc.nat(10_000), fc.constantFrom(0, 2), fc.boolean(), fc.uuid())
    .map(([body, place, how, keyed, id]) => ({
      route,
      method: route.method,
      path: name(route.path),
      headers: { 'content-type': 'application/json', 'if-match': '"1"', ...(keyed ? { 'idempotency-key': id } : {}) },
      body: Buffer.from(textOf(spoilt(body, 'poison\u0000', place, how))),
    }));
}
