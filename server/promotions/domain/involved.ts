import { BEHIND, type Behind } from '#server/projects/domain/people-behind.ts';

/** Why a person cannot approve: they requested the promotion or wrote its version. */
export type Involvement = 'asked' | 'asked_with_own_key' | 'made_key_that_asked' | WroteIt;
type WroteIt = 'wrote' | 'wrote_with_own_key' | 'made_key_that_wrote';

const ASKED: Record<Behind, Involvement> = {
  self: 'asked',
  owner: 'asked_with_own_key',
  maker: 'made_key_that_asked',
};
const WROTE: Record<Behind, Involvement> = {
  self: 'wrote',
  owner: 'wrote_with_own_key',
  maker: 'made_key_that_wrote',
};

/** `you` is for the person in question, `others` ends a sentence that begins with their name. */
export const INVOLVED: Record<Involvement, { you: string; others: string }> = {
  asked: { you: 'You asked for this promotion.', others: 'asked for it' },
  asked_with_own_key: { you: 'This promotion was requested with a key of yours.', others: 'owns the key that asked' },
  made_key_that_asked: {
    you: 'This promotion was requested with a key that you made.',
    others: 'made the key that asked',
  },
  wrote: { you: 'You wrote this version.', others: 'wrote it' },
  wrote_with_own_key: { you: 'This version was written with a key of yours.', others: 'owns the key that wrote it' },
  made_key_that_wrote: {
    you: 'This version was written with a key that you made.',
    others: 'made the key that wrote it',
  },
};

/**
 * Returns the people who requested or wrote, by person id. Of several reasons it keeps one: in person before by key,
 * requesting before writing.
 */
export function involvedIn(
  requester: ReadonlyMap<string, Behind>,
  author: ReadonlyMap<string, Behind>,
): Map<string, Involvement> {
  const involved = new Map<string, Involvement>();
  for (const behind of BEHIND) {
    for (const [people, words] of [
      [requester, ASKED],
      [author, WROTE],
    ] as const) {
      for (const [id, how] of people) if (how === behind && !involved.has(id)) involved.set(id, words[how]);
    }
  }
  return involved;
}
