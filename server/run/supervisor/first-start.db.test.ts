import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '#server/platform/config.ts';
import { readInvitations, readMembers } from '#server/projects/members/read-members.ts';
import { readProjects } from '#server/projects/read-projects.ts';
import { readPersonOfSession } from '#server/projects/sign-in/read-person-of-session.ts';
import { redeemSignInLink } from '#server/projects/sign-in/redeem-sign-in-link.ts';
import { openSession } from '#server/projects/sign-in/session.ts';
import { type OpenServices, openServices } from '#server/run/services.ts';
import { cloneDatabase, type TestDatabase } from '#test/harness/postgres.ts';
import { firstStart } from './first-start.ts';

let database: TestDatabase;
let services: OpenServices;
const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-first-'));
const start = (publicUrl = 'http://localhost:3000') => firstStart(database.url, { dataDir, publicUrl });

beforeAll(async () => {
  database = await cloneDatabase();
  services = openServices(readConfig({ DATABASE_URL: database.url, SWITCHYARD_DATA: dataDir }), 'test');
});
afterAll(async () => {
  await services.close();
  await database[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true });
});

it('makes the project, its admin and one link, also when two machines start at once', async () => {
  const [first] = await Promise.all([start(), start()]);
  expect(first.signInLink).toMatch(/^http:\/\/localhost:3000\/sign-in\?token=[\w-]{43}$/);
  const project = { id: 1, name: 'default', simulated: false };
  expect(await readInvitations({ db: services.db, project })).toMatchObject([
    { email: 'admin@localhost', role: 'admin', invitedBy: null },
  ]);
  expect(await readMembers({ db: services.db, project })).toEqual([]);
});

it('prints the same link at each start until it is used, at the address of that start', async () => {
  const { signInLink } = await start();
  const token = new URL(signInLink ?? '').searchParams.get('token');
  expect((await start('https://yard.example.com')).signInLink).toBe(`https://yard.example.com/sign-in?token=${token}`);
});

it('stores the secret readable by its owner alone', () => {
  expect(statSync(join(dataDir, 'sign-in-link')).mode & 0o777).toBe(0o600);
});

it('makes another link when the stored one is no longer valid', async () => {
  const { signInLink } = await start();
  writeFileSync(join(dataDir, 'sign-in-link'), 'x'.repeat(43));
  const second = await start();
  expect(second.signInLink).toMatch(/token=[\w-]{43}$/);
  expect(second.signInLink).not.toBe(signInLink);
  expect(readFileSync(join(dataDir, 'sign-in-link'), 'utf8')).not.toBe('x'.repeat(43));
});

it('prints none once the admin has a password, and makes that person the admin of the installation', async () => {
  const { signInLink } = await start();
  const token = new URL(signInLink ?? '').searchParams.get('token') ?? '';
  const started = await redeemSignInLink(services, { token, password: 'four words are better', ip: null });
  expect(await start()).toEqual({ signInLink: null, warnings: [] });
  expect(await readProjects(services, started.id)).toMatchObject([{ name: 'default', role: 'admin' }]);
  const { id: userId, ...session } = await openSession(services, started);
  expect(await readPersonOfSession(services, { userId, ...session })).toMatchObject({
    installation: { admin: true, createsProjects: true },
  });
});
