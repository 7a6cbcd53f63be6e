import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSql } from '#db/client.ts';
import { cloneDatabase } from './harness/postgres.ts';

const BEFORE = ['0000_start', '0001_immutable', '0002_telemetry', '0003_audit_immutable'];
const migration = (name: string) => readFileSync(join(import.meta.dirname, `../db/migrations/${name}.sql`), 'utf8');

/** An installation of an earlier version, with people of every kind, is upgraded. */
it('keeps people who have a password or use a key, invites the others again, and voids every link', async () => {
  await using database = await cloneDatabase();
  const sql = openSql(database.ownerUrl, { max: 1, name: 'test' });
  await sql.unsafe('drop schema public cascade; create schema public');
  for (const name of BEFORE) await sql.unsafe(migration(name));
  await sql.unsafe(`
    insert into project (name, created_at) values ('first', now()), ('second', now());
    insert into person (id, email, name, password_hash, created_at) values
      ('00000000-0000-4000-8000-000000000001', 'root@x.test', 'Root', 'hash', now()),
      ('00000000-0000-4000-8000-000000000002', 'later@x.test', 'Later', 'hash', now()),
      ('00000000-0000-4000-8000-000000000003', 'silent@x.test', 'Silent', null, now()),
      ('00000000-0000-4000-8000-000000000004', 'machine@x.test', 'Machine', null, now());
    insert into member (project_id, person_id, role, created_at)
      select p.id, q.id, 'admin', now() from project p, person q
      where p.name = 'first' and q.name <> 'Later' or p.name = 'second' and q.name = 'Later';
    insert into api_key (id, project_id, name, hash, last4, scopes, owner_id, created_at)
      select gen_random_uuid(), 1, 'k', 'h', 'last', '{read}', id, now() from person where name = 'Machine';
    insert into sign_in_link (hash, person_id, expires_at)
      select h, id, now() + interval '1 day' from person, (values ('a'), ('b')) v (h) where name = 'Silent';`);
  await sql.unsafe(migration('0004_access'));
  const names = async (query: string) => (await sql.unsafe(query)).map((row) => row.name);
  expect(await names('select name from person join member on person_id = id order by 1')).toEqual([
    'Later',
    'Machine',
    'Root',
  ]);
  expect(await names('select name from invitation')).toEqual(['Silent']);
  expect(await names('select name from person where installation_admin')).toEqual(['Root']);
  expect(await sql.unsafe('select hash from sign_in_link where used_at is null')).toHaveLength(0);
  await sql.end({ timeout: 5 });
});
