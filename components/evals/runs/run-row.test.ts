import { expect, test } from 'vitest';
import { pickRun } from './run-row.tsx';

test.each<[string, string[], string, string[] | null]>([
  ['the first run picked is the baseline', [], 'a', ['a']],
  ['the second is the candidate', ['a'], 'b', ['a', 'b']],
  ['a third takes the candidate’s place', ['a', 'b'], 'c', ['a', 'c']],
  ['a picked run is put back', ['a', 'b'], 'a', ['b']],
  ['nothing picked leaves nothing in the address', ['a'], 'a', null],
])('%s', (_, picked, id, next) => {
  expect(pickRun(picked, id)).toEqual(next);
});
