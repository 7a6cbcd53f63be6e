import { expect, test } from 'vitest';
import type { Partitions } from './partitions.ts';
import type { WriteItem } from './write-batch.ts';
import { makeWriteQueue } from './write-queue.ts';
import type { Writer } from './writer.ts';

const item = (events: number): WriteItem => ({
  receivedAt: 0,
  events: Array.from({ length: events }, (_, i) => ({ key: `${i}`, checked: { at: 0, message: {} } })) as never,
  batch: null,
  rows: Buffer.alloc(0),
  starts: [],
  bodies: null,
  usages: null,
});
const partitions: Partitions = { ensure: async () => undefined, clear: () => undefined };

/** A writer whose commits end when the test resolves them; it only counts them. */
function heldWriter() {
  const running: (() => void)[] = [];
  const writer: Writer = {
    transact: () => new Promise((resolve) => running.push(() => resolve([] as never))),
    close: async () => undefined,
  };
  return { writer, running };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a call that finds its lane idle commits at once, alone', async () => {
  const { writer, running } = heldWriter();
  const queue = makeWriteQueue(writer, partitions);
  void queue.submit(64, item(1));
  await settled();
  expect(running).toHaveLength(1);
});

test('calls gather behind a running commit and share the next one; another slot does not wait for them', async () => {
  const { writer, running } = heldWriter();
  const queue = makeWriteQueue(writer, partitions);
  for (let call = 0; call < 4; call++) void queue.submit(64, item(10));
  void queue.submit(128, item(1));
  await settled();
  expect(running).toHaveLength(2);
  running[0]?.();
  await settled();
  expect(running).toHaveLength(3);
  expect(queue.counts.waiting).toBe(0);
});

test('a second commit runs beside the first when it is full', async () => {
  const { writer, running } = heldWriter();
  const queue = makeWriteQueue(writer, partitions);
  for (let call = 0; call < 4; call++) void queue.submit(64, item(500));
  await settled();
  expect(running).toHaveLength(2);
  expect(queue.counts.waiting).toBe(500);
});

test('what no longer fits is refused with 429 and when to come back, and nothing that waits is dropped', async () => {
  const { writer, running } = heldWriter();
  const queue = makeWriteQueue(writer, partitions);
  const taken: Promise<unknown>[] = [];
  let refusal: unknown = null;
  for (let call = 0; call < 30 && refusal === null; call++) {
    try {
      taken.push(queue.submit(64, item(1000)));
    } catch (error) {
      refusal = error;
    }
  }
  await settled();
  expect(refusal).toMatchObject({ status: 429, code: 'overloaded', headers: { 'retry-after': '1' } });
  while (running.length > 0) {
    running.shift()?.();
    await settled();
  }
  expect(queue.counts.waiting).toBe(0);
  expect(queue.counts.commits).toBe(taken.length);
});
