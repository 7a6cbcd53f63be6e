import { isStorableText } from '#server/platform/pure/storable.ts';
import type { AnyEdgeRoute } from './route.ts';

type Segment = { param: string } | { literal: string };
type Compiled = { route: AnyEdgeRoute; segments: Segment[]; literals: number };

export type Match =
  | { kind: 'route'; route: AnyEdgeRoute; params: Record<string, string> }
  | { kind: 'method'; allow: string[] }
  | { kind: 'none' };

const compile = (route: AnyEdgeRoute): Compiled => {
  const segments = route.path
    .split('/')
    .slice(1)
    .map((part): Segment => {
      const param = /^\{(\w+)\}$/.exec(part)?.[1];
      return param === undefined ? { literal: part } : { param };
    });
  return { route, segments, literals: segments.filter((s) => 'literal' in s).length };
};

function paramsOf(compiled: Compiled, parts: string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (let i = 0; i < parts.length; i++) {
    const segment = compiled.segments[i];
    const part = parts[i];
    if (segment === undefined || part === undefined || part === '') return null;
    if ('literal' in segment) {
      if (segment.literal !== part) return null;
    } else {
      const decoded = decode(part);
      if (decoded === null) return null;
      params[segment.param] = decoded;
    }
  }
  return params;
}

/** A broken percent escape, or text that no store can keep, names nothing: null. */
function decode(part: string): string | null {
  try {
    const text = decodeURIComponent(part);
    return isStorableText(text) ? text : null;
  } catch {
    return null;
  }
}

/** Makes the function that finds the route of a method and path. Where several fit, the one with most literals wins. */
export function makeMatcher(routes: readonly AnyEdgeRoute[]): (method: string, path: string) => Match {
  const exact = new Map<string, AnyEdgeRoute>();
  const byLength = new Map<number, Compiled[]>();
  for (const route of routes) {
    const compiled = compile(route);
    if (compiled.literals === compiled.segments.length) exact.set(`${route.method} ${route.path}`, route);
    const list = byLength.get(compiled.segments.length) ?? [];
    list.push(compiled);
    byLength.set(
      compiled.segments.length,
      list.sort((a, b) => b.literals - a.literals),
    );
  }
  return (method, path) => {
    const direct = exact.get(`${method} ${path}`);
    if (direct) return { kind: 'route', route: direct, params: {} };
    const parts = path.split('/').slice(1);
    const allow = new Set<string>();
    for (const compiled of byLength.get(parts.length) ?? []) {
      const params = paramsOf(compiled, parts);
      if (params === null) continue;
      if (compiled.route.method === method) return { kind: 'route', route: compiled.route, params };
      allow.add(compiled.route.method);
    }
    return allow.size > 0 ? { kind: 'method', allow: [...allow].sort() } : { kind: 'none' };
  };
}
