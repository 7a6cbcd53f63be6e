import fc from 'fast-check';
import { z } from 'zod';

type Schema = Record<string, unknown>;
/** Real values by field name, so that many bodies pass the first check. */
export type Hints = Readonly<Record<string, readonly unknown[]>>;

/** Placeholders for JSON text that no JavaScript value serialises to. */
const AS_TEXT: Readonly<Record<string, string>> = {
  '@endless@': '1e999',
  '@huge@': '1e400000',
  '@deep@': '['.repeat(40_000) + ']'.repeat(40_000),
  '@twice@': '{"a":1,"a":2}',
  '@proto@': '{"__proto__":{"x":1}}',
  '@constructor@': '{"constructor":{"prototype":{"x":1}}}',
};

const NASTY: readonly unknown[] = [
  ...Object.keys(AS_TEXT),
  ...[null, true, false, 0, -1, 1.5, -0, 5e-324, 1.7e308, -1.7e308, 2 ** 31, 2 ** 31 - 1, 2 ** 53, -(2 ** 63)],
  ...[
    '',
    ' ',
    'a\u0000b',
    '\ud800',
    'x\udfff',
    '\uffff',
    '😀',
    'ä'.repeat(3_000),
    "'; select 1; --",
    '../../x',
    '%00',
    '{{x}}',
  ],
  ...[
    '__proto__',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:60+23:59',
    '2026-02-30',
    'NaN',
    '1e999',
    '\\',
    '\u202e',
    '/',
  ],
  ...[[], {}, [[]], [null], { '': '' }, { id: 1 }, { 'a\u0000': 1 }, { length: -1 }],
];
// The placeholders have found the most faults so far.
const nasty = fc.oneof(fc.constantFrom(...NASTY), fc.constantFrom(...Object.keys(AS_TEXT)));

/** JSON of a value that may contain the placeholders. */
export const textOf = (value: unknown): string =>
  Object.entries(AS_TEXT).reduce(
    (text, [stand, raw]) => text.replaceAll(JSON.stringify(stand), () => raw),
    JSON.stringify(value) ?? 'null',
  );

/** Values that fit `schema` as far as its JSON Schema determines them. */
export function bodiesOf(schema: z.ZodType, hints: Hints): fc.Arbitrary<unknown> {
  return fitting(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, hints);
}

function fitting(schema: Schema, hints: Hints): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  for (const of of ['anyOf', 'oneOf']) {
    const several = schema[of];
    if (Array.isArray(several)) return fc.oneof(...several.map((one) => fitting(one as Schema, hints)));
  }
  switch (schema.type) {
    case 'object':
      return objects(schema, hints);
    case 'array':
      return fc.array(fitting((schema.items ?? {}) as Schema, hints), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.max(Number(schema.minItems ?? 0), 3),
      });
    case 'integer':
      return fc.integer({
        min: Math.max(Number(schema.minimum ?? -5), -1e9),
        max: Math.min(Number(schema.maximum ?? 1e6), 2 ** 31 - 1),
      });
    case 'number':
      return fc.double({ min: Number(schema.minimum ?? -10), max: Number(schema.maximum ?? 1e9), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return texts(schema);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objects(schema: Schema, hints: Hints): fc.Arbitrary<object> {
  const fields = Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(([name, of]) => {
    const known = hints[name];
    const own = fitting(of, hints);
    return [name, known ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, own) : own] as const;
  });
  const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  if (fields.length > 0) return fc.record(Object.fromEntries(fields), { requiredKeys: required as never[] });
  const values = typeof schema.additionalProperties === 'object' ? (schema.additionalProperties as Schema) : {};
  return fc.dictionary(fc.string({ maxLength: 8 }), fitting(values, hints), { maxKeys: 3 });
}

function texts(schema: Schema): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return fc.uuid();
  if (schema.format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (schema.format === 'date')
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(-24, -14));
  if (schema.format === 'uri') return fc.webUrl();
  return fc.string({ unit: 'binary', minLength: Number(schema.minLength ?? 0), maxLength: 20 });
}

/** `value` with one place mutated: replaced, removed, extended or repeated. */
export function spoilt(value: unknown, replacement: unknown, place: number, how: number): unknown {
  const copy: unknown = structuredClone(value);
  const holders = holdersIn(copy);
  const holder = holders[place % Math.max(1, holders.length)];
  if (holder === undefined) return replacement;
  const keys = Object.keys(holder);
  const key = keys[Math.floor(place / 7) % Math.max(1, keys.length)];
  if (Array.isArray(holder)) {
    if (how % 4 === 0) holder.push(replacement);
    else if (how % 4 === 1) holder.push(...Array.from({ length: 1_001 }, () => holder[0]));
    else holder[Number(key ?? 0)] = replacement;
  } else {
    const fields = holder as Record<string, unknown>;
    if (how % 4 === 0) fields[typeof replacement === 'string' ? replacement : 'another'] = 1;
    else if (how % 4 === 1 && key !== undefined) delete fields[key];
    else fields[key ?? 'another'] = replacement;
  }
  return copy;
}

function holdersIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(holdersIn)];
}

/** Bodies, some valid and most mutated in one or two places. */
export const mutated = (bodies: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(bodies, fc.array(fc.tuple(nasty, fc.nat(10_000), fc.nat(100)), { maxLength: 2 }))
    .map(([body, changes]) => changes.reduce((spoiled, change) => spoilt(spoiled, ...change), body));
