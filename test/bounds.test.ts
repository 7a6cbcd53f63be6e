import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Json, operationsOf } from './fuzz/document.ts';
import { procedures } from './fuzz/procedures.ts';
import { type System, startSystem } from './harness/system.ts';

/*
 * A number that no column can hold is refused by its schema, which names the field; the database would only report that
 * something is out of range.
 */

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.dispose());

/** Stored as JSON, or compared with a bigint or a time. */
const WIDER = ['max_tokens', 'audit.list cursor', 'cost.task startedAt', 'id', 'item', 'entryId'];
const INT_MAX = 2_147_483_647;

test('every whole number of a request is bounded by what its column can hold', async () => {
  const messages = [
    ...(await operationsOf(system)).map(({ name, body, parameters }): [string, Json] => [
      name,
      { body, parameters: parameters.map((it) => ({ [it.name]: it.schema })) },
    ]),
    ...procedures().map(({ name, input }): [string, Json] => [name, input]),
  ];
  const wide = messages.flatMap(([target, schema]) => wholeNumbersIn(schema, '').map((field) => `${target} ${field}`));
  const unexpected = wide.filter((it) => !WIDER.some((end) => it.endsWith(end)));
  expect(unexpected).toEqual([]);
});

/** The fields that take whole numbers beyond int4. */
function wholeNumbersIn(schema: unknown, field: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, maximum, properties, ...rest } = schema as Json;
  const own = type === 'integer' && Number(maximum ?? Infinity) > INT_MAX ? [field] : [];
  const named = Object.entries((properties ?? {}) as Json).flatMap(([name, of]) => wholeNumbersIn(of, name));
  const others = Object.entries(rest).flatMap(([name, of]) =>
    wholeNumbersIn(of, /^(anyOf|oneOf|allOf|items|schema|\d+|additionalProperties)$/.test(name) ? field : name),
  );
  return [...own, ...named, ...others];
}
