import type { ActorKind } from '#server/platform/actions.ts';

/** Who did something, as it was stored beside it. */
type Doer = { kind: ActorKind; id: string | null; keyId?: string };

/** Whom a key leads to; both null for a service account's key that the command line made. */
export type KeyPeople = {
  id: string;
  ownerId: string | null;
  serviceAccountId: string | null;
  createdBy: string | null;
};

/** How a person stands behind a deed: did it themself, or could have with a key that is theirs or that they made. */
export const BEHIND = ['self', 'owner', 'maker'] as const;
export type Behind = (typeof BEHIND)[number];

/**
 * The people who may have done it, by person id. Whoever made any key of a service account can speak as that account,
 * so all of them stand behind what it did, revoked keys and people who left included. `keys` may hold others' keys.
 */
export function peopleBehind(doer: Doer, keys: readonly KeyPeople[]): Map<string, Behind> {
  const behind = new Map<string, Behind>();
  for (const key of keys) {
    const used = key.id === doer.keyId;
    const same = doer.kind === 'service' && doer.id !== null && key.serviceAccountId === doer.id;
    if (!used && !same) continue;
    if (key.createdBy !== null) behind.set(key.createdBy, 'maker');
    if (key.ownerId !== null) behind.set(key.ownerId, 'owner');
  }
  if (doer.kind === 'person' && doer.id !== null) behind.set(doer.id, 'self');
  return behind;
}
