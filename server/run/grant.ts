import { openSql, type Sql } from '#db/client.ts';

/** Rows that are never changed or deleted: triggers refuse it, and the application's role has no right to it. */
const APPEND_ONLY = ['audit_row', 'prompt_version', 'deployment'];
/** Written by migrations alone. */
const READ_ONLY = ['switchyard_migration'];
const SCHEMAS = ['public', 'graphile_worker'];

type Table = { schema: string; name: string; held: string[]; closed: boolean };

/** The rights of the application's role on a table; partitions are used through their parent. */
function rightsTo({ schema, name }: Table): string[] {
  if (schema === 'public' && READ_ONLY.includes(name)) return ['select'];
  if (schema === 'public' && APPEND_ONLY.includes(name)) return ['select', 'insert'];
  return ['select', 'insert', 'update', 'delete'];
}

/**
 * Grants `role` the rights that the application needs, and no others. Called after every migration, as the owner of the
 * tables. Writes nothing where the grants are right already, and where `role` is the owner itself.
 */
export async function grantTo(sql: Sql, role: string): Promise<void> {
  const [to] = await sql<{ same: boolean; name: string }[]>`
    select current_user = ${role} as same, quote_ident(${role}) as name`;
  if (!to || to.same) return;
  const statements = [
    ...(await missingUses(sql, role)).map((what) => `grant ${what} to ${to.name}`),
    ...(await ownTables(sql, role)).flatMap((table) => [...rightsMended(table, to.name), ...rowsOpened(table)]),
  ];
  if (statements.length === 0) return;
  await sql.begin(async (tx) => {
    for (const statement of statements) await tx.unsafe(statement);
  });
}

/** The role that `url` connects as. */
export async function roleOf(url: string): Promise<{ name: string; superuser: boolean }> {
  const sql = openSql(url, { max: 1, name: 'switchyard-start' });
  try {
    const [row] = await sql<{ name: string; superuser: boolean }[]>`
      select current_user as name, rolsuper as superuser from pg_roles where rolname = current_user`;
    return row ?? { name: '', superuser: false };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** The grants on our schemas, sequences and functions that the role lacks. */
async function missingUses(sql: Sql, role: string): Promise<string[]> {
  const rows = await sql<{ what: string }[]>`
    select format('usage on schema %I', nspname) as what
      from pg_namespace where nspname = any(${SCHEMAS}) and not has_schema_privilege(${role}, oid, 'usage')
    union all
    select format('usage on sequence %I.%I', nspname, relname)
      from pg_class c join pg_namespace n on n.oid = relnamespace
      where nspname = any(${SCHEMAS}) and pg_get_userbyid(relowner) = current_user
        and case relkind when 'S' then not has_sequence_privilege(${role}, c.oid, 'usage') else false end
    union all
    select format('execute on routine %s', p.oid::regprocedure)
      from pg_proc p join pg_namespace n on n.oid = pronamespace
      where nspname = any(${SCHEMAS}) and pg_get_userbyid(proowner) = current_user
        and not has_function_privilege(${role}, p.oid, 'execute')`;
  return rows.map((row) => row.what);
}

/** Only tables that the current role owns: an operator's database may hold other tables than ours. */
async function ownTables(sql: Sql, role: string): Promise<Table[]> {
  return sql<Table[]>`
    select nspname as schema, relname as name,
           array(select r from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'trigger']) r
                  where has_table_privilege(${role}, c.oid, r)) as held,
           relrowsecurity and not exists (select 1 from pg_policy where polrelid = c.oid and polname = 'switchyard') as closed
      from pg_class c join pg_namespace n on n.oid = relnamespace
      where nspname = any(${SCHEMAS}) and relkind in ('r', 'p', 'v') and not relispartition
        and pg_get_userbyid(relowner) = current_user`;
}

function rightsMended(table: Table, role: string): string[] {
  const wanted = rightsTo(table);
  if (wanted.length === table.held.length && wanted.every((right) => table.held.includes(right))) return [];
  const on = `${quoted(table.schema)}.${quoted(table.name)}`;
  return [`revoke all on ${on} from ${role}`, `grant ${wanted.join(', ')} on ${on} to ${role}`];
}

/**
 * The queue's tables have row security, which shows rows to their owner alone. This policy opens them to every role
 * with a grant.
 */
function rowsOpened({ schema, name, closed }: Table): string[] {
  if (!closed) return [];
  return [`create policy switchyard on ${quoted(schema)}.${quoted(name)} using (true) with check (true)`];
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
