/** The detail of an audit row as short facts, in its own order: `email ada@example.com`, `role viewer → editor`. */
export function detailFacts(detail: Record<string, unknown>): string[] {
  const { from, to, ...rest } = detail;
  const changes = from === undefined && to === undefined ? [] : changesOf(from, to);
  return [
    ...Object.entries(rest).flatMap(([name, value]) => (isNothing(value) ? [] : [`${worded(name)} ${written(value)}`])),
    ...changes,
  ];
}

function changesOf(from: unknown, to: unknown): string[] {
  if (!isObject(from) || !isObject(to)) return [`${written(from)} → ${written(to)}`];
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names
    .filter((name) => written(from[name]) !== written(to[name]))
    .map((name) => `${worded(name)} ${written(from[name])} → ${written(to[name])}`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** `requiredApprovals` and `required_approvals` are required approvals. */
const worded = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();

function written(value: unknown): string {
  if (isNothing(value)) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(written).join(' + ');
  return isObject(value) ? JSON.stringify(value) : shortened(String(value));
}

/** Digests and ids as everywhere on screen: their first eight characters. */
const shortened = (text: string): string =>
  /^([0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(text) ? text.slice(0, 8) : text;
