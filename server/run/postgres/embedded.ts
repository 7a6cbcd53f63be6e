import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { postgresAccount } from './account.ts';
import { packagedPostgres } from './binaries.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { stopLeftover } from './leftover.ts';
import { dataFolder, placeBinaries } from './place.ts';
import { freePort, isPortFree } from './ports.ts';
import { serverSettings } from './settings.ts';

const DATABASE = 'switchyard';

export type Embedded = { url: string; cluster: Cluster };

/**
 * Starts the installation's own Postgres: data under `state` (or where its pointer says), only on 127.0.0.1, on a port
 * and with a password that are remembered in `state`. The caller holds the folder's run file.
 */
export async function startEmbedded(root: string, state: string): Promise<Embedded> {
  const account = postgresAccount();
  const data = dataFolder(state, account);
  await stopLeftover(data); // before the port is looked at: a killed run's server may still hold it
  const cluster = await startCluster({
    native: placeBinaries(root, packagedPostgres(), account),
    data,
    port: await rememberedPort(state),
    password: password(state),
    account,
    settings: serverSettings(),
    log: join(state, 'logs', 'postgres.log'),
  });
  await ensureDatabase(cluster.url('postgres'));
  return { url: cluster.url(DATABASE), cluster };
}

/** The URL of a Postgres that `startEmbedded` started in another process of this folder, or null. */
export function embeddedUrl(state: string): string | null {
  const portFile = join(state, 'postgres-port');
  const passwordFile = join(state, 'postgres-password');
  if (!existsSync(portFile) || !existsSync(passwordFile)) return null;
  const port = readFileSync(portFile, 'utf8').trim();
  return `postgres://switchyard:${readFileSync(passwordFile, 'utf8').trim()}@127.0.0.1:${port}/${DATABASE}`;
}

async function rememberedPort(state: string): Promise<number> {
  const file = join(state, 'postgres-port');
  const before = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
  if (Number.isInteger(before) && (await isPortFree(before, '127.0.0.1'))) return before;
  const port = await freePort();
  writeFileSync(file, `${port}\n`, { mode: 0o600 });
  return port;
}

function password(state: string): string {
  const file = join(state, 'postgres-password');
  mkdirSync(state, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

async function ensureDatabase(server: string): Promise<void> {
  const sql = postgres(server, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (found.length === 0) await sql`create database ${sql(DATABASE)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
