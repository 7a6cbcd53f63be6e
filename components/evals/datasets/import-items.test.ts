import { expect, test } from 'vitest';
import { itemFormat } from './import-items.tsx';

test.each([
  ['a .csv is CSV', 'a.csv', '[', 'csv'],
  ['a .jsonl is one object a line', 'a.jsonl', '{"id":"1"}', 'ndjson'],
  ['a .json with an array', 'a.json', '[{"id":"1"}]', 'json'],
  ['a .json that holds one object a line', 'a.json', '{"id":"1"}\n{"id":"2"}', 'ndjson'],
  ['pasted text that begins with an array', null, ' [1]', 'json'],
  ['pasted text that begins with an object', null, '{"id":"1"}', 'ndjson'],
  ['pasted text that begins with a header', null, 'id,question', 'csv'],
])('%s', (_, name, text, format) => {
  expect(itemFormat(name, text)).toBe(format);
});
