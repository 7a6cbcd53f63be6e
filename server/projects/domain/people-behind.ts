import type { ActorKind } from '#server/platform/actions.ts';

/** An actor as it is stored. */
type StoredActor = { kind: ActorKind; id: string | null; keyId?: string };

/** The owner and the maker of a key; both null for a service account's key that the command line made. */
export type KeyPeople = {
  id: string;
  ownerId: string | null;
  serviceAccountId: string | null;
  createdBy: string | null;
};

/** How a person is behind an action: acted by browser, or owns or made a key that could have been used. */
export const BEHIND = ['self', 'owner', 'maker'] as const;
export type Behind = (typeof BEHIND)[number];

/**
 * The people who may be behind what `actor` did, by person id. A person who made a key of a service account may still
 * have its text and act as that account, so the makers of all of its keys count, also of revoked keys and people who
 * left. `keys` may contain other keys.
 */
export function peopleBehind(actor: StoredActor, keys: readonly KeyPeople[]): Map<string, Behind> {
  const behind = new Map<string, Behind>();
  for (const key of keys) {
    const used = key.id === actor.keyId;
    const same = actor.kind === 'service' && actor.id !== null && key.serviceAccountId === actor.id;
    if (!used && !same) continue;
    if (key.createdBy !== null) behind.set(key.createdBy, 'maker');
    if (key.ownerId !== null) behind.set(key.ownerId, 'owner');
  }
  if (actor.kind === 'person' && actor.id !== null) behind.set(actor.id, 'self');
  return behind;
}
