import { expect, test } from 'vitest';
import { pickRun } from './run-row.tsx';

test.each<[string, string[], string, string[] | null]>([
  ['the first run picked is the baseline', [], 'a', ['a']],
  ['the second is the candidate', ['a'], 'b', ['a', 'b']],
  ['a third replaces the candidate', ['a', 'b'], 'c', ['a', 'c']],
  ['picking a picked run again removes it', ['a', 'b'], 'a', ['b']],
  ['without picked runs, the address has none', ['a'], 'a', null],
])('%s', (_, picked, id, next) => {
  expect(pickRun(picked, id)).toEqual(next);
});
