import { readLoosenings } from '#server/audit/read-loosenings.ts';
import type { Ctx } from '#server/platform/context.ts';
import { LOOSENED_MS } from '#server/projects/domain/loosened.ts';

/** Those of the environments whose protection anybody weakened in the last 24 hours. */
export async function loosenedAmong(
  ctx: Pick<Ctx, 'db' | 'project' | 'clock'>,
  environmentIds: readonly string[],
): Promise<Set<string>> {
  const since = new Date(ctx.clock.now().getTime() - LOOSENED_MS);
  const found = await readLoosenings(ctx, { objectIds: environmentIds, since });
  return new Set(found.map(({ objectId }) => objectId));
}
