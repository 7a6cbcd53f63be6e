import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { localUrl, placeOf, readAddress, writtenAddress } from './address.ts';

const who = { user: 'app', password: 'a b/c@d', database: 'switchyard' };

it('writes a socket as psql reads it, and connects to it', () => {
  const url = localUrl({ folder: '/var/lib/a folder' }, who, '/state/postgres-address');
  expect(url).toBe('postgres://app:a%20b%2Fc%40d@%2Fvar%2Flib%2Fa%20folder/switchyard');
  const place = placeOf(url);
  expect(place.now?.()).toEqual({ path: '/var/lib/a folder/.s.PGSQL.5432' });
  expect(place.url).toBe('postgres://app:a%20b%2Fc%40d@localhost/switchyard');
});

it('follows a port, or a socket, to the place that the file holds now', () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-address-'));
  const file = join(folder, 'postgres-address');
  const place = placeOf(localUrl({ port: 15_001 }, who, file));
  expect(place.url).not.toContain('address_file');
  expect(place.now?.()).toMatchObject({ port: 15_001 });
  writeFileSync(file, writtenAddress({ port: 15_002 }));
  expect(place.now?.()).toMatchObject({ host: '127.0.0.1', port: 15_002 });
  writeFileSync(file, writtenAddress({ folder: '/there' }));
  expect(place.now?.()).toEqual({ path: '/there/.s.PGSQL.5432' });
  rmSync(folder, { recursive: true });
});

it.each(['postgres://me@db.example:5433/x?sslmode=require', 'postgres://a,b:5432/x', 'nonsense'])(
  'leaves the URL of an operator alone: %s',
  (url) => {
    expect(placeOf(url)).toEqual({ url, now: null });
  },
);

it('returns null where no address has been written', () => {
  expect(readAddress('/nowhere/postgres-address')).toBeNull();
});
