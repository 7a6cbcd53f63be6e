import superjson from 'superjson';
import { describe, expect, test } from 'vitest';
import { pageWire } from './page-wire.ts';

const there = (value: unknown): unknown => superjson.parse(JSON.stringify(pageWire.serialize(value)));
const back = (text: string): unknown => pageWire.deserialize(JSON.parse(text));

describe('a response reaches the page unchanged', () => {
  const at = new Date('2026-05-01T12:00:00Z');
  test.each([
    ['with dates and gaps', { at, gone: undefined, rows: [{ at }] }],
    ['with a variable named constructor', { variables: { constructor: 'x', prototype: [1] }, at }],
    ['with dates below names with dots and slashes', { constructor: 1, 'a.b': { 'c\\d': at }, rows: [at] }],
  ])('%s', (_sentence, value) => {
    expect(there(value)).toEqual(value);
  });

  test('but for a date below such a name, which stays text', () => {
    expect(there({ constructor: { at } })).toEqual({ constructor: { at: at.toISOString() } });
  });
});

describe('a message', () => {
  test('of superjson is read', () => {
    expect(back('{"json":{"at":"2026-05-01T00:00:00Z"},"meta":{"values":{"at":["Date"]}}}')).toEqual({
      at: new Date('2026-05-01T00:00:00Z'),
    });
  });

  test('that refers to itself is read without its reference', () => {
    const text = '{"json":{"a":{"b":1}},"meta":{"referentialEqualities":{"":["a.b"]}}}';
    expect(back(text)).toEqual({ a: { b: 1 } });
  });

  test.each([
    'null',
    '{"json":1,"meta":{"values":{"__proto__.x":["Date"]}}}',
    '{"json":"x","meta":{"values":["bigint"]}}',
  ])('that superjson cannot read is the sender’s mistake: %s', (text) => {
    expect(() => back(text)).toThrow('The input is not readable.');
  });
});
