import { expect, test } from 'vitest';
import { z } from 'zod';
import { fieldErrors } from './validate.ts';

const schema = z.strictObject({
  name: z.string().min(1).max(5),
  count: z.int().min(1).max(2_000),
  list: z.array(z.string()).min(1).max(2),
  kind: z.enum(['a', 'b']),
  map: z.record(z.string().min(1), z.unknown()),
  own: z.string({ error: 'A time such as 12:00.' }),
});
const fine = { name: 'x', count: 1, list: ['y'], kind: 'a', map: {}, own: '12:00' };

test.each<[Record<string, unknown>, string, string, string]>([
  [{ name: undefined }, '/name', 'required', '/name is missing: send text.'],
  [{ name: 5 }, '/name', 'invalid_type', '/name must be text.'],
  [{ name: '' }, '/name', 'too_small', '/name must not be empty.'],
  [{ name: '123456' }, '/name', 'too_big', '/name must have at most 5 characters.'],
  [{ count: 1.5 }, '/count', 'invalid_type', '/count must be a whole number.'],
  [{ count: Number.NaN }, '/count', 'invalid_type', '/count must be a number.'],
  [{ count: 0 }, '/count', 'too_small', '/count must be at least 1.'],
  [{ count: 2_001 }, '/count', 'too_big', '/count must be at most 2,000.'],
  [{ list: [] }, '/list', 'too_small', '/list must have at least 1 entry.'],
  [{ list: {} }, '/list', 'invalid_type', '/list must be a list.'],
  [{ list: ['a', null] }, '/list/1', 'invalid_type', '/list/1 must be text.'],
  [{ kind: 'c' }, '/kind', 'invalid_value', '/kind must be one of a, b.'],
  [{ map: { '': 1 } }, '/map/', 'invalid_key', 'The name /map/ must not be empty.'],
  [{ own: 1 }, '/own', 'invalid_type', '/own: A time such as 12:00.'],
  [{ 'more/': 1 }, '/more~1', 'unknown_field', '/more~1 is not a field of this request.'],
])('%j is refused with the field and what to send', (wrong, path, code, message) => {
  const parsed = schema.safeParse({ ...fine, ...wrong });
  expect(parsed.error && fieldErrors(parsed.error)).toEqual([{ path, code, message }]);
});

test('where several shapes are accepted, the error is that of the widest', () => {
  const parsed = z.union([schema, z.looseObject({})]).safeParse([]);
  expect(parsed.error && fieldErrors(parsed.error)).toEqual([
    { path: '', code: 'invalid_type', message: 'The body must be an object.' },
  ]);
});
