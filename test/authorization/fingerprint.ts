import type { System } from '#test/harness/system.ts';

/** Columns that change without a write by the caller: when a key was last used. */
const WITHOUT: Record<string, string> = { api_key: 'last_used_at' };

/** Tables that record the refusals themselves: when a sender of alerts was last refused, and why. */
const NOTES_OF_REFUSALS: readonly string[] = ['incoming_source'];

/**
 * A hash of the content of every table, the queue's included, or of one project's rows: equal before and after means
 * that nothing was written.
 */
export async function contentOf(
  { services: { sql } }: System,
  project?: { id: number },
): Promise<Record<string, string>> {
  const tables = await sql<{ schema: string; name: string }[]>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker') order by 1, 2`;
  const content: Record<string, string> = {};
  for (const { schema, name } of tables) {
    if (NOTES_OF_REFUSALS.includes(name)) continue;
    const [row] = await sql<{ hash: string | null }[]>`
      select md5(string_agg(line, '' order by line)) as hash
      from (select (to_jsonb(t) - ${WITHOUT[name] ?? ''}::text)::text as line from ${sql(schema)}.${sql(name)} t
        where ${project?.id ?? null}::int is null or to_jsonb(t) ->> 'project_id' = ${String(project?.id)}) lines`;
    if (row?.hash) content[`${schema}.${name}`] = row.hash;
  }
  return content;
}
