/** What resolve is held back from: a user is refused, or a filled prompt may not be longer than so much. */
export const RESTRICTION_KINDS = ['user', 'input'] as const;
export type RestrictionKind = (typeof RESTRICTION_KINDS)[number];

/** A restriction as a snapshot holds it. `endsAt` in ms since 1970; from then on it has no effect. */
export type Restriction =
  | { kind: 'user'; user: string; endsAt: number }
  | { kind: 'input'; prompt: string; environment: string; charsMax: number; endsAt: number };

/** The longest that one lasts: what has to last longer is a setting of the application. */
export const RESTRICTION_MS_MAX = 7 * 24 * 3_600_000;
/** Characters of a cap: a lower one would refuse every prompt, a higher one none. */
export const CHARS_MIN = 100;
export const CHARS_MAX = 10_000_000;

type Cap = { charsMax: number; endsAt: number };
/** Restrictions of a project for look-up; null where there are none, so that resolve asks nothing further. */
export type RestrictionIndex = { users: ReadonlyMap<string, number>; caps: ReadonlyMap<string, Cap> } | null;

const placeOf = (prompt: string, environment: string): string => `${prompt}\u001f${environment}`;

/** The index of restrictions, oldest first: of several of one user or place the newest holds. */
export function indexRestrictions(restrictions: readonly Restriction[]): RestrictionIndex {
  if (restrictions.length === 0) return null;
  const users = new Map<string, number>();
  const caps = new Map<string, Cap>();
  for (const one of restrictions) {
    if (one.kind === 'user') users.set(one.user, one.endsAt);
    else caps.set(placeOf(one.prompt, one.environment), { charsMax: one.charsMax, endsAt: one.endsAt });
  }
  return { users, caps };
}

/** Until when (ms) a user is refused; null where it is not. A request without a key is no user's. */
export function blockedUntil(index: RestrictionIndex, user: string | null, now: number): number | null {
  if (index === null || user === null) return null;
  const endsAt = index.users.get(user);
  return endsAt !== undefined && endsAt > now ? endsAt : null;
}

/** The cap on a prompt in an environment at `now` (ms); null where there is none. */
export function capAt(
  index: RestrictionIndex,
  place: { prompt: string; environment: string },
  now: number,
): Cap | null {
  if (index === null) return null;
  const cap = index.caps.get(placeOf(place.prompt, place.environment));
  return cap !== undefined && cap.endsAt > now ? cap : null;
}
