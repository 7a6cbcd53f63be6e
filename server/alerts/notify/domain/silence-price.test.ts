import { expect, it } from 'vitest';
import { type Fired, STRETCHES_MAX, stretchesOf } from './silence-price.ts';

const MIN = 60_000;
const fired = (from: number, to: number, prompt: string | null = 'a'): Fired => ({
  ...{ prompt, environment: null, model: null },
  ...{ from: from * MIN, to: to * MIN },
});

it('joins what overlaps of one scope, keeps scopes apart, and widens to whole minutes', () => {
  const { stretches } = stretchesOf([fired(0.5, 4), fired(3, 9.2), fired(20, 21), fired(3, 5, 'b')]);
  expect(stretches).toEqual([fired(20, 21), fired(3, 5, 'b'), fired(0, 10)]);
});

it('leaves out what ended before the replayed days', () => expect(stretchesOf([fired(5, 2)]).stretches).toEqual([]));

it('keeps the newest 40 and says so', () => {
  const many = Array.from({ length: STRETCHES_MAX + 1 }, (_, i) => fired(i * 10, i * 10 + 1));
  const { stretches, isComplete } = stretchesOf(many);
  expect([stretches.length, isComplete, stretches.at(-1)?.from]).toEqual([STRETCHES_MAX, false, 10 * MIN]);
});
