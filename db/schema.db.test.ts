import { readdirSync } from 'node:fs';
import { is } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';
import { startSystem } from '#test/harness/system.ts';

const SCHEMA = new URL('./schema/', import.meta.url);

/** Made by the migrator itself, which has to read it before there is anything else. */
const NOT_DECLARED = ['switchyard_migration'];

/** `table.column type`, with `not null` and its place in the primary key where it has them: one line a column. */
const line = (table: string, column: string, type: string, required: boolean, inKey: number): string =>
  `${table}.${column} ${type}${required ? ' not null' : ''}${inKey > 0 ? ` key ${inKey}` : ''}`;

/** Every table that a file of db/schema exports, column by column. */
async function declared(): Promise<string[]> {
  const names = new CasingCache('snake_case');
  const files = readdirSync(SCHEMA).filter((name) => name.endsWith('.ts'));
  const modules: Record<string, unknown>[] = await Promise.all(files.map((file) => import(new URL(file, SCHEMA).href)));
  const tables = modules.flatMap((module) => Object.values(module)).filter((value) => is(value, PgTable));
  return tables.flatMap((table) => {
    const { name, columns, primaryKeys } = getTableConfig(table);
    const key = primaryKeys[0]?.columns ?? columns.filter((column) => column.primary);
    return columns.map((column) =>
      line(
        name,
        names.getColumnCasing(column),
        column.getSQLType().replace('timestamp (', 'timestamp('),
        column.notNull,
        key.findIndex((each) => each.name === column.name) + 1,
      ),
    );
  });
}

it('declares every column of every table as the migrations made it', async () => {
  await using system = await startSystem();
  // Partitions have the columns of their parents; the queue's tables stand in a schema of their own.
  const columns = await system.services.sql<
    { table: string; name: string; type: string; not_null: boolean; key: number }[]
  >`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
      coalesce(array_position(i.indkey::int2[], a.attnum), -1) + 1 as key
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> all(${NOT_DECLARED})`;
  const found = columns.map(({ table, name, type, not_null, key }) => line(table, name, type, not_null, key));
  expect((await declared()).sort()).toEqual(found.sort());
});
