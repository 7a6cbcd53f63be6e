import { expect, it } from 'vitest';
import { cloneDatabase } from '#test/harness/postgres.ts';
import { requirePostgres } from './external.ts';

it('accepts a Postgres that responds', async () => {
  await using database = await cloneDatabase();
  await expect(requirePostgres(database.url)).resolves.toBeUndefined();
});

it('reports what is wrong with another one, without its password', async () => {
  await using database = await cloneDatabase();
  const missing = new URL(database.url);
  missing.pathname = '/nowhere';
  const refused = async (url: string): Promise<string> =>
    requirePostgres(url).then(
      () => 'accepted',
      (error: Error) => error.message,
    );
  expect(await refused('mysql://me:secret@localhost/x')).toMatch(/^DATABASE_URL is no address of a Postgres/);
  expect(await refused(missing.href)).toBe(
    'The Postgres of DATABASE_URL cannot be used: database "nowhere" does not exist',
  );
  expect(await refused('postgres://me:secret@127.0.0.1:1/x')).toMatch(/cannot be used: .*ECONNREFUSED 127\.0\.0\.1:1$/);
});
