import { readLoosenings } from '#server/audit/read-loosenings.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { Loosened } from '#server/projects/domain/loosened.ts';
import { readPeopleBehind } from './read-people-behind.ts';

/**
 * Who weakened the rules of these objects (environments, prompts) after `since`: by object, then by person, the newest of
 * each. What was done through a key counts for its owner and its maker. Tightening it again does not undo it: what came
 * between the two may have passed because of it.
 */
export async function readLooseners(
  ctx: ReadCtx,
  given: { objectIds: readonly string[]; since: Date },
): Promise<Map<string, Map<string, Loosened>>> {
  const all = await readLoosenings(ctx, given);
  const behind = await readPeopleBehind(
    ctx,
    all.map(({ actor }) => actor),
  );
  const byObject = new Map<string, Map<string, Loosened>>();
  for (const { at, actor, objectId, what } of all) {
    const people = byObject.get(objectId) ?? new Map<string, Loosened>();
    byObject.set(objectId, people);
    for (const id of behind(actor).keys()) {
      if (!people.has(id)) people.set(id, { at, what: what.join(' and ') });
    }
  }
  return byObject;
}
