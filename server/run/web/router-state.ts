/** The header in which the browser's part of Next says which pages it has. */
export const ROUTER_STATE = 'next-router-state-tree';

/**
 * Whether the header is absent or what Next's browser part sends: nested `[segment, {name: state}, …]` as URI-encoded JSON.
 * Next answers 500 to anything else; without the header it sends the whole page.
 */
export function isRouterState(header: string | string[] | undefined): boolean {
  if (header === undefined) return true;
  if (typeof header !== 'string') return false;
  try {
    return isState(JSON.parse(decodeURIComponent(header)));
  } catch {
    return false;
  }
}

function isState(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 2 || !isSegment(value[0])) return false;
  const [, children, url, marker] = value;
  if (typeof children !== 'object' || children === null || Array.isArray(children)) return false;
  if (!(url == null || typeof url === 'string' || isTexts(url)) || !(marker == null || typeof marker === 'string'))
    return false;
  return Object.values(children).every(isState);
}

const isSegment = (value: unknown): boolean => typeof value === 'string' || (isTexts(value) && value.length >= 3);
const isTexts = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.every((part) => part === null || typeof part === 'string' || isTexts(part));
