import { and, eq, inArray, or } from 'drizzle-orm';
import type { ActorRecord } from '#db/schema/columns.ts';
import { apiKey } from '#db/schema/projects.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { type Behind, peopleBehind } from '#server/projects/domain/people-behind.ts';

/**
 * Returns a function that gives the people behind one of `actors`: the person, and the owner and maker of the key that
 * was used. One index lookup for all of them; none where no key was used.
 */
export async function readPeopleBehind(
  ctx: ReadCtx,
  actors: readonly ActorRecord[],
): Promise<(actor: ActorRecord) => Map<string, Behind>> {
  const used = actors.flatMap(({ keyId }) => keyId ?? []);
  const services = actors.flatMap(({ kind, id }) => (kind === 'service' && id !== null ? [id] : []));
  const keys =
    used.length + services.length === 0
      ? []
      : await ctx.db
          .select({
            id: apiKey.id,
            ownerId: apiKey.ownerId,
            serviceAccountId: apiKey.serviceAccountId,
            createdBy: apiKey.createdBy,
          })
          .from(apiKey)
          .where(
            and(
              eq(apiKey.projectId, ctx.project.id),
              or(inArray(apiKey.id, used), inArray(apiKey.serviceAccountId, services)),
            ),
          );
  return (actor) => peopleBehind(actor, keys);
}
