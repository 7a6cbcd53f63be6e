import { sql as query } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { faultOfDatabase } from '#server/platform/database-faults.ts';
import { type AtCommit, startCommitProxy } from '#test/harness/commit-proxy.ts';
import { cloneDatabase, type TestDatabase } from '#test/harness/postgres.ts';
import { type Db, openDb, openSql, type Sql } from './client.ts';
import { follow } from './follow.ts';

let database: TestDatabase;
let direct: Sql;
let db: Db;
let atCommit: AtCommit = 'pass';
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  direct = openSql(database.ownerUrl);
  await direct`create table thing (name text primary key)`;
  const url = new URL(database.ownerUrl);
  const proxy = await startCommitProxy(Number(url.port), () => atCommit);
  url.port = String(proxy.port);
  url.hostname = '127.0.0.1';
  const opened = openDb(url.href, { max: 1 });
  db = opened.db;
  closing.push(opened.close, proxy.stop, () => direct.end());
});
afterAll(async () => {
  for (const close of closing) await close();
  await database[Symbol.asyncDispose]();
});
beforeEach(async () => {
  atCommit = 'pass';
  await direct`delete from thing`;
  await serves();
});

/** Until the pool has noticed which connections the test before has cost it. */
const serves = () => expect.poll(() => failureOf(db.execute(query`select 1`))).toBe('none');
const insert = (name: string) => query`insert into thing values (${name})`;
const names = async (): Promise<string[]> =>
  (await direct<{ name: string }[]>`select name from thing order by 1`).map((row) => row.name);
const codeOf = (error: unknown): string | undefined => faultOfDatabase(error)?.code;
/** The code of a failure; `none` where nothing failed. */
const failureOf = (work: Promise<unknown>): Promise<string | undefined> => work.then(() => 'none', codeOf);

describe('a transaction, as one request follows it', () => {
  test.for([
    ['is known not to be done where COMMIT never went out', 'unavailable', false, []],
    ['is not known where COMMIT was lost on its way', 'outcome_unknown', true, []],
    ['is not known where the answer to COMMIT was lost, though it was done', 'outcome_unknown', true, ['a']],
  ] as const)('%s', async ([name, code, mayHaveChanged, there]) => {
    const followed = follow(db);
    const work = followed.db.transaction(async (tx) => {
      await tx.execute(insert('a'));
      if (name.includes('never')) await tx.execute(query`select pg_terminate_backend(pg_backend_pid())`);
      atCommit = name.includes('answer') ? 'lose its response' : 'lose it';
    });
    expect(await failureOf(work)).toBe(code);
    expect(followed.mayHaveChanged()).toBe(mayHaveChanged);
    expect(await names()).toEqual(there);
  });

  test('is rolled back, and known to be, where its request ends while it waits for a lock; the lock is not waited for', async () => {
    const followed = follow(db);
    let work: Promise<string | undefined> = Promise.resolve(undefined);
    await direct.begin(async (tx) => {
      await tx`lock table thing in access exclusive mode`;
      work = failureOf(followed.db.transaction((inner) => inner.execute(insert('late'))));
      await expect.poll(() => waiting('thing')).toBe(1);
      followed.end();
      await expect.poll(() => waiting('thing')).toBe(0);
      expect(followed.mayHaveChanged()).toBe(false);
    });
    expect(await work).toBe('unavailable');
    expect(await names()).toEqual([]);
  });

  test('that waits for a connection, or has not come to its end, commits nothing once its request has ended', async () => {
    const followed = follow(db);
    const gate = Promise.withResolvers<void>();
    const works = ['one', 'two', 'three', 'four'].map((name) =>
      failureOf(
        followed.db.transaction(async (tx) => {
          await tx.execute(insert(name));
          await gate.promise;
        }),
      ),
    );
    followed.end();
    gate.resolve();
    expect(await Promise.all(works)).not.toContain('none');
    expect(await names()).toEqual([]);
    expect(followed.mayHaveChanged()).toBe(false);
    await follow(db).db.transaction((tx) => tx.execute(insert('next')));
    expect(await names()).toEqual(['next']);
  });

  test('that was done is reported by the failure of what comes after it', async () => {
    const followed = follow(db);
    await followed.db.transaction((tx) => tx.execute(insert('done')));
    expect(await failureOf(followed.db.execute(query`select pg_terminate_backend(pg_backend_pid())`))).toBe(
      'unavailable',
    );
    expect(followed.mayHaveChanged()).toBe(true);
  });

  test('that only reads changes nothing, and neither does one that is refused', async () => {
    const followed = follow(db);
    await followed.db.transaction((tx) => tx.execute(query`select 1 from thing for update`));
    await expect(followed.db.transaction((tx) => tx.execute(query`insert into thing values (null)`))).rejects.toThrow();
    expect(followed.mayHaveChanged()).toBe(false);
  });

  test('is lost in a savepoint without ending the process, and the pool serves on', async () => {
    const lost = db.transaction((tx) =>
      tx.transaction((inner) => inner.execute(query`select pg_terminate_backend(pg_backend_pid())`)),
    );
    expect(await failureOf(lost)).toBe('unavailable');
    await serves();
    await db.transaction((tx) => tx.transaction((inner) => inner.execute(insert('after'))));
    expect(await names()).toEqual(['after']);
  });
});

test('a transaction whose work names another reason for the loss of its connection does not end the process either', async () => {
  const lost = db.transaction(async (tx) => {
    await tx.transaction(async (inner) => {
      await inner.execute(query`select pg_terminate_backend(pg_backend_pid())`).catch(() => {
        throw new Error('The audit log cannot be written.');
      });
    });
  });
  expect(await failureOf(lost)).toBe('unavailable');
  await serves();
});

describe('a statement that commits by itself', () => {
  test('may have been done where its connection is lost, and was not where it was withdrawn before it was sent', async () => {
    const followed = follow(db);
    const lost = followed.db.execute(
      query`insert into thing select 'x' from (select pg_terminate_backend(pg_backend_pid())) as gone`,
    );
    expect(await failureOf(lost)).toBe('unavailable');
    expect(followed.mayHaveChanged()).toBe(true);

    const other = follow(db);
    const withdrawn = failureOf(other.db.execute(insert('y')));
    other.end();
    await withdrawn;
    expect(await names()).toEqual(other.mayHaveChanged() ? ['y'] : []);
  });
});

const waiting = async (table: string): Promise<number> =>
  (await direct`select 1 from pg_locks where not granted and relation = ${table}::regclass`).length;
