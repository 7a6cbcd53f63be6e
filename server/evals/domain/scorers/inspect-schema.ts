import { keyOfStep } from '#server/platform/pure/pointer.ts';

/**
 * Limits of a JSON schema, checked by walking over it without compiling it. Compiling takes about 0.2 ms for each part
 * of a schema (an object, an array or a boolean in it), so only the worker compiles; here the parts are counted and the
 * references followed.
 */
export const SCHEMA_CHARS_MAX = 50_000;
export const SCHEMA_PARTS_MAX = 1_000;
/** Schemas that validate the same value: references may double their number at each step. */
const EVALUATIONS_MAX = 10_000;
const DEPTH_MAX = 64;

export type Schema = Record<string, unknown> | boolean;
export type SchemaInspection =
  | { ok: true; parts: number; patterns: readonly string[] }
  | { ok: false; code: 'refused_schema' | 'too_costly'; message: string };

type SchemaNode = Record<string, unknown>;

/** Keywords that hold plain data, in which nothing is a keyword. */
const DATA = new Set(['enum', 'const', 'default', 'examples']);
/** Keywords whose schemas validate the same value as the schema that contains them. */
const SAME_VALUE_LISTS = ['allOf', 'anyOf', 'oneOf'];
const SAME_VALUE_ONE = ['not', 'if', 'then', 'else'];
const SAME_VALUE_MAPS = ['dependentSchemas', 'dependencies'];
const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef'];
const DRAFTS = /^https?:\/\/json-schema\.org\//;

/**
 * Counts the parts of a schema and collects its patterns. Refuses a schema that is too large, and references that lead
 * nowhere or back to the same schema for the same value.
 */
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
    const message = 'the schema refers to itself without going deeper, so that validating with it would never end.';
    return { ok: false, code: 'refused_schema', message };
  }
  if (evaluations > EVALUATIONS_MAX) {
    return tooCostly(
      `its references make more than ${EVALUATIONS_MAX} schemas validate one value; at most ${EVALUATIONS_MAX}.`,
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
  /** The resource that a schema belongs to: the nearest schema above it with an `$id`. */
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
  // A schema over a limit is refused in any case, so the walk stops there.
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

/**
 * The target of a reference: a schema of this document, `elsewhere` for a published draft, null where there is none.
 */
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
  // A boolean schema contains no further schemas.
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
    return step; // a literal per cent sign
  }
}

/** The most schemas that validate one value, over all schemas; null where one leads back to itself. */
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
