import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Address, localUrl, readAddress } from '#db/address.ts';
import { postgresAccount } from './account.ts';
import { packagedPostgres } from './binaries.ts';
import { addressFile, chooseAddress, clearSocket, moveIfTaken } from './choose-address.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { stopLeftover } from './leftover.ts';
import { dataFolder, placeBinaries } from './place.ts';
import { prepareDatabase } from './roles.ts';
import { serverSettings } from './settings.ts';

const DATABASE = 'switchyard';
const OWNER_ROLE = 'switchyard_owner';
/** The role of edge, worker, web and the command line. */
export const APP_ROLE = 'switchyard_app';

export type Embedded = {
  /** for edge, worker, web and the command line: may read and write rows, and owns nothing */
  url: string;
  /** for migrations */
  ownerUrl: string;
  cluster: Cluster;
  /** starts it again after it has ended */
  again: () => Promise<Cluster>;
};

/**
 * Starts the built-in Postgres of the installation: its data is in `state`, or in the folder that a pointer there
 * names. It listens on this machine alone, with passwords that are stored in `state`. The caller holds the folder's run
 * file.
 */
export async function startEmbedded(root: string, state: string): Promise<Embedded> {
  const account = postgresAccount();
  const data = dataFolder(state, account);
  await stopLeftover(data); // before its socket is cleared or its port checked: the server of a killed run may use it
  const place = {
    native: placeBinaries(root, packagedPostgres(), account),
    data,
    password: password(state, 'postgres-password'),
    account,
    settings: serverSettings(),
    log: join(state, 'logs', 'postgres.log'),
  };
  let at = await chooseAddress(state, data, account);
  const start = async (): Promise<Cluster> => {
    await stopLeftover(data);
    clearSocket(at, account);
    return startCluster({ ...place, at });
  };
  const again = async (): Promise<Cluster> => {
    at = await moveIfTaken(state, at);
    return start();
  };
  const cluster = await start();
  const given = {
    database: DATABASE,
    owner: OWNER_ROLE,
    app: APP_ROLE,
    password: password(state, 'postgres-app-password'),
  };
  const { ownerUrl } = await prepareDatabase(cluster.url, given);
  return { url: appUrl(state, at, given.password), ownerUrl, cluster, again };
}

/** The URL of a Postgres that `startEmbedded` started in another process of this folder, or null. */
export function embeddedUrl(state: string): string | null {
  const at = readAddress(addressFile(state));
  const passwordFile = join(state, 'postgres-app-password');
  if (at === null || !existsSync(passwordFile)) return null;
  return appUrl(state, at, readFileSync(passwordFile, 'utf8').trim());
}

function appUrl(state: string, at: Address, secret: string): string {
  return localUrl(at, { user: APP_ROLE, password: secret, database: DATABASE }, addressFile(state));
}

function password(state: string, name: string): string {
  const file = join(state, name);
  mkdirSync(state, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
