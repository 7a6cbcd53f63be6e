import type { Setup } from './setup.ts';

/**
 * The function that replaces what a target has used up, called at most `most` times; undefined where nothing is used
 * up.
 */
export function renewing({ renew }: Setup, target: string, most = Number.POSITIVE_INFINITY) {
  const again = renew[target] ?? renew[target.split(/[/.]/).at(-1) ?? ''];
  if (!again) return undefined;
  let left = most;
  return async (): Promise<void> => {
    if (left-- > 0) await again();
  };
}
