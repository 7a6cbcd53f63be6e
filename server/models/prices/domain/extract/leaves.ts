/** The value of a field that contains no other fields. */
export type Leaf = string | number | boolean | null;

const DEPTH_MAX = 4;
/** Lists whose elements name what they count: by modality (Gemini) and by time to live (Bedrock). */
const KEYED: readonly (readonly [key: string, count: string])[] = [
  ['modality', 'tokenCount'],
  ['ttl', 'inputTokens'],
];

/**
 * The fields of a usage object by path: `a.b`, and `list[AUDIO]` for an element of a list that names what it counts;
 * equal paths are added. Deeper or other values become a text, so that the field is reported as unread.
 */
export function leavesOf(value: unknown): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) collect(value, '', 1, leaves);
  return leaves;
}

function collect(value: object, prefix: string, depth: number, leaves: Map<string, Leaf>): void {
  for (const [key, field] of Object.entries(value) as [string, unknown][]) {
    const path = `${prefix}${key}`;
    if (Array.isArray(field)) collectList(field, path, leaves);
    else if (typeof field === 'object' && field !== null) {
      if (depth < DEPTH_MAX) collect(field, `${path}.`, depth + 1, leaves);
      else leaves.set(path, '{…}');
    } else leaves.set(path, field === undefined ? null : (field as Leaf));
  }
}

function collectList(list: readonly unknown[], path: string, leaves: Map<string, Leaf>): void {
  for (const element of list) {
    const fields: Record<string, unknown> = typeof element === 'object' && element !== null ? { ...element } : {};
    const keyed = KEYED.find(([key, count]) => typeof fields[key] === 'string' && typeof fields[count] === 'number');
    if (keyed === undefined) leaves.set(path, '[…]');
    else {
      const named = `${path}[${fields[keyed[0]] as string}]`;
      leaves.set(named, ((leaves.get(named) as number | undefined) ?? 0) + (fields[keyed[1]] as number));
    }
  }
}
