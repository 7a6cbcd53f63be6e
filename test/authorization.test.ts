import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ACTIONS, type Action, isOutsideProjects, refusalOf, SCOPES } from '#server/platform/actions.ts';
import type { AnyEdgeRoute } from '#server/platform/http/route.ts';
import { everyActor, type TestActor } from './authorization/actors.ts';
import { contentOf } from './authorization/fingerprint.ts';
import { matrix } from './authorization/matrix.ts';
import { fill, type Kind, makeForeignObjects } from './authorization/objects.ts';
import { sampleOf } from './authorization/sample.ts';
import { type System, startSystem } from './harness/system.ts';

/*
 * Who may do what over HTTP, for every route: found by walking them, compared with the table of
 * server/platform/actions.ts, whose own content is compared with authorization/matrix.txt.
 */

vi.setConfig({ testTimeout: 120_000 });

let system: System;
let actors: TestActor[];
let kinds: Kind[];
let routes: readonly AnyEdgeRoute[];
beforeAll(async () => {
  system = await startSystem();
  actors = await everyActor(system);
  kinds = await makeForeignObjects(system);
  routes = system.edge.routes;
});
afterAll(() => system.dispose());

const nameOf = (route: AnyEdgeRoute) => `${route.method} ${route.path}`;
const kindOf = (path: string): Kind | undefined => kinds.find((it) => path.startsWith(it.prefix));

/** POSTs that change nothing: their input does not fit into a URL. */
const ONLY_READ = ['POST /api/v1/prompts/{name}/versions/{n}/render', 'POST /api/v1/resolve'];

/** Bodies that a JSON Schema does not determine, by route. */
const BODIES: Record<string, unknown> = {
  'POST /api/v1/prompts/{name}/versions': { template: 'Say {{x}}' },
};

function request(route: AnyEdgeRoute, key: string | null, params: Kind['absent'] = {}) {
  const body = route.method === 'GET' ? undefined : (BODIES[nameOf(route)] ?? (route.body ? sampleOf(route.body) : {}));
  return system.api(route.method, fill(route.path, params), {
    key: key ?? undefined,
    body,
    headers: { 'if-match': '"1"' },
  });
}

describe('the table', () => {
  it('gives each role and each scope exactly what authorization/matrix.txt lists', async () => {
    await expect(matrix()).toMatchFileSnapshot('./authorization/matrix.txt');
  });

  it('lets a key do no more than its owner', () => {
    const scopes = SCOPES;
    expect(refusalOf('prompt.write', { kind: 'person', role: 'viewer', scopes })?.code).toBe('insufficient_role');
    expect(refusalOf('promotion.approve', { kind: 'service', role: 'admin', scopes })?.code).toBe('person_required');
    expect(refusalOf('promotion.approve', { kind: 'person', role: 'release_manager', scopes: ['promote'] })).toBeNull();
  });
});

describe('every edge route', () => {
  it('names an action of the table, and of a project', () => {
    const wrong = routes.filter((it) => !(it.action in ACTIONS));
    expect(wrong.map(nameOf)).toEqual([]);
    const outsideProjects = routes.filter((it) => isOutsideProjects(it.action));
    expect(outsideProjects.map(nameOf), 'actions outside of projects have no scope that bounds a key').toEqual([]);
  });

  it('needs more than the role viewer where it changes something', () => {
    const open = routes.filter((it) => it.method !== 'GET' && ['viewer', 'anyone'].includes(ACTIONS[it.action].least));
    expect(open.map(nameOf).sort()).toEqual(ONLY_READ);
  });

  it('has a known kind of object in its address', () => {
    const unknown = routes.filter((it) => it.path.includes('{') && !kindOf(it.path));
    expect(unknown.map(nameOf)).toEqual([]);
  });

  it('refuses callers who may not, with the table’s own reason, and writes nothing', async () => {
    const before = await contentOf(system);
    const wrong: string[] = [];
    for (const route of routes) {
      for (const actor of actors) {
        const expected = expectedOf(route.action, actor);
        if (expected === null) continue;
        const response = await request(route, actor.key, kindOf(route.path)?.absent);
        const got = `${response.status} ${response.body.code}`;
        if (got !== expected) wrong.push(`${nameOf(route)} by ${actor.name}: ${got}, not ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await contentOf(system)).toEqual(before);
  });

  it('responds to another project’s object as to one that does not exist, and does nothing to it', async () => {
    const admin = actors.find((it) => it.name === 'admin')?.key ?? null;
    const before = await contentOf(system);
    const wrong: string[] = [];
    for (const route of routes.filter((it) => it.path.includes('{'))) {
      const kind = kindOf(route.path);
      if (!kind) continue;
      const responses = [await request(route, admin, kind.foreign), await request(route, admin, kind.absent)];
      const [foreign, absent] = responses.map(({ status, body: { instance: _, ...rest } }) =>
        JSON.stringify({ status, rest }),
      );
      if (foreign !== absent) wrong.push(`${nameOf(route)}: ${foreign} but ${absent}`);
      if (responses[0]?.status !== 404) wrong.push(`${nameOf(route)}: ${foreign}`);
    }
    expect(wrong).toEqual([]);
    expect(await contentOf(system)).toEqual(before);
  });

  it('refuses a malformed name or id as the caller’s mistake', async () => {
    const admin = actors.find((it) => it.name === 'admin')?.key ?? null;
    const wrong: string[] = [];
    for (const route of routes.filter((it) => it.path.includes('{'))) {
      const { status } = await request(route, admin, kindOf(route.path)?.malformed);
      if (status < 400 || status >= 500) wrong.push(`${nameOf(route)}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('lets in allowed callers', async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      for (const actor of actors) {
        if (expectedOf(route.action, actor) !== null) continue;
        const { status, body } = await request(route, actor.key, kindOf(route.path)?.absent);
        if (status === 401 || status === 403 || status >= 500) {
          wrong.push(`${nameOf(route)} by ${actor.name}: ${status} ${body.code}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** The verdict of the table: null = let in. */
function expectedOf(action: Action, { caller }: TestActor): string | null {
  if (ACTIONS[action].least === 'anyone') return null;
  if (caller === null) return '401 unauthenticated';
  const refusal = refusalOf(action, caller);
  return refusal && `403 ${refusal.code}`;
}
