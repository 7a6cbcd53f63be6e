import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Account, runAs } from './account.ts';
import { program } from './binaries.ts';

/** Root's place for what Postgres's account cannot reach in a closed folder. */
export const SYSTEM_STATE = '/var/lib/switchyard';
const POINTER = 'postgres-place';

/**
 * Where the data of the installation in `state` lies: `.switchyard/postgres`, or, where the account may not enter that,
 * a folder of its own under /var/lib/switchyard, named by a pointer file in `.switchyard/`.
 * Once chosen it stays, so that a folder which is opened or closed later keeps its data.
 */
export function dataFolder(state: string, account: Account | null): string {
  const inside = join(state, 'postgres');
  const pointer = join(state, POINTER);
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  if (!account) return inside;
  if (reachable(state, account)) return inside;
  const outside = join(systemFolder(state), 'postgres');
  if (existsSync(inside)) {
    // The folder was open when the data was made (moved since, or closed): the data moves out.
    rmSync(join(inside, 'postmaster.pid'), { force: true });
    cpSync(inside, outside, { recursive: true });
    own(outside, account);
    rmSync(inside, { recursive: true, force: true });
  } else if (existsSync(outside)) {
    // `.switchyard` was deleted to start afresh: so it is, but nobody's data is thrown away.
    renameSync(outside, `${outside}.before-${new Date().toISOString().replaceAll(':', '')}`);
  }
  writeFileSync(pointer, `${outside}\n`);
  return outside;
}

/** The Postgres to run: npm's own, or a copy of it where the account cannot read that. */
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

/** Makes a folder where it is missing, which every account may enter. */
export function openFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  spawnSync('chmod', ['a+rx', path]); // whatever the umask: the account must pass
  return path;
}

/** Whether the account may enter a folder. Asks the system instead of reading mode bits: parents, groups and access lists all count. */
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
