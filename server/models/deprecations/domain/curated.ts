import curated from './curated-entries.json' with { type: 'json' };
import type { Entry } from './entry.ts';
import { makeMatcher } from './match-deployed.ts';
import { readEntries } from './read-entries.ts';

/**
 * Announced deprecations and retirements as of 2026-11-26, from public pages of the vendors; `curated-entries.md` names
 * the sources and what is uncertain. Read once, at start. Throws with every fault where the file in the repository is
 * wrong, because a list that is read in part would hide retirements.
 */
export const CURATED: readonly Entry[] = whole(readEntries(curated));

/** The day on which the list as a whole was last compared with its sources. */
export const CURATED_AS_OF = '2026-11-26';

/** What a deployed name is in the list. */
export const matchCurated = makeMatcher(CURATED);

function whole({ entries, problems }: ReturnType<typeof readEntries>): readonly Entry[] {
  if (entries !== undefined) return entries;
  const named = problems.map(({ path, message }) => `${path}: ${message}`).join('\n');
  throw new Error(`server/models/deprecations/domain/curated-entries.json cannot be read:\n${named}`);
}
