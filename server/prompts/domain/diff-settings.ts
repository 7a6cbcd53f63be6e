import { pointerTo } from '#server/platform/pure/pointer.ts';
import { canonicalJson } from './canonical.ts';

/** One setting by JSON pointer: `/config/temperature`, `/config/tools/0/name`, `/response_format/type`. */
export type DiffSetting = { path: string; op: 'added' | 'removed' | 'changed'; from?: unknown; to?: unknown };

/**
 * Where more settings differ, or a path is longer, the result names the top-level object instead of what differs in it.
 */
const SETTINGS_MAX = 2_000;
const PATH_CHARS_MAX = 500;

/** Returns the settings that differ, leaf by leaf. Time and result are linear in the size of both. */
export function diffSettings(from: Record<string, unknown>, to: Record<string, unknown>): DiffSetting[] {
  return Object.keys({ ...from, ...to }).flatMap((key) => {
    const path = `/${key}`;
    const found: DiffSetting[] = [];
    if (collect(from[key], to[key], path, found)) return found;
    return [{ path, op: 'changed' as const, from: from[key], to: to[key] }];
  });
}

/** Adds the settings that differ below a path to `found`; returns false where there are too many. */
function collect(from: unknown, to: unknown, path: string, found: DiffSetting[]): boolean {
  if (isBranch(from) && isBranch(to) && Array.isArray(from) === Array.isArray(to) && path.length <= PATH_CHARS_MAX) {
    const before = new Map(Object.entries(from));
    const after = new Map(Object.entries(to));
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const at = pointerTo(path, key);
      if (!after.has(key)) found.push({ path: at, op: 'removed', from: before.get(key) });
      else if (!before.has(key)) found.push({ path: at, op: 'added', to: after.get(key) });
      else if (!collect(before.get(key), after.get(key), at, found)) return false;
      if (found.length > SETTINGS_MAX) return false;
    }
    return true;
  }
  if (canonicalJson(from) === canonicalJson(to)) return true;
  if (from === null) found.push({ path, op: 'added', to });
  else if (to === null) found.push({ path, op: 'removed', from });
  else found.push({ path, op: 'changed', from, to });
  return true;
}

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;
