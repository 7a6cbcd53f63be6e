// Which run of Switchyard holds a folder: `.switchyard/run.json`. Plain JavaScript, as it is needed before the install.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Takes the folder for this process, or answers with who has it. See run-file.d.mts for the shapes. Rejects with a
 * sentence where this user may not write in it.
 */
export async function claimRun(state, about) {
  try {
    return await take(state, about);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    const remedy = 'Do this as the user who owns it, or name another folder in SWITCHYARD_DATA.';
    throw new Error(`This user may not write in ${state} (${error.code}). ${remedy}`, { cause: error });
  }
}

async function take(state, about) {
  makeStateFolder(state);
  const file = join(state, 'run.json');
  const mine = { ...about, pid: process.pid, born: bornAt(process.pid), processes: [] };
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
      return { held: true, release: () => release(file) };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = await readSettled(file);
    if (holder && isSameProcess(holder)) return { held: false, holder };
    if (holder) await outlive(holder.processes ?? []);
    retire(file, holder);
  }
}

/** Root's is passable, whatever the umask: Postgres, under another user, has its data inside. Nothing in it is listable. */
function makeStateFolder(state) {
  if (existsSync(state)) return;
  mkdirSync(state, { recursive: true });
  chmodSync(state, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/** Says who holds the folder, and where they serve. */
export function busySentence({ pid, phase, webUrl, edgeUrl }) {
  if (phase === 'command') return `A command uses this folder right now (pid ${pid}). Try again when it has ended.`;
  const doing = phase === 'running' ? 'already runs' : 'is already starting';
  return `Switchyard ${doing} in this folder (pid ${pid}): web ${webUrl}, edge ${edgeUrl}. Stop it first, or use it.`;
}

/** Who runs here now, or null. */
export function readRun(state) {
  const holder = read(join(state, 'run.json'));
  return holder && isSameProcess(holder) ? holder : null;
}

/** Adds facts to the run that this process (or its parent) holds. */
export function updateRun(state, patch) {
  const file = join(state, 'run.json');
  const next = `${file}.${process.pid}`;
  writeFileSync(next, JSON.stringify({ ...read(file), ...patch }), { mode: 0o600 });
  renameSync(next, file);
}

/** When a process was born: a pid alone may since belong to another. */
export function bornAt(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') return null; // ended, only not yet waited for
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null; // no such process
  }
}

function isSameProcess({ pid, born }) {
  return born !== null && bornAt(pid) === born;
}

/** What a killed run left behind ends by itself as its pipe is gone; what does not within 20 s is killed. */
async function outlive(processes) {
  const until = Date.now() + 20_000;
  while (processes.some(isSameProcess)) {
    if (Date.now() > until) for (const each of processes.filter(isSameProcess)) process.kill(each.pid, 'SIGKILL');
    await pause(50);
  }
}

/** Puts a dead run's file aside; if another start was faster and it is theirs already, gives it back. */
function retire(file, dead) {
  const aside = `${file}.old.${process.pid}`;
  try {
    renameSync(file, aside);
    const moved = read(aside);
    if (moved && dead && (moved.pid !== dead.pid || moved.born !== dead.born)) renameSync(aside, file);
    else rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function release(file) {
  if (read(file)?.pid === process.pid) rmSync(file, { force: true });
}

/** A file that is just being written is not JSON yet. */
async function readSettled(file) {
  for (let attempt = 0; attempt < 20; attempt++) {
    const found = read(file);
    if (found) return found;
    await pause(25);
  }
  return null;
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null; // absent or half-written
  }
}
