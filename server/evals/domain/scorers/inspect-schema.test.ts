import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { compileScorers } from '../compile-scorers.ts';
import { inspectSchema, SCHEMA_PARTS_MAX, type Schema } from './inspect-schema.ts';

const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const named = (count: number, make: (i: number) => unknown) =>
  Object.fromEntries(many(count, (i) => [`n${i}`, make(i)]));

/** Each definition validates the same value twice with the next one: 2^30 validations. */
const DOUBLING: Schema = {
  $ref: '#/$defs/n0',
  $defs: named(30, (i) => (i === 29 ? {} : { allOf: [{ $ref: `#/$defs/n${i + 1}` }, { $ref: `#/$defs/n${i + 1}` }] })),
};

describe('a schema', () => {
  test.each<[string, Schema, string]>([
    ['has too many parts', { properties: named(SCHEMA_PARTS_MAX, () => ({ type: 'string' })) }, 'too_costly'],
    ['has too many alternatives', { anyOf: many(SCHEMA_PARTS_MAX, () => ({})) }, 'too_costly'],
    ['has too many that are true', { properties: named(SCHEMA_PARTS_MAX, () => true) }, 'too_costly'],
    ['is too long', { enum: many(20_000, (i) => i) }, 'too_costly'],
    ['is too deep', many(70, () => 0).reduce<Schema>((inner) => ({ items: inner }), {}), 'too_costly'],
    ['doubles at each reference', DOUBLING, 'too_costly'],
    ['refers to itself in place', { $ref: '#' }, 'refused_schema'],
    [
      'refers to itself through others',
      { $defs: { a: { not: { $ref: '#' } } }, allOf: [{ $ref: '#/$defs/a' }] },
      'refused_schema',
    ],
    [
      'contains a circle to which no reference leads',
      { $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }, {}] } } },
      'refused_schema',
    ],
    ['refers to what is not there', { $ref: '#/$defs/missing' }, 'refused_schema'],
    ['refers to a name that nothing has', { $ref: '#missing' }, 'refused_schema'],
    ['refers to another document', { items: { $ref: 'https://example.test/s.json' } }, 'refused_schema'],
  ])('that %s is refused', (_, schema, code) => {
    expect(inspectSchema(schema)).toMatchObject({ ok: false, code });
  });

  test.each<[string, Schema]>([
    ['is true', true],
    ['describes a tree', { type: 'object', properties: { left: { $ref: '#' }, right: { $ref: '#' } } }],
    ['refers by pointer, escaped', { $defs: { 'a/b~c d': {} }, items: { $ref: '#/$defs/a~1b~0c%20d' } }],
    ['refers by anchor', { $defs: { a: { $anchor: 'leaf' } }, items: { $ref: '#leaf' } }],
    ['refers by id', { $id: 'https://example.test/root', $defs: { a: { $id: 'leaf' } }, items: { $ref: 'leaf' } }],
    [
      'refers inside of an embedded one',
      { $defs: { a: { $id: 'x', items: { $ref: '#/$defs/b' }, $defs: { b: {} } } } },
    ],
    ['refers to a published draft', { items: { $ref: 'http://json-schema.org/draft-07/schema#' } }],
    ['holds a long list of values', { enum: many(5_000, (i) => i) }],
    ['has a property with the name of a keyword', { properties: { pattern: { type: 'string' }, $ref: {} } }],
  ])('that %s is accepted', (_, schema) => {
    expect(inspectSchema(schema)).toMatchObject({ ok: true });
  });

  test('reports its patterns, not those in plain data', () => {
    const schema = { pattern: 'a', patternProperties: { b: {} }, const: { pattern: 'c' } };
    expect(inspectSchema(schema)).toMatchObject({ ok: true, patterns: ['a', 'b'] });
  });

  const leaf = fc.constantFrom<Schema>({}, true, { type: 'string' }, { $ref: '#/$defs/n0' }, { $ref: '#/$defs/n1' });
  const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
    schema: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((allOf) => ({ allOf })),
      tie('schema').map((items) => ({ items })),
      tie('schema').map((a) => ({ properties: { a, b: a } })),
    ),
  }));
  const whole = fc
    .tuple(schema, schema, schema)
    .map(([main, n0, n1]): Schema => ({ ...(typeof main === 'object' ? main : {}), $defs: { n0, n1 } }));

  property.prop([whole], { numRuns: 300 })(
    'that is accepted compiles, and validation of a shallow value ends',
    (given) => {
      if (!inspectSchema(given).ok) return;
      const compiled = compileScorers([
        {
          type: 'json_schema',
          schema: given as Record<string, unknown>,
          extract_expected: false,
          ignore_case: false,
          weight: 1,
          negate: false,
        },
      ]);
      if (!compiled.ok) throw new Error(JSON.stringify([given, compiled.problems]));
      expect(compiled.scorers[0]?.score('[{"a": []}]', null)).toBeTypeOf('number');
    },
  );
});
