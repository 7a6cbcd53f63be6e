import { keyOfStep } from '#server/platform/pure/pointer.ts';

/**
 * What a JSON schema costs, found by walking over it without compiling it. Compiling takes about 0.2 ms for each part
 * of a schema (an object, an array or a boolean in it), so it happens in the worker alone; here a schema is only counted,
 * and its references are followed.
 */
export const SCHEMA_CHARS_MAX = 50_000;
export const SCHEMA_PARTS_MAX = 1_000;
/** Schemas that judge one and the same value: references may double them at each step. */
const EVALUATIONS_MAX = 10_000;
const DEPTH_MAX = 64;

export type Schema = Record<string, unknown> | boolean;
export type SchemaInspection =
  | { ok: true; parts: number; patterns: readonly string[] }
  | { ok: false; code: 'refused_schema' | 'too_costly'; message: string };

type SchemaNode = Record<string, unknown>;

/** Plain data: what looks like a keyword in it is none. */
const DATA = new Set(['enum', 'const', 'default', 'examples']);
/** Keywords whose schemas judge the very value that their owner judges. */
const SAME_VALUE_LISTS = ['allOf', 'anyOf', 'oneOf'];
const SAME_VALUE_ONE = ['not', 'if', 'then', 'else'];
const SAME_VALUE_MAPS = ['dependentSchemas', 'dependencies'];
const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef'];
const DRAFTS = /^https?:\/\/json-schema\.org\//;

/** Counts a schema and collects the patterns in it; refuses what is too large, or refers to nothing or to itself in place. */
export function inspectSchema(schema: Schema): SchemaInspection {
  if (typeof schema === 'boolean') return { ok: true, parts: 1, patterns: [] };
  const chars = JSON.stringify(schema).length;
  if (chars > SCHEMA_CHARS_MAX) {
    return tooCostly(`the schema has ${chars} characters; at most ${SCHEMA_CHARS_MAX}.`);
  }
  const found = walk(schema);
  if (found.depth > DEPTH_MAX) return tooCostly(`the schema is nested deeper than ${DEPTH_MAX} levels.`);
  if (found.parts > SCHEMA_PARTS_MAX) {
    return tooCostly(
      `the schema has ${found.parts} parts (objects, arrays and booleans); at most ${SCHEMA_PARTS_MAX}.`,
    );
  }
  const wrong = found.references.find(({ ref, root }) => resolve(ref, root, found) === null);
  if (wrong) {
    const message = `nothing in the schema is named ${wrong.ref}. A schema is read by itself; nothing is fetched.`;
    return { ok: false, code: 'refused_schema', message };
  }
  const evaluations = countEvaluations(schema, found);
  if (evaluations === null) {
    const message = 'the schema refers to itself without going deeper, so that judging with it would never end.';
    return { ok: false, code: 'refused_schema', message };
  }
  if (evaluations > EVALUATIONS_MAX) {
    return tooCostly(
      `its references make more than ${EVALUATIONS_MAX} schemas judge one value; at most ${EVALUATIONS_MAX}.`,
    );
  }
  return { ok: true, parts: found.parts, patterns: found.patterns };
}

const tooCostly = (message: string): SchemaInspection => ({ ok: false, code: 'too_costly', message });

type Found = {
  parts: number;
  depth: number;
  patterns: string[];
  references: { ref: string; root: SchemaNode }[];
  /** Which resource a schema belongs to: the nearest one above it with an `$id`. */
  roots: Map<SchemaNode, SchemaNode>;
  ids: Map<string, SchemaNode>;
  anchors: Map<string, SchemaNode>;
};

