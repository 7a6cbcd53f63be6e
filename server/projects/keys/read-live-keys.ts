import { and, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { apiKey, member, person, project, serviceAccount } from '#db/schema/projects.ts';
import type { DbCtx, Services } from '#server/platform/context.ts';
import type { Identity } from '#server/platform/http/identity.ts';

/** A key that is accepted now, and its caller. */
export type LiveKey = {
  /** SHA-256 of its text, hex. */
  hash: string;
  identity: Identity;
  /** Epoch ms; null = never. */
  expiresAtMs: number | null;
};

const FIELDS = {
  id: apiKey.id,
  hash: apiKey.hash,
  scopes: apiKey.scopes,
  expiresAt: apiKey.expiresAt,
  projectId: project.id,
  projectName: project.name,
  simulated: project.simulated,
  personId: person.id,
  personName: person.name,
  role: member.role,
  serviceId: serviceAccount.id,
  serviceName: serviceAccount.name,
};

/**
 * All live keys of the whole installation, or only the one with `hash`. A person's key is live while its owner is a
 * member of the project, and has the owner's present role; a service account's key has the role of an editor.
 */
export async function readLiveKeys({ db, clock }: Pick<Services, 'db' | 'clock'>, hash?: string): Promise<LiveKey[]> {
  const rows = await db
    .select(FIELDS)
    .from(apiKey)
    .innerJoin(project, eq(project.id, apiKey.projectId))
    .leftJoin(person, eq(person.id, apiKey.ownerId))
    .leftJoin(member, and(eq(member.personId, apiKey.ownerId), eq(member.projectId, apiKey.projectId)))
    .leftJoin(serviceAccount, eq(serviceAccount.id, apiKey.serviceAccountId))
    .where(
      and(
        hash === undefined ? undefined : eq(apiKey.hash, hash),
        isNull(apiKey.revokedAt),
        or(isNull(apiKey.expiresAt), gt(apiKey.expiresAt, clock.now())),
        or(isNotNull(member.role), isNotNull(serviceAccount.id)),
      ),
    );
  return rows.map((row) => ({
    hash: row.hash,
    expiresAtMs: row.expiresAt?.getTime() ?? null,
    identity: {
      project: { id: row.projectId, name: row.projectName, simulated: row.simulated },
      actor: {
        kind: row.serviceId === null ? 'person' : 'service',
        id: row.serviceId ?? row.personId,
        name: row.serviceName ?? row.personName ?? '',
        role: row.serviceId === null ? (row.role ?? 'viewer') : 'editor',
        scopes: row.scopes,
        keyId: row.id,
      },
    },
  }));
}

/**
 * A text that changes whenever the result of {@link readLiveKeys} does. The poll compares it, so that it reads 32 bytes
 * instead of all keys. Expiry is not part of it: it is checked on each use.
 */
export async function readKeysFingerprint({ db }: DbCtx): Promise<string> {
  const [row] = await db.execute<{ print: string }>(sql`
    select md5(coalesce(string_agg(concat_ws('|', k.id, k.scopes::text, extract(epoch from k.expires_at), m.role,
      pe.name, s.name, p.name, p.simulated), ',' order by k.id), '')) as print
    from api_key k
    join project p on p.id = k.project_id
    left join person pe on pe.id = k.owner_id
    left join member m on m.person_id = k.owner_id and m.project_id = k.project_id
    left join service_account s on s.id = k.service_account_id
    where k.revoked_at is null`);
  return row?.print ?? '';
}
