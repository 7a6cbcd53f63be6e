import { createHash } from 'node:crypto';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { cloneDatabase } from '#test/harness/postgres.ts';
import { assignmentMessage, bucketOf } from './assign.ts';

test('Postgres places 10,000 keys where we do', async () => {
  const keys = Array.from({ length: 10_000 }, (_, i) => `ünï-${i}`);
  await using database = await cloneDatabase();
  const sql = postgres(database.url, { max: 1 });
  const found = await sql<{ bucket: number }[]>`
    select floor((
      ('x' || encode(substring(sha256(convert_to(concat_ws(chr(31), 'sw1', 'r_01', 'enrol', key), 'UTF8')) for 4), 'hex'))
      ::bit(32)::bigint & 4294967295) * 100000::numeric / 4294967296)::int as bucket
    from unnest(${keys}::text[]) with ordinality as given (key, place)
    order by place`;
  await sql.end();

  const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest();
  const ours = keys.map((key) => bucketOf(sha256(assignmentMessage('r_01', 'enrol', key))));
  expect(found.map(({ bucket }) => bucket)).toEqual(ours);
});
