import postgres from 'postgres';
import { expect, test } from 'vitest';
import { addToSketch, decodeSketch, emptySketch } from '#test/builders/plain-sketch.ts';
import { cloneDatabase } from '#test/harness/postgres.ts';
import { encodeSketch, quantileOfSketch } from './sketch.ts';

/** 20,000 values over eleven orders of magnitude, every fiftieth of them 0. */
const values = Array.from({ length: 20_000 }, (_, i) => (i % 50 === 0 ? 0 : Math.exp(Math.sin(i) * 8) * (1 + i / 7)));

test('Postgres writes the same bytes, and its percentile_disc lies within 1 % of theirs', async () => {
  await using database = await cloneDatabase();
  const sql = postgres(database.url, { max: 1 });
  const [found] = await sql<{ bytes: Uint8Array; p95: number }[]>`
    with value as (select unnest(${values}::float8[]) as x),
    binned as (
      select case when x <= 0 then -32768 else ceil(ln(x) / ln(1.0202::float8)) end::int2 as bin, count(*)::int4 as n
      from value group by 1
    )
    select
      (select '\\x01'::bytea || string_agg(int2send(bin) || int4send(n), ''::bytea order by bin) from binned) as bytes,
      (select percentile_disc(0.95) within group (order by x) from value) as p95`;
  await sql.end();

  const sketch = emptySketch();
  for (const value of values) addToSketch(sketch, value);
  expect(Buffer.from(found?.bytes ?? []).toString('hex')).toBe(Buffer.from(encodeSketch(sketch)).toString('hex'));
  const p95 = quantileOfSketch(decodeSketch(found?.bytes ?? new Uint8Array()), 0.95);
  expect(Math.abs((p95 ?? Number.NaN) / (found?.p95 ?? Number.NaN) - 1)).toBeLessThanOrEqual(0.01);
});
