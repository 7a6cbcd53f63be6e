import { openSql } from '#db/client.ts';
import { roleOf } from '#server/run/grant.ts';

/** `server_version_num` of Postgres 15. */
const VERSION_MIN = 150_000;

export type DatabaseAccess = {
  url: string;
  /** the URL for migrations */
  ownerUrl: string;
  /** the role of `url`: migrations grant it the rights that it needs */
  role: string;
};

/**
 * Checks the Postgres of DATABASE_URL, and of DATABASE_OWNER_URL where migrations have a role of their own. Throws a
 * sentence where Switchyard cannot use it; warns where the application would run as a superuser.
 */
export async function openExternal(
  given: { databaseUrl: string; ownerUrl: string | null },
  warn: (line: string) => void,
): Promise<DatabaseAccess> {
  await requirePostgres(given.databaseUrl, 'DATABASE_URL');
  if (given.ownerUrl !== null) await requirePostgres(given.ownerUrl, 'DATABASE_OWNER_URL');
  const role = await roleOf(given.databaseUrl);
  if (role.superuser)
    warn(
      `DATABASE_URL signs in as the superuser "${role.name}". Give Switchyard a role of its own; see DATABASE_OWNER_URL in docs/operations.md.`,
    );
  return { url: given.databaseUrl, ownerUrl: given.ownerUrl ?? given.databaseUrl, role: role.name };
}

/** Throws a sentence where `variable` names no Postgres that Switchyard can use. */
export async function requirePostgres(databaseUrl: string, variable = 'DATABASE_URL'): Promise<void> {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new Error(`${variable} is no address of a Postgres, such as postgres://user:password@host:5432/name.`);
  try {
    await requireVersion(databaseUrl);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The Postgres of ${variable} cannot be used: ${reason}`, { cause });
  }
}

async function requireVersion(databaseUrl: string): Promise<void> {
  const sql = openSql(databaseUrl, { max: 1, name: 'switchyard-start' });
  try {
    const [found] = await sql<{ number: number; text: string }[]>`
      select current_setting('server_version_num')::int as number, current_setting('server_version') as text`;
    if (found && found.number < VERSION_MIN)
      throw new Error(`it is version ${found.text}; 15 is the oldest that will do.`);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
