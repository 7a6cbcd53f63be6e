import { readWeakenings } from '#server/audit/read-weakenings.ts';
import type { Ctx } from '#server/platform/context.ts';
import { WEAKENED_MS } from '#server/projects/domain/weakened.ts';

/** Those of the environments whose protection was weakened in the last 24 hours. */
export async function weakenedAmong(
  ctx: Pick<Ctx, 'db' | 'project' | 'clock'>,
  environmentIds: readonly string[],
): Promise<Set<string>> {
  const since = new Date(ctx.clock.now().getTime() - WEAKENED_MS);
  const found = await readWeakenings(ctx, { objectIds: environmentIds, since });
  return new Set(found.map(({ objectId }) => objectId));
}
