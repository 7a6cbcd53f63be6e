import { expect, it } from 'vitest';
import { makeBatch, makeTurns } from './batch.ts';

it('runs the jobs of one turn together and in order, and jobs that they add in the next turn', async () => {
  const together = makeBatch();
  const ran: string[] = [];
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  together(() => {
    ran.push('first');
    together(() => ran.push('added by the first'));
  });
  await Promise.resolve();
  together(() => ran.push('second'));
  expect(ran).toEqual([]);
  await turn();
  expect(ran).toEqual(['first', 'second']);
  await turn();
  expect(ran).toEqual(['first', 'second', 'added by the first']);
});

it('lets other work run between each two turns', async () => {
  const turn = makeTurns();
  const ran: string[] = [];
  const waits = ['first', 'second', 'third'].map((name) => turn().then(() => ran.push(name)));
  const others = async () => {
    while (ran.filter((name) => name !== 'another').length < 3) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      ran.push('another');
    }
  };
  await Promise.all([...waits, others()]);
  expect(ran.join(' ')).toMatch(/first.* another .*second.* another .*third/);
});
