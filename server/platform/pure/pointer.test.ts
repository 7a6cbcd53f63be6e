import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOfStep, pointerTo } from './pointer.ts';

test.each([
  ['a plain key', '', 'name', '/name'],
  ['below a path', '/events/3', 'id', '/events/3/id'],
  ['a slash and a tilde', '', 'a/b~c', '/a~1b~0c'],
  ['an empty key', '/a', '', '/a/'],
  ['a place in a list', '/items', 0, '/items/0'],
])('%s', (_, path, key, pointer) => expect(pointerTo(path, key)).toBe(pointer));

test('a key is read back from its step, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a') }), (key) => {
      const step = pointerTo('', key).slice(1);
      expect(step).not.toContain('/');
      expect(keyOfStep(step)).toBe(key);
    }),
  );
});
