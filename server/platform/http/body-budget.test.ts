import { expect, test } from 'vitest';
import { makeBodyBudget } from './body-budget.ts';

const make = () => makeBodyBudget({ processMax: 100, keyMax: 60 });

test('one key gets its share, and no more', () => {
  const budget = make();
  expect(budget.hold('a').take(60)).toBeNull();
  expect(budget.hold('a').take(1)).toMatchObject({ status: 429, code: 'busy', headers: { 'retry-after': '2' } });
  expect(budget.hold('b').take(40)).toBeNull();
});

test('all keys together get what the process has', () => {
  const budget = make();
  budget.hold('a').take(60);
  expect(budget.hold('b').take(41)).toMatchObject({ status: 429, code: 'busy' });
  expect(budget.bytesHeld()).toBe(60);
});

test('what was refused is not held, and what is released is free, once', () => {
  const budget = make();
  const held = budget.hold('a');
  held.take(50);
  held.take(50);
  expect(budget.bytesHeld()).toBe(50);
  held.release();
  held.release();
  expect(budget.bytesHeld()).toBe(0);
  expect(budget.hold('a').take(60)).toBeNull();
});

test('requests of one key are counted together', () => {
  const budget = make();
  const [one, other] = [budget.hold('a'), budget.hold('a')];
  one.take(30);
  other.take(30);
  one.release();
  expect(other.take(31)).not.toBeNull();
  expect(other.take(30)).toBeNull();
});
