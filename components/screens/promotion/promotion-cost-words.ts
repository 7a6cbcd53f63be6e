import { comparedWords, outcomeInWords } from '#components/cost/outcomes/figure-words.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { plural } from '#components/ui/format.ts';

export type Compared = Outputs['cost']['versionsCompared'];

/** Why the two versions are not compared; null where they are. */
export function whyNotCompared(
  { candidate, baseline, comparison, elsewhere }: Compared,
  names: { version: number; baseline: number | null; environment: string },
): string | null {
  const { version, environment } = names;
  if (names.baseline === version)
    return `Both sides are version ${version} with another model: the page of cost compares them as variants.`;
  if (candidate === null) {
    const others = elsewhere.map((one) => `${outcomeInWords(one)} in ${one.environment}, ${plural(one.tasks, 'task')}`);
    const known = others.length === 0 ? 'no event names it' : `elsewhere it has ${others.join('; ')}`;
    return `Not compared: version ${version} had no task in ${environment} in 30 days; ${known}.`;
  }
  if (names.baseline === null) return `Nothing served ${environment} before: there is no baseline to compare with.`;
  if (baseline === null) return `Not compared: version ${names.baseline} had no task in ${environment} in 30 days.`;
  if (comparison === null) {
    const young = candidate.tasks === 0 ? version : names.baseline;
    return `Not compared yet: no task of version ${young} is old enough to count.`;
  }
  return comparison.refused === null ? null : comparedWords(comparison).sentence;
}
