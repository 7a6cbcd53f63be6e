import { expect, test } from 'vitest';
import { makeBodyBudget } from './body-budget.ts';

const make = () => makeBodyBudget({ processMax: 100, keyMax: 60 });

test('one key gets its share, and no more', () => {
  const budget = make();
  expect(budget.hold('a').reserve(60)).toBeNull();
  expect(budget.hold('a').reserve(1)).toMatchObject({ status: 429, code: 'busy', headers: { 'retry-after': '2' } });
  expect(budget.hold('b').reserve(40)).toBeNull();
});

test('all keys together get the budget of the process, and no more', () => {
  const budget = make();
  budget.hold('a').reserve(60);
  expect(budget.hold('b').reserve(41)).toMatchObject({ status: 429, code: 'busy' });
  expect(budget.bytesHeld()).toBe(60);
});

test('refused bytes are not counted, and released bytes are free again, once', () => {
  const budget = make();
  const held = budget.hold('a');
  held.reserve(50);
  held.reserve(50);
  expect(budget.bytesHeld()).toBe(50);
  held.release();
  held.release();
  expect(budget.bytesHeld()).toBe(0);
  expect(budget.hold('a').reserve(60)).toBeNull();
});

test('requests of one key are counted together', () => {
  const budget = make();
  const [one, other] = [budget.hold('a'), budget.hold('a')];
  one.reserve(30);
  other.reserve(30);
  one.release();
  expect(other.reserve(31)).not.toBeNull();
  expect(other.reserve(30)).toBeNull();
});
