import { openSql, type Sql } from '#db/client.ts';

export type Roles = {
  database: string;
  /** owns the database and everything in it; has no login */
  owner: string;
  /** the role of edge, worker, web and the command line */
  app: string;
  /** of `app` */
  password: string;
};

/**
 * Makes the database, its owner and the role of the application where they are missing, as the superuser of `url`.
 * Tables of an older version, which belong to the superuser, are given to the owner. Returns the owner's URL: the
 * superuser's, with a parameter that runs every statement as the owner. Writes nothing where nothing is missing, so
 * that a start succeeds on a full disk.
 */
export async function prepareDatabase(url: (database: string) => string, roles: Roles): Promise<{ ownerUrl: string }> {
  const server = openSql(url('postgres'), { max: 1, name: 'switchyard-start' });
  try {
    await ensureRole(server, roles.owner, 'nologin');
    await ensureRole(server, roles.app, 'login');
    if (!(await acceptsPassword(url, roles)))
      await server.unsafe(`alter role "${roles.app}" password '${roles.password.replaceAll("'", "''")}'`);
    await ensureDatabase(server, roles);
  } finally {
    await server.end({ timeout: 5 });
  }
  const sql = openSql(url(roles.database), { max: 1, name: 'switchyard-start' });
  try {
    await giveToOwner(sql, roles.owner);
  } finally {
    await sql.end({ timeout: 5 });
  }
  return { ownerUrl: asOwner(url(roles.database), roles.owner) };
}

/** `url` with a parameter that runs every statement as `owner`. Both drivers and psql accept it. */
export function asOwner(url: string, owner: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}options=${encodeURIComponent(`-c role=${owner}`)}`;
}

async function ensureRole(sql: Sql, name: string, login: 'login' | 'nologin'): Promise<void> {
  const found = await sql`select 1 from pg_roles where rolname = ${name}`;
  if (found.length > 0) return;
  await sql.unsafe(
    `create role "${name}" ${login} nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit`,
  );
}

/** Whether the application can sign in with the password of its file. Tried, since the database stores only a hash. */
async function acceptsPassword(url: Parameters<typeof prepareDatabase>[0], { app, password }: Roles): Promise<boolean> {
  const asApp = new URL(url('postgres'));
  asApp.username = app;
  asApp.password = password;
  const sql = openSql(asApp.href, { max: 1, name: 'switchyard-start' });
  try {
    await sql`select 1`;
    return true;
  } catch (error) {
    // 28P01: a wrong password. 28000: not allowed to sign in.
    if (error instanceof Error && 'code' in error && /^28/.test(String(error.code))) return false;
    throw error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function ensureDatabase(sql: Sql, { database, owner }: Roles): Promise<void> {
  const [found] = await sql<{ owner: string }[]>`
    select pg_get_userbyid(datdba) as owner from pg_database where datname = ${database}`;
  if (!found) await sql.unsafe(`create database "${database}" owner "${owner}"`);
  else if (found.owner !== owner) await sql.unsafe(`alter database "${database}" owner to "${owner}"`);
  const [open] = await sql<{ temp: boolean }[]>`
    select has_database_privilege('public', ${database}, 'temporary') as temp`;
  if (open?.temp) await sql.unsafe(`revoke temporary on database "${database}" from public`);
}

/**
 * Gives our objects to the owner. Cost: once, a short lock of each table of an older version, before other processes
 * start.
 */
async function giveToOwner(sql: Sql, owner: string): Promise<void> {
  const found = await sql<{ statement: string }[]>`
    with ours as (
      select oid, nspname from pg_namespace
      where nspname in ('public', 'graphile_worker')
    )
    select format('alter %s %I.%I owner to ${sql.unsafe(`"${owner}"`)}',
             case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
             nspname, relname) as statement
      from pg_class c join ours on ours.oid = relnamespace
      where relkind in ('r', 'p', 'v', 'm', 'S') and pg_get_userbyid(relowner) <> ${owner}
        -- a sequence of a column goes with its table
        and not (relkind = 'S' and exists (select 1 from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass
          and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')))
    union all
    select format('alter routine %s owner to ${sql.unsafe(`"${owner}"`)}', p.oid::regprocedure)
      from pg_proc p join ours on ours.oid = pronamespace where pg_get_userbyid(proowner) <> ${owner}
    union all
    select format('alter type %I.%I owner to ${sql.unsafe(`"${owner}"`)}', nspname, typname)
      from pg_type t join ours on ours.oid = typnamespace
      where pg_get_userbyid(typowner) <> ${owner} and typelem = 0
        and (typrelid = 0 or (select relkind from pg_class where oid = typrelid) = 'c')
    union all
    select format('alter schema %I owner to ${sql.unsafe(`"${owner}"`)}', nspname)
      from pg_namespace where nspname in ('public', 'graphile_worker') and pg_get_userbyid(nspowner) <> ${owner}`;
  if (found.length === 0) return;
  await sql.begin(async (tx) => {
    for (const { statement } of found) await tx.unsafe(statement);
  });
}
