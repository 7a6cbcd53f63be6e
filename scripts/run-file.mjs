// The run file `.switchyard/run.json`: which run of Switchyard holds the folder. JavaScript, as it runs before the
// install.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Claims the folder for this process, or returns its holder. See run-file.d.mts for the shapes. Rejects with a sentence
 * where this user may not write in it.
 */
export async function claimRun(state, about) {
  try {
    return await claim(state, about);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    const remedy = 'Do this as the user who owns it, or name another folder in SWITCHYARD_DATA.';
    throw new Error(`This user may not write in ${state} (${error.code}). ${remedy}`, { cause: error });
  }
}

async function claim(state, about) {
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
    if (holder) await waitForEnd(holder.processes ?? []);
    retire(file, holder);
  }
}

/** Root's folder may be entered, but not listed: Postgres, as another user, has its data inside. */
function makeStateFolder(state) {
  if (existsSync(state)) return;
  mkdirSync(state, { recursive: true });
  chmodSync(state, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/** A sentence that names the holder of the folder and its addresses. */
export function busySentence({ pid, phase, webUrl, edgeUrl }) {
  if (phase === 'command') return `A command uses this folder right now (pid ${pid}). Try again when it has ended.`;
  const doing = phase === 'running' ? 'already runs' : 'is already starting';
  return `Switchyard ${doing} in this folder (pid ${pid}): web ${webUrl}, edge ${edgeUrl}. Stop it first, or use it.`;
}

/** The run that holds the folder now, or null. */
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

/**
 * The start time of a process, as the system gives it, to distinguish processes that had the same pid; null for none.
 */
export function bornAt(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') return null; // ended, but its parent has not waited for it
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

/** Waits for the processes of a killed run, which exit because their pipe is closed. Kills them after 20 s. */
async function waitForEnd(processes) {
  const until = Date.now() + 20_000;
  while (processes.some(isSameProcess)) {
    if (Date.now() > until) for (const each of processes.filter(isSameProcess)) process.kill(each.pid, 'SIGKILL');
    await pause(50);
  }
}

/** Removes the file of an ended run. Where another start has replaced it in the meantime, puts that file back. */
function retire(file, ended) {
  const aside = `${file}.old.${process.pid}`;
  try {
    renameSync(file, aside);
    const moved = read(aside);
    if (moved && ended && (moved.pid !== ended.pid || moved.born !== ended.born)) renameSync(aside, file);
    else rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function release(file) {
  if (read(file)?.pid === process.pid) rmSync(file, { force: true });
}

/** Reads the file, which is no JSON while another process writes it; null after 20 attempts. */
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
