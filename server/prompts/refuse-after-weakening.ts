import { actorRecord } from '#server/platform/context.ts';
import { forbidden } from '#server/platform/faults.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { WEAKENED_MS } from '#server/projects/domain/weakened.ts';
import { readPeopleBehind } from '#server/projects/members/read-people-behind.ts';
import { readWeakenedBy } from '#server/projects/members/read-weakened-by.ts';

/**
 * Keeps one person from taking the protection off an environment and deploying there alone: for 24 hours they, and keys
 * that they own or created, get 403 `loosened_recently`.
 */
export async function refuseAfterWeakening(ctx: InTx, environment: { id: string; name: string }): Promise<void> {
  const since = new Date(ctx.clock.now().getTime() - WEAKENED_MS);
  const weakenedBy = (await readWeakenedBy(ctx, { objectIds: [environment.id], since })).get(environment.id);
  if (!weakenedBy) return;
  const me = actorRecord(ctx.actor);
  const mine = (await readPeopleBehind(ctx, [me]))(me);
  const [how, weakened] =
    [...mine].map(([id, behind]) => [behind, weakenedBy.get(id)] as const).find(([, it]) => it) ?? [];
  if (!weakened) return;
  const who = how === 'self' ? 'You' : 'The owner or creator of this key';
  throw forbidden(
    'loosened_recently',
    `${who} ${weakened.what} in the last 24 hours. Have another person deploy to ${environment.name}, or open a promotion and have another person approve it.`,
  );
}
