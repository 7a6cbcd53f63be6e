import { expect, test } from 'vitest';
import { stepTo } from './compare-items.tsx';

const items = [{ item: 'a' }, { item: 'b' }, { item: 'c' }];

test.each<[string, string | null, 1 | -1, string]>([
  ['j goes to the next item', 'a', 1, 'b'],
  ['k goes to the one before', 'c', -1, 'b'],
  ['the end holds', 'c', 1, 'c'],
  ['the beginning holds', 'a', -1, 'a'],
  ['an item that the filter hides leads to the first', 'x', 1, 'a'],
  ['nothing open leads to the first', null, -1, 'a'],
])('%s', (_, open, by, item) => {
  expect(stepTo(items, open, by)?.item).toBe(item);
});

test('an empty list leads nowhere', () => {
  expect(stepTo([], 'a', 1)).toBeNull();
});
