import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idempotencyKey } from '#db/schema/platform.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import type { ReadCtx } from './context.ts';
import { type InTx, inTransaction } from './in-transaction.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.dispose());

/** Accepts only a context that is in a transaction. */
async function write(ctx: InTx<ReadCtx>, key: string): Promise<void> {
  const row = { projectId: ctx.project.id, route: 'test', key, bodyHash: '', status: 200, answer: {} };
  await ctx.db.insert(idempotencyKey).values({ ...row, createdAt: new Date(0) });
}

const read = async (ctx: ReadCtx): Promise<string[]> =>
  (await ctx.db.select({ key: idempotencyKey.key }).from(idempotencyKey).orderBy(idempotencyKey.key)).map(
    ({ key }) => key,
  );

const failed = new Error('failed');

test('commits when the work resolves, and rolls back when it throws', async () => {
  const ctx = system.ctx();
  const seen = await inTransaction(ctx, async (ctx) => {
    await write(ctx, 'resolved');
    return read(ctx);
  });
  expect(seen).toEqual(['resolved']);
  const thrown = inTransaction(ctx, async (ctx) => {
    await write(ctx, 'thrown');
    throw failed;
  });
  await expect(thrown).rejects.toBe(failed);
  expect(await read(ctx)).toEqual(['resolved']);
});

test('within a transaction it is a savepoint: only the inner work is rolled back when it fails', async () => {
  const ctx = system.ctx();
  await inTransaction(ctx, async (ctx) => {
    await write(ctx, 'outer');
    const inner = inTransaction(ctx, async (ctx) => {
      await write(ctx, 'inner');
      throw failed;
    });
    await expect(inner).rejects.toBe(failed);
  });
  expect(await read(ctx)).toEqual(['outer', 'resolved']);
});

test('the transaction has the requested isolation level', async () => {
  const [row] = await inTransaction(
    system.ctx(),
    (ctx) => ctx.db.execute(sql`select current_setting('transaction_isolation') as level`),
    { isolationLevel: 'repeatable read' },
  );
  expect(row?.level).toBe('repeatable read');
});

test('the compiler refuses a context that is in no transaction', () => {
  // @ts-expect-error: its `db` is not a transaction
  const refused: Parameters<typeof write> = [system.ctx(), 'outside'];
  expect(refused).toHaveLength(2);
});
