import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeTurns } from './take-turns.ts';

test('other work runs between two turns, and a turn that fails does not block the next one', async () => {
  const takeTurn = makeTurns();
  const order: string[] = [];
  const first = takeTurn(() => order.push('first'));
  const failed = takeTurn(() => {
    order.push('second');
    throw new Error('second');
  });
  const third = takeTurn(() => order.push('third'));
  const others = (async () => {
    for (let i = 0; i < 3; i++) {
      await setImmediate();
      order.push('other');
    }
  })();
  await expect(failed).rejects.toThrow('second');
  await Promise.all([first, third, others]);
  expect(order.filter((one) => one !== 'other')).toEqual(['first', 'second', 'third']);
  expect(order.slice(order.indexOf('first'), order.indexOf('third'))).toContain('other');
});
