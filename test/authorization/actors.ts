import { type Caller, ROLES, SCOPES } from '#server/platform/actions.ts';
import type { System } from '#test/harness/system.ts';

export type TestActor = {
  name: string;
  /** Null: no key is sent. */
  key: string | null;
  /** Null: no caller. */
  caller: Caller | null;
};

/** Every kind of caller: none, each role with a key of every scope, and a service key of each single scope. */
export async function everyActor(system: System): Promise<TestActor[]> {
  const actors: TestActor[] = [
    { name: 'nobody', key: null, caller: null },
    { name: 'a made-up key', key: 'sy_000000000000000000000000000000000000', caller: null },
  ];
  for (const role of ROLES) {
    const owner = await system.person({ role, name: `the-${role.replace('_', '-')}` });
    const key = await system.key(SCOPES, { owner });
    actors.push({ name: role, key, caller: { kind: 'person', role, scopes: SCOPES } });
  }
  for (const scope of SCOPES) {
    const key = await system.key([scope]);
    actors.push({ name: `key:${scope}`, key, caller: { kind: 'service', role: 'editor', scopes: [scope] } });
  }
  return actors;
}
