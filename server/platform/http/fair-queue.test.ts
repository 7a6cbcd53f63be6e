import { expect, test } from 'vitest';
import { makeFairQueue } from './fair-queue.ts';

test('keys take turns, each in the order of its own jobs', () => {
  const queue = makeFairQueue<string>({ keyMax: 10, allMax: 10 });
  for (const job of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) queue.add(job.slice(0, 1), job);
  const order = Array.from({ length: 7 }, () => queue.next());
  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', undefined]);
});

test('a key that comes later waits for one job of each other at most', () => {
  const queue = makeFairQueue<string>({ keyMax: 10, allMax: 10 });
  for (const job of ['a1', 'a2', 'a3']) queue.add('a', job);
  expect(queue.next()).toBe('a1');
  queue.add('b', 'b1');
  expect([queue.next(), queue.next()]).toEqual(['a2', 'b1']);
});

test('only so many jobs of a key, and of all keys, may wait', () => {
  const queue = makeFairQueue<string>({ keyMax: 2, allMax: 3 });
  const added = ['a', 'a', 'a', 'b', 'c'].map((key, i) => queue.add(key, `${key}${i}`));
  expect(added).toEqual([true, true, false, true, false]);
  queue.next();
  expect(queue.add('c', 'c5')).toBe(true);
});

test('a removed job is not run, and its place is free', () => {
  const queue = makeFairQueue<string>({ keyMax: 2, allMax: 2 });
  queue.add('a', 'a1');
  queue.add('a', 'a2');
  queue.remove('a', 'a1');
  queue.remove('a', 'unknown');
  expect([queue.add('b', 'b1'), queue.next(), queue.next(), queue.next()]).toEqual([true, 'a2', 'b1', undefined]);
});
