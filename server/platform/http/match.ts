import findMyWay, { type HTTPMethod } from 'find-my-way';
import { isStorableText } from '#server/platform/pure/storable.ts';
import type { AnyEdgeRoute } from './route.ts';

export type Match =
  | { kind: 'route'; route: AnyEdgeRoute; params: Record<string, string> }
  | { kind: 'method'; allow: string[] }
  | { kind: 'none' };

/**
 * Longer than any request line (`maxHeaderSize` of the listener): routes limit the length of their names themselves.
 */
const PARAM_LENGTH_MAX = 16_384;

/**
 * Makes the function that finds the route of a method and a path without its query. Where several routes match, a
 * literal segment wins over a parameter. `allow` of a path that has only other methods lists them, sorted.
 */
export function makeMatcher(routes: readonly AnyEdgeRoute[]): (method: string, path: string) => Match {
  const router = findMyWay({ maxParamLength: PARAM_LENGTH_MAX });
  for (const route of routes) {
    router.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), () => {}, route);
  }
  const methods = [...new Set(routes.map((route) => route.method))].sort();

  function find(method: string, path: string): Extract<Match, { kind: 'route' }> | null {
    // No request may have a fragment; find-my-way would ignore it and find the route of the part before it.
    if (path.includes('#')) return null;
    const found = router.find(method as HTTPMethod, path);
    // A path with a broken percent escape is found, but without a store.
    if (!found?.store || !Object.values(found.params).every(isName)) return null;
    return { kind: 'route', route: found.store, params: found.params as Record<string, string> };
  }

  return (method, path) => {
    const found = find(method, path);
    if (found) return found;
    const allow = methods.filter((other) => find(other, path) !== null);
    return allow.length > 0 ? { kind: 'method', allow } : { kind: 'none' };
  };
}

/** Whether a path parameter can be a name: not empty, and storable. */
const isName = (param: string | undefined): boolean => param !== undefined && param !== '' && isStorableText(param);
