import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloneDatabase, type TestDatabase } from '#test/harness/postgres.ts';
import { openBeside, openSql, type Sql } from './client.ts';
import { readCopy, writeCopy } from './copy-stream.ts';

let database: TestDatabase;
let sql: Sql;
let reader: Sql;
beforeAll(async () => {
  database = await cloneDatabase();
  sql = openSql(database.ownerUrl);
  reader = openBeside(sql, 1, { pipeline: false });
  await sql`create table thing (n int primary key)`;
});
afterAll(async () => {
  await Promise.all([sql.end(), reader.end()]);
  await database[Symbol.asyncDispose]();
});

async function read(query: string): Promise<string> {
  let text = '';
  await readCopy(reader.unsafe(`copy (${query}) to stdout`), async (stream) => {
    for await (const chunk of stream) text += chunk;
  });
  return text;
}

const write = (lines: string) =>
  sql.begin((tx) =>
    writeCopy(tx.unsafe('copy thing from stdin'), async (stream) => {
      stream.end(lines);
      await new Promise((resolve, reject) => stream.once('finish', resolve).once('error', reject));
    }),
  );

test.for([
  ['before its first row', 'select 1 / 0'],
  ['after some rows, in the same packet', 'select 1 / (n - 5) from generate_series(1, 10) n'],
  ['after many packets', 'select 1 / (n - 90000) from generate_series(1, 100000) n'],
] as const)('a COPY that fails %s rejects, and its connection goes on', async ([, query]) => {
  await expect(read(query)).rejects.toMatchObject({ code: '22012' });
  expect(await read('select n from generate_series(1, 3) n')).toBe('1\n2\n3\n');
});

test('a COPY that is cancelled before its first rows are sent rejects', async () => {
  const slow = read('select n, case when n > 5 then pg_sleep(20)::text end from generate_series(1, 10) n');
  const refused = expect(slow).rejects.toMatchObject({ code: '57014' });
  const isRunning = async () =>
    (await sql`select pg_cancel_backend(pid) from pg_stat_activity where query like 'copy (select n, case%'`).length;
  await expect.poll(isRunning).toBe(1);
  await refused;
});

test('a COPY into a table writes, or rejects where it is refused', async () => {
  await write('1\n2\n');
  await expect(write('3\nx\n')).rejects.toMatchObject({ code: '22P02' });
  expect(await read('select n from thing')).toBe('1\n2\n');
});
