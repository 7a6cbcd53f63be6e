import type { Setup } from './setup.ts';

/** What makes anew what a target has used up, at most so often; undefined where nothing is used up. */
export function renewing({ renew }: Setup, target: string, most = Number.POSITIVE_INFINITY) {
  const again = renew[target] ?? renew[target.split(/[/.]/).at(-1) ?? ''];
  if (!again) return undefined;
  let left = most;
  return async (): Promise<void> => {
    if (left-- > 0) await again();
  };
}
