import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openSql } from '#db/client.ts';
import { cloneDatabase } from '#test/harness/postgres.ts';
import { rowsOfOldPrice } from './domain/old-price.ts';
import { readEntries } from './domain/read-entries.ts';
import { writtenRow } from './domain/row-entry.ts';
import { priceRowOf } from './stored-rows.ts';

const FOLDER = new URL('../../../db/migrations/', import.meta.url);
const MINE = '0013_price_rows.sql';
const text = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');

const OLD = [
  { effective_from: '2026-01-01T00:00:00.000Z', input_per_mtok: 3, output_per_mtok: 15 },
  {
    effective_from: '2026-06-01T00:00:00.000Z',
    input_per_mtok: 2.5,
    output_per_mtok: 0.1 * 3,
    cached_input_per_mtok: 0,
    cache_write_per_mtok: 3.125,
  },
];

it('turns every price of four numbers into the rows that the same four numbers are read as today', async () => {
  await using database = await cloneDatabase();
  const sql = openSql(database.ownerUrl, { max: 1, name: 'test' });
  await sql.unsafe('drop schema public cascade; create schema public');
  const before = readdirSync(FOLDER).filter((name) => name.endsWith('.sql') && name < MINE);
  for (const name of before.sort()) await sql.unsafe(text(name));
  await sql`insert into project (name, created_at) values ('p', now())`;
  await sql`insert into model (id, project_id, provider, model_id, created_at, updated_at)
    values ('00000000-0000-4000-8000-000000000001', 1, 'a', 'm', now(), now())`;
  for (const price of OLD) {
    await sql`insert into model_price values ('00000000-0000-4000-8000-000000000001', ${price.effective_from},
      ${price.input_per_mtok}, ${price.output_per_mtok}, ${price.cached_input_per_mtok ?? null},
      ${price.cache_write_per_mtok ?? null})`;
  }
  await sql.unsafe(text(MINE));

  const stored = await sql<Parameters<typeof priceRowOf>[0][]>`
    select id, meter, per::float8 as per, amount::text as amount, currency, effective_from as "effectiveFrom",
      effective_to as "effectiveTo", conditions, state, source_url as "sourceUrl", checked_at as "checkedAt"
    from model_price_row`;
  const { given, problems } = readEntries(OLD, () => '');
  expect(problems).toEqual([]);
  expect(OLD.flatMap(rowsOfOldPrice)).toHaveLength(stored.length);
  const inOrder = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
  expect(inOrder(stored.map((row) => writtenRow(priceRowOf(row))))).toEqual(
    inOrder(given.map(({ row }) => writtenRow(row))),
  );
  expect(await sql`select to_regclass('model_price') as old`).toEqual([{ old: null }]);
  await sql.end({ timeout: 5 });
});
