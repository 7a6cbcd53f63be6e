import { DAY_MS } from '#server/platform/pure/durations.ts';

/** A group of tasks, as far as the choice of what it is compared with needs it. */
export type Comparable = {
  key: string;
  /** Only groups of one subject are compared: the prompt of a variant. */
  subject: string;
  isCandidate: boolean;
  /** Whether this is what serves now, by the registry. */
  serves: boolean;
  tasks: number;
  /** Hour of the last start, ms. */
  last: number;
};

/**
 * What each group is compared with, by subject: what serves now; where the registry does not say, of the groups that are
 * no candidate and had tasks in the last day of their subject, the one with most. A subject without such a group has none.
 */
export function baselinesOf(groups: readonly Comparable[]): Map<string, string> {
  const baselines = new Map<string, string>();
  for (const [subject, own] of Map.groupBy(groups, (group) => group.subject)) {
    const steady = own.filter(({ isCandidate }) => !isCandidate);
    const newest = Math.max(...steady.map(({ last }) => last));
    const recent = steady.filter(({ last }) => last > newest - DAY_MS);
    const serving = steady.filter(({ serves }) => serves);
    const [most] = (serving.length > 0 ? serving : recent).toSorted((a, b) => b.tasks - a.tasks);
    if (most !== undefined) baselines.set(subject, most.key);
  }
  return baselines;
}
