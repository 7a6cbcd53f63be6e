import { startSystem } from '#test/harness/system.ts';
import { releaseBuilder } from './release.ts';

/** A system, an admin's key, what people and programs release with it, and names that nobody has used. */
export async function releaseDesk() {
  const system = await startSystem();
  const key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
  let made = 0;
  return { system, key, release: releaseBuilder(system, key), newName: () => `case-${++made}` };
}
