import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Account, runAs } from './account.ts';
import { program } from './binaries.ts';

/** Root's folder for files of Postgres, where its account may not enter the folder of the installation. */
export const SYSTEM_STATE = '/var/lib/switchyard';
const POINTER = 'postgres-place';

/**
 * The folder of the database of the installation in `state`: `.switchyard/postgres`, or, where the account may not
 * enter that, a folder under /var/lib/switchyard, which a pointer file in `.switchyard/` names. The pointer is not
 * changed later, so that the data is found after the rights of a folder have changed.
 */
export function dataFolder(state: string, account: Account | null): string {
  const inside = join(state, 'postgres');
  const pointer = join(state, POINTER);
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  if (!account) return inside;
  if (reachable(state, account)) return inside;
  const outside = join(systemFolder(state), 'postgres');
  if (existsSync(inside)) {
    // The account could enter the folder when the data was made, and no longer can: move the data.
    rmSync(join(inside, 'postmaster.pid'), { force: true });
    cpSync(inside, outside, { recursive: true });
    own(outside, account);
    rmSync(inside, { recursive: true, force: true });
  } else if (existsSync(outside)) {
    // `.switchyard` was deleted: start with an empty database, but keep the old data under another name.
    renameSync(outside, `${outside}.before-${new Date().toISOString().replaceAll(':', '')}`);
  }
  writeFileSync(pointer, `${outside}\n`);
  return outside;
}

/** The folder of the Postgres to run: the one npm installed, or a copy of it where the account cannot read that. */
export function placeBinaries(root: string, packaged: string, account: Account | null): string {
  if (!account || runs(packaged, account)) return packaged;
  const version = createHash('sha256').update(packagedVersion(packaged)).digest('hex').slice(0, 12);
  const copy = join(systemFolder(root), `native-${version}`);
  if (existsSync(copy) && runs(copy, account)) return copy;
  const unfinished = mkdtempSync(`${copy}-`);
  cpSync(packaged, unfinished, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', unfinished]);
  rmSync(copy, { recursive: true, force: true });
  renameSync(unfinished, copy);
  if (!runs(copy, account))
    throw new Error(`The user "${account.name}" can run Postgres neither in ${packaged} nor in ${copy}.`);
  return copy;
}

function systemFolder(path: string): string {
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 16);
  openFolder(SYSTEM_STATE);
  return openFolder(join(SYSTEM_STATE, hash));
}

/** Makes the folder where it is missing, and lets every user enter it. */
export function openFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  spawnSync('chmod', ['a+rx', path]); // whatever the umask
  return path;
}

/** Whether the account may enter the folder. Tried as that user, since parents, groups and access lists all count. */
export function reachable(folder: string, account: Account): boolean {
  return spawnSync('/bin/sh', ['-c', '[ -x "$1" ]', 'sh', folder], { ...runAs(account), cwd: '/' }).status === 0;
}

function runs(native: string, account: Account): boolean {
  return spawnSync(program(native, 'postgres'), ['--version'], { ...runAs(account), cwd: '/' }).status === 0;
}

function own(folder: string, account: Account): void {
  spawnSync('chown', ['-R', `${account.uid}:${account.gid}`, folder]);
}

function packagedVersion(packaged: string): string {
  const manifest = join(dirname(packaged), 'package.json');
  return existsSync(manifest) ? readFileSync(manifest, 'utf8') : basename(packaged);
}
