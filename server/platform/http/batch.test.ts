import { expect, it } from 'vitest';
import { makeBatch } from './batch.ts';

it('runs in one go, in order, what was given in one turn, and then what came meanwhile', async () => {
  const together = makeBatch();
  const ran: string[] = [];
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  together(() => {
    ran.push('first');
    together(() => ran.push('asked for by the first'));
  });
  await Promise.resolve();
  together(() => ran.push('second'));
  expect(ran).toEqual([]);
  await turn();
  expect(ran).toEqual(['first', 'second']);
  await turn();
  expect(ran).toEqual(['first', 'second', 'asked for by the first']);
});
