import { and, desc, eq } from 'drizzle-orm';
import { apiKey, member, person, serviceAccount } from '#db/schema/projects.ts';
import type { Ctx } from '#server/platform/context.ts';

export type Key = {
  id: string;
  name: string;
  /** The last four characters, to distinguish keys; the rest of the text is not stored. */
  last4: string;
  scopes: string[];
  owner: { kind: 'person' | 'service'; name: string };
  createdAt: Date;
  /** Accurate to about a minute; null = never. */
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** Only a live key is accepted. `orphaned`: its owner is no longer a member. */
  status: 'live' | 'revoked' | 'expired' | 'orphaned';
};

/** The newest 500 keys of the project, revoked ones included. */
export async function readKeys(ctx: Pick<Ctx, 'db' | 'project' | 'clock'>): Promise<Key[]> {
  const rows = await ctx.db
    .select({ key: apiKey, personName: person.name, serviceName: serviceAccount.name, role: member.role })
    .from(apiKey)
    .leftJoin(person, eq(person.id, apiKey.ownerId))
    .leftJoin(member, and(eq(member.personId, apiKey.ownerId), eq(member.projectId, apiKey.projectId)))
    .leftJoin(serviceAccount, eq(serviceAccount.id, apiKey.serviceAccountId))
    .where(eq(apiKey.projectId, ctx.project.id))
    .orderBy(desc(apiKey.createdAt), desc(apiKey.id))
    .limit(500);
  const now = ctx.clock.now();
  return rows.map(({ key, personName, serviceName, role }) => ({
    id: key.id,
    name: key.name,
    last4: key.last4,
    scopes: key.scopes,
    owner:
      key.ownerId === null ? { kind: 'service', name: serviceName ?? '' } : { kind: 'person', name: personName ?? '' },
    createdAt: key.createdAt,
    lastUsedAt: key.lastUsedAt,
    expiresAt: key.expiresAt,
    revokedAt: key.revokedAt,
    status: statusOf(key, role, now),
  }));
}

type Ending = { revokedAt: Date | null; expiresAt: Date | null; ownerId: string | null };

function statusOf(key: Ending, ownersRole: string | null, now: Date): Key['status'] {
  if (key.revokedAt !== null) return 'revoked';
  if (key.expiresAt !== null && key.expiresAt <= now) return 'expired';
  return key.ownerId !== null && ownersRole === null ? 'orphaned' : 'live';
}
