import { openSql } from '#db/client.ts';

/** `server_version_num` of Postgres 15. */
const VERSION_MIN = 150_000;

/** Throws a sentence where DATABASE_URL names no Postgres that Switchyard can use. */
export async function requirePostgres(databaseUrl: string): Promise<void> {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new Error('DATABASE_URL is no address of a Postgres, such as postgres://user:password@host:5432/name.');
  try {
    await requireVersion(databaseUrl);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The Postgres of DATABASE_URL cannot be used: ${reason}`, { cause });
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
