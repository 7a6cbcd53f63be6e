import type { Ask } from '#server/models/deprecations/domain/inbox/proposal.ts';

/** Questions that do not affect the day: which replacement it is, and that a name is not an id. */
const ABOUT_OTHER_THINGS: readonly Ask['ask'][] = ['replaces_which'];

/** Whether a question about a proposal must be answered before its day can be confirmed as it stands. */
export const blocksConfirming = (ask: Ask['ask']): boolean => !ABOUT_OTHER_THINGS.includes(ask);

/** The days that a person may choose from: the stated one, and the possible ones. */
export function daysOffered(retiresOn: string | null, asks: readonly Ask[]): string[] {
  const candidates = asks.flatMap(({ ask, candidates: of }) => (ABOUT_DAYS.includes(ask) ? of : []));
  return [...new Set([...(retiresOn === null ? [] : [retiresOn]), ...candidates])].toSorted();
}

const ABOUT_DAYS: readonly Ask['ask'][] = ['which_day', 'no_exact_day', 'relative_day', 'which_year', 'what_happens'];
