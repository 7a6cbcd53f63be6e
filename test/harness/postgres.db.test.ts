import postgres from 'postgres';
import { expect, it } from 'vitest';
import { cloneDatabase } from './postgres.ts';

it('gives each test a database of its own', async () => {
  await using first = await cloneDatabase();
  await using second = await cloneDatabase();
  const one = postgres(first.ownerUrl, { max: 1 });
  const other = postgres(second.ownerUrl, { max: 1 });
  try {
    await one`create table only_here (id int)`;
    const found = await other`select to_regclass('only_here') as name`;
    expect(found[0]?.name).toBeNull();
  } finally {
    await Promise.all([one.end(), other.end()]);
  }
});

it('removes the database when the test disposes it', async () => {
  const { name, url } = await gone();
  await using other = await cloneDatabase();
  const sql = postgres(other.url, { max: 1 });
  const found = await sql`select 1 from pg_database where datname = ${name}`;
  await sql.end();
  expect(found.length).toBe(0);
  expect(url).toContain(name);

  async function gone(): Promise<{ name: string; url: string }> {
    await using database = await cloneDatabase();
    return { name: database.name, url: database.url };
  }
});
