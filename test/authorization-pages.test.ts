import superjson from 'superjson';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { ACTIONS, type Action, isOutsideProjects, ROLES, refusalOf, type Standing } from '#server/platform/actions.ts';
import { appRouter } from '#server/run/trpc-root.ts';
import { contentOf } from './authorization/fingerprint.ts';
import { foreignValues } from './authorization/foreign.ts';
import { makeForeignObjects } from './authorization/objects.ts';
import { sampleOf } from './authorization/sample.ts';
import { pagesOf } from './builders/pages.ts';
import { type Person, type System, startSystem } from './harness/system.ts';

/*
 * Who may do what from the pages, for every tRPC procedure: found by walking the root router, compared with the table
 * of server/platform/actions.ts.
 */

type Procedure = { _def: { type: string; meta?: { action: Action }; inputs: z.ZodType[] } };
type Who = { name: string; person: Person | null; installation?: Standing };

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);

vi.setConfig({ testTimeout: 120_000 });

let system: System;
let callers: Who[];
beforeAll(async () => {
  system = await startSystem({ now: new Date().toISOString() }); // a stopped clock, so that results can be compared
  await makeForeignObjects(system);
  callers = [{ name: 'nobody', person: null }];
  for (const role of ROLES) callers.push({ name: role, person: await system.person({ role }) });
  const elsewhere = await system.person({ role: 'admin', project: 'other' });
  callers.push({ name: 'member of another project', person: elsewhere });
  const ofAll = await system.person({ role: 'viewer' });
  callers.push({ name: 'installation admin', person: ofAll, installation: { admin: true, createsProjects: true } });
});
afterAll(() => system.dispose());

it('names an action of the table', () => {
  const nameless = procedures.filter(([, it]) => !it._def.meta || !(it._def.meta.action in ACTIONS));
  expect(nameless.map(([path]) => path)).toEqual([]);
});

it('needs more than the role viewer where it changes something', () => {
  const open = procedures.filter(([, { _def }]) => _def.type === 'mutation' && leastOf(_def.meta?.action) === 'viewer');
  expect(open.map(([path]) => path)).toEqual([]);
});

const leastOf = (action: Action | undefined): string => (action === undefined ? 'nobody' : ACTIONS[action].least);

it('refuses callers without a session, members of other projects and too low a role, and writes nothing', async () => {
  const before = await contentOf(system);
  const wrong: string[] = [];
  for (const [path, procedure] of procedures) {
    for (const who of callers) {
      const expected = expectedOf(procedure, who);
      if (expected === null) continue;
      const { code } = await call(path, who.person, inputOf(procedure), who.installation);
      if (code !== expected) wrong.push(`${path} by ${who.name}: ${code}, not ${expected}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await contentOf(system)).toEqual(before);
});

it('reads nothing by another project’s ids and names, and responds as if they did not exist', async () => {
  const { ids, names } = await foreignValues(system);
  const fields = fieldsOf('query');
  expect(Math.min(ids.length, names.length)).toBeGreaterThan(2);
  expect(fields.length, 'fields that could name something').toBeGreaterThan(20);
  const before = await contentOf(system);
  const wrong: string[] = [];
  for (const { path, field, input } of fields) {
    const absent = plain(await call(path, admin(), { ...input, [field]: NOWHERE }), NOWHERE);
    for (const value of [...ids, ...names, 'secret-event']) {
      const foreign = plain(await call(path, admin(), { ...input, [field]: value }), value);
      const malformed =
        foreign === plain(await call(path, admin(), { ...input, [field]: 'no/such-one' }), 'no/such-one');
      if (foreign !== absent && !malformed) wrong.push(`${path} with ${field} ${value}: ${foreign.slice(0, 200)}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await contentOf(system)).toEqual(before);
});

it('changes nothing by another project’s ids and names', async () => {
  const { ids, names } = await foreignValues(system);
  const fields = fieldsOf('mutation');
  expect(fields.filter(({ isId }) => isId).length, 'fields that take an id').toBeGreaterThan(5);
  const before = await contentOf(system, system.project('other'));
  const wrong: string[] = [];
  for (const { path, field, input, isId } of fields) {
    for (const value of isId ? ids : names) {
      const { code } = await call(path, admin(), { ...input, [field]: value });
      // A name may also exist in the caller's own project, whatever others have; an id of another project never becomes
      // valid.
      if (isId && code !== 'NOT_FOUND') wrong.push(`${path} with ${field} ${value}: ${code}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await contentOf(system, system.project('other'))).toEqual(before);
});

it('lets in allowed callers', async () => {
  const wrong: string[] = [];
  for (const [path, procedure] of procedures) {
    for (const who of callers) {
      if (expectedOf(procedure, who) !== null) continue;
      const { code } = await call(path, who.person, inputOf(procedure), who.installation);
      if (['UNAUTHORIZED', 'FORBIDDEN', 'INTERNAL_SERVER_ERROR'].includes(code)) {
        wrong.push(`${path} by ${who.name}: ${code}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

const admin = (): Person | null => callers.find((it) => it.name === 'admin')?.person ?? null;

/** Every required text of the input of procedures of the type, besides the project: it may name an object. */
function fieldsOf(type: 'query' | 'mutation') {
  return procedures
    .filter(([, it]) => it._def.type === type)
    .flatMap(([path, procedure]) => {
      const input = inputOf(procedure);
      const texts = Object.entries(input).filter(([field, value]) => typeof value === 'string' && field !== 'project');
      return texts.map(([field, value]) => ({ path, field, input, isId: value === NOWHERE }));
    });
}

/** The verdict of the table: null = let in. */
function expectedOf({ _def: { meta } }: Procedure, { name, person, installation }: Who): string | null {
  if (person === null) return 'UNAUTHORIZED';
  if (!meta) return null;
  const caller = { kind: 'person', role: person.role, scopes: null, installation } as const;
  if (isOutsideProjects(meta.action)) return refusalOf(meta.action, caller) && 'FORBIDDEN';
  if (name === 'member of another project') return 'NOT_FOUND';
  return refusalOf(meta.action, caller) && 'FORBIDDEN';
}

/** The least input that the procedure's own schemas accept, in the project `default`. */
function inputOf(procedure: Procedure): Record<string, unknown> {
  const samples = procedure._def.inputs.map((it) => sampleOf(it));
  return Object.assign({}, ...samples, { project: 'default' });
}

type Outcome = { code: string; value: unknown };

/** Calls a procedure as the pages do. */
async function call(
  path: string,
  person: Person | null,
  input: Record<string, unknown>,
  installation?: Standing,
): Promise<Outcome> {
  const caller: unknown = pagesOf(system, person && { ...person, installation });
  const found = path.split('.').reduce((at, part) => (at as Record<string, unknown>)[part], caller);
  try {
    return { code: 'ok', value: await (found as (it: unknown) => Promise<unknown>)(input) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { code: String(error.code), value: error.message };
  }
}

/** An outcome as text, without the requested value and the duration. */
const plain = (outcome: Outcome, asked: string): string =>
  superjson
    .stringify(outcome)
    .replaceAll(asked, '…')
    .replaceAll(/"tookMs":[\d.e-]+/g, '');
