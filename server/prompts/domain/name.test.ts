import { describe, expect, test } from 'vitest';
import { nameProblem } from './name.ts';

describe('a name', () => {
  test.each(['a', 'search/answer', 'Team.A/v1_final-2', 'x'.repeat(200), 'a/b/c/d'])('may be %s', (name) => {
    expect(nameProblem(name)).toBeNull();
  });
  test.each([
    ['', 'nothing'],
    ['x'.repeat(201), 'longer than 200'],
    ['/a', 'a leading slash'],
    ['a/', 'a trailing slash'],
    ['a//b', 'an empty folder'],
    ['a/../b', 'a parent folder'],
    ['.', 'the folder itself'],
    ['a b', 'a space'],
    ['ünï', 'letters beyond ASCII'],
    ['a\n', 'a line end'],
  ])('may not be %j: %s', (name) => {
    expect(nameProblem(name)).toMatch(/\.$/);
  });
});
