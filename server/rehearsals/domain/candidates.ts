/** Candidate versions whose gate is computed for one place and replacement: the newest of those with runs. */
export const CANDIDATES_MAX = 3;

/** The versions of a prompt that may serve with the replacement. */
export type VersionsWith = {
  /** The version that serves with the model that goes. */
  serving: number;
  /** Versions whose own settings name the replacement. */
  naming: readonly number[];
  /** Versions with a completed run by the replacement, whichever model their settings name. */
  measured: readonly number[];
};

const newestFirst = (versions: readonly number[]): number[] => [...new Set(versions)].toSorted((a, b) => b - a);

/**
 * The versions whose gate is computed: the newest that the replacement was run with. Without any run it is one that has
 * nothing to show: the newest that names the replacement, else the version that serves, sent with the replacement instead.
 */
export function candidatesOf({ serving, naming, measured }: VersionsWith): [number, ...number[]] {
  const [newest, ...others] = newestFirst(measured).slice(0, CANDIDATES_MAX);
  if (newest !== undefined) return [newest, ...others];
  return [newestFirst(naming)[0] ?? serving];
}
