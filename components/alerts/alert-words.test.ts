import { expect, test } from 'vitest';
import { inOrder } from './alert-words.ts';

test.each([
  [null, ['p', 'w1', 'w2', 't'], 'the loudest first'],
  ['t', ['t', 'p', 'w1', 'w2'], 'what a notification linked to before all else'],
  ['gone', ['p', 'w1', 'w2', 't'], 'an alert that is over changes nothing'],
])('with %s in the address the order is %s: %s', (named, order, _why) => {
  const firing = [
    { id: 'w1', severity: 'warning' },
    { id: 't', severity: 'ticket' },
    { id: 'p', severity: 'page' },
    { id: 'w2', severity: 'warning' },
  ] as const;
  expect(inOrder(firing, named).map(({ id }) => id)).toEqual(order);
});