function walk(schema: SchemaNode): Found {
  const found: Found = {
    parts: 0,
    depth: 0,
    patterns: [],
    references: [],
    roots: new Map(),
    ids: new Map(),
    anchors: new Map(),
  };
  const open: { value: unknown; root: SchemaNode; depth: number }[] = [{ value: schema, root: schema, depth: 1 }];
  // What is over a limit is refused whatever else is in it.
  const isWithin = () => found.parts <= SCHEMA_PARTS_MAX && found.depth <= DEPTH_MAX;
  for (let next = open.pop(); next !== undefined && isWithin(); next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === 'boolean') found.parts += 1;
    if (typeof value !== 'object' || value === null) continue;
    found.parts += 1;
    found.depth = Math.max(found.depth, depth);
    let { root } = next;
    if (isNode(value)) {
      if (typeof value.$id === 'string' && !value.$id.startsWith('#')) root = value;
      note(value, root, found);
    }
    for (const [key, inner] of Object.entries(value)) {
      if (!DATA.has(key) || typeof inner === 'boolean') open.push({ value: inner, root, depth: depth + 1 });
    }
  }
  return found;
}

function note(node: SchemaNode, root: SchemaNode, found: Found): void {
  found.roots.set(node, root);
  if (typeof node.$id === 'string') {
    if (node.$id.startsWith('#')) found.anchors.set(node.$id.slice(1), node);
    else found.ids.set(node.$id.replace(/#$/, ''), node);
  }
  for (const name of [node.$anchor, node.$dynamicAnchor]) {
    if (typeof name === 'string') found.anchors.set(name, node);
  }
  if (typeof node.pattern === 'string') found.patterns.push(node.pattern);
  if (isNode(node.patternProperties)) found.patterns.push(...Object.keys(node.patternProperties));
  if (typeof node.$ref === 'string') found.references.push({ ref: node.$ref, root });
}

const isNode = (value: unknown): value is SchemaNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a reference leads to: a schema of this document, `elsewhere` for a published draft, null for nothing. */
function resolve(ref: string, root: SchemaNode, found: Found): SchemaNode | 'elsewhere' | null {
  const [base = '', fragment = ''] = ref.split('#', 2);
  if (DRAFTS.test(base)) return 'elsewhere';
  const resource = base === '' ? root : byId(base, found);
  if (resource === null) return null;
  if (fragment === '') return resource;
  if (!fragment.startsWith('/')) return found.anchors.get(fragment) ?? null;
  let at: unknown = resource;
  for (const step of fragment.slice(1).split('/')) {
    const key = keyOfStep(decode(step));
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return null;
    at = Reflect.get(at, key);
  }
  // A boolean schema judges nothing further.
  return isNode(at) ? at : typeof at === 'boolean' ? 'elsewhere' : null;
}

function byId(base: string, { ids }: Found): SchemaNode | null {
  const exact = ids.get(base);
  if (exact) return exact;
  const last = base.split('/').at(-1);
  for (const [id, node] of ids) if (id.split('/').at(-1) === last) return node;
  return null;
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step; // a per cent sign that stands for itself
  }
}

/** How many schemas judge one value at most, from any schema on; null where one of them comes back to itself. */
function countEvaluations(schema: SchemaNode, found: Found): number | null {
  const counts = new Map<SchemaNode, number | 'open'>();
  let comesBack = false;
  const count = (node: unknown): number => {
    if (!isNode(node)) return 1;
    const known = counts.get(node);
    if (known === 'open') comesBack = true;
    if (known !== undefined) return known === 'open' ? 0 : known;
    counts.set(node, 'open');
    const sum = sameValueSchemas(node, found).reduce<number>((all, inner) => all + count(inner), 1);
    counts.set(node, sum);
    return sum;
  };
  const most = [schema, ...found.roots.keys()].reduce((max, node) => Math.max(max, count(node)), 0);
  return comesBack ? null : most;
}

function sameValueSchemas(node: SchemaNode, found: Found): unknown[] {
  const root = found.roots.get(node) ?? node;
  const referred = REFERENCES.flatMap((key) => {
    const ref = node[key];
    const to = typeof ref === 'string' ? resolve(ref, root, found) : null;
    return to === null || to === 'elsewhere' ? [] : [to];
  });
  return [
    ...referred,
    ...SAME_VALUE_LISTS.flatMap((key) => (Array.isArray(node[key]) ? node[key] : [])),
    ...SAME_VALUE_ONE.flatMap((key) => (key in node ? [node[key]] : [])),
    ...SAME_VALUE_MAPS.flatMap((key) => (isNode(node[key]) ? Object.values(node[key]) : [])),
  ];
}
