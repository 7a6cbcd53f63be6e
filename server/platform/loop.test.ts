import { expect, test } from 'vitest';
import { startLoop } from './loop.ts';

/** A promise and the function that fulfils it. */
const signal = () => Promise.withResolvers<void>();

test('a turn that found something is followed at once; one that found nothing or failed by a pause, which a stop ends', async () => {
  const errors: unknown[] = [];
  const reached = signal();
  const turns = [true, true, false];
  let calls = 0;
  const stop = startLoop(
    async () => {
      calls += 1;
      if (calls === 3) reached.resolve();
      return turns[calls - 1] ?? false;
    },
    { pauseMs: 3_600_000, onError: (err) => errors.push(err) },
  );
  await reached.promise;
  await stop();
  expect([calls, errors]).toEqual([3, []]);
});

test('a turn that throws is reported, and the next one comes after the pause', async () => {
  const errors: unknown[] = [];
  const again = signal();
  let calls = 0;
  const stop = startLoop(
    async () => {
      calls += 1;
      if (calls === 2) again.resolve();
      throw new Error(`turn ${calls}`);
    },
    { pauseMs: 1, onError: (err) => errors.push(err) },
  );
  await again.promise;
  await stop();
  expect(errors.slice(0, 2)).toMatchObject([{ message: 'turn 1' }, { message: 'turn 2' }]);
});

test('a stop waits for the running turn, which sees that it was stopped', async () => {
  const [begun, finish] = [signal(), signal()];
  let saw: boolean | null = null;
  const stop = startLoop(
    async (isStopped) => {
      begun.resolve();
      await finish.promise;
      saw = isStopped();
      return true;
    },
    { pauseMs: 1, onError: () => undefined },
  );
  await begun.promise;
  const stopped = stop();
  finish.resolve();
  await stopped;
  expect(saw).toBe(true);
});
