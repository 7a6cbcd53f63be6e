import { readWeakenings } from '#server/audit/read-weakenings.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { Weakened } from '#server/projects/domain/weakened.ts';
import { readPeopleBehind } from './read-people-behind.ts';

/**
 * Who weakened the rules of these objects (environments, prompts) after `since`: by object, then by person, the newest of
 * each. What was done through a key counts for its owner and its maker. Tightening it again does not undo it: what came
 * between the two may have passed because of it.
 */
export async function readWeakenedBy(
  ctx: ReadCtx,
  given: { objectIds: readonly string[]; since: Date },
): Promise<Map<string, Map<string, Weakened>>> {
  const all = await readWeakenings(ctx, given);
  const behind = await readPeopleBehind(
    ctx,
    all.map(({ actor }) => actor),
  );
  const byObject = new Map<string, Map<string, Weakened>>();
  for (const { at, actor, objectId, what } of all) {
    const people = byObject.get(objectId) ?? new Map<string, Weakened>();
    byObject.set(objectId, people);
    for (const id of behind(actor).keys()) {
      if (!people.has(id)) people.set(id, { at, what: what.join(' and ') });
    }
  }
  return byObject;
}
