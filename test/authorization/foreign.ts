import type { System } from '#test/harness/system.ts';

/** Ids and names that rows of the project `other` have, some of every table and column. */
export async function foreignValues(system: System): Promise<{ ids: string[]; names: string[] }> {
  const { sql } = system.services;
  const project = system.project('other').id;
  const columns = await sql<{ table: string; column: string; type: string }[]>`
    select c.table_name as table, c.column_name as column, c.data_type as type from information_schema.columns c
    join information_schema.columns p on p.table_name = c.table_name and p.table_schema = c.table_schema
      and p.column_name = 'project_id'
    where c.table_schema = 'public' and (c.data_type = 'uuid' or (c.column_name = 'name' and c.data_type = 'text'))`;
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const { table, column, type } of columns) {
    const rows = await sql<{ value: string | null }[]>`
      select distinct ${sql(column)}::text as value from ${sql(table)} where project_id = ${project} limit 3`;
    for (const { value } of rows) if (value !== null) (type === 'uuid' ? ids : names).add(value);
  }
  return { ids: [...ids], names: [...names].filter((it) => !SHARED.has(it)) };
}

/** Names that every project has. */
const SHARED = new Set(['experiment', 'staging', 'production']);
