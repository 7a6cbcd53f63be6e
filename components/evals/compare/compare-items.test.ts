import { expect, test } from 'vitest';
import { stepTo } from './compare-items.tsx';

const items = [{ item: 'a' }, { item: 'b' }, { item: 'c' }];

test.each<[string, string | null, 1 | -1, string]>([
  ['j goes to the next item', 'a', 1, 'b'],
  ['k goes to the previous item', 'c', -1, 'b'],
  ['j on the last item stays there', 'c', 1, 'c'],
  ['k on the first item stays there', 'a', -1, 'a'],
  ['an item that the filter hides leads to the first', 'x', 1, 'a'],
  ['without an open item, the first is opened', null, -1, 'a'],
])('%s', (_, open, by, item) => {
  expect(stepTo(items, open, by)?.item).toBe(item);
});

test('an empty list has no next item', () => {
  expect(stepTo([], 'a', 1)).toBeNull();
});
