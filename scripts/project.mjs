// Runs on any Node >= 20.9 with nothing installed: only node:* imports, no TypeScript.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(fileURLToPath(new URL('.', import.meta.url)), '..'); // import.meta.dirname is younger than 20.9
const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.switchyard-installed.json');
const PROJECT_NODE = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Prints a sentence and exits with 1 where the Node that runs npm is too old. */
export function requireBootstrapNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 9)) return;
  console.error(`Switchyard needs Node 20.9 or newer to start; this is ${process.version}. See https://nodejs.org.`);
  process.exit(1);
}

/**
 * Makes node_modules match package-lock.json and returns the path of the Node to run the project with.
 * Does nothing (in a few milliseconds) when the last install was for this lock file.
 * @param {(line: string) => void} report gets a line of progress, only when there is something to do
 * @returns {Promise<string>} path of the project's own Node
 */
export async function ensureInstalled(report) {
  const wanted = lockHash();
  const stamp = readJson(STAMP);
  const before = stamp?.node === 'own' ? process.execPath : PROJECT_NODE;
  if (stamp?.lock === wanted && existsSync(before)) return before;
  if (!matchesLock()) {
    report('Installing packages (once, about a minute)');
    await npm(['ci', '--no-audit', '--no-fund', '--ignore-scripts=false', '--loglevel=error']);
  }
  const node = usableNode();
  writeFileSync(STAMP, JSON.stringify({ lock: wanted, node: node === PROJECT_NODE ? 'project' : 'own' }));
  return node;
}

/** The environment of child processes: the project's Node and its commands come first on the path. */
export function projectEnv(extra = {}) {
  const separator = process.platform === 'win32' ? ';' : ':';
  return { ...process.env, PATH: [join(MODULES, '.bin'), process.env.PATH].join(separator), ...extra };
}

/**
 * Runs a program in our place until it exits: with our terminal and the signals that we get.
 * Its pipe to us closes when we are killed.
 * @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} exit code
 */
export function runInOurPlace(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
    let forwarded = false;
    const forward = () => {
      forwarded = true;
      child.kill('SIGTERM');
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
    const watch = stopWithNpm(forward);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      if (signal && !forwarded)
        console.error(`Ended by ${signal} from another program. The processes it started end too.`);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** Calls `stop` when npm is killed, which we notice only because our parent changes, or that of npm's shell. */
function stopWithNpm(stop) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const before = starters();
  const timer = setInterval(() => starters() !== before && stop(), 1000);
  timer.unref();
  return timer;
}

/** The pids of the processes up to npm that started us: some shells stay between npm and us, others do not. */
function starters() {
  const parent = process.ppid;
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    const isShell = /\((sh|dash|bash|ash|busybox)\)/.test(stat);
    return isShell ? `${parent} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}` : `${parent}`;
  } catch {
    return `${parent}`; // no /proc on this system
  }
}

function lockHash() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

/** Whether an install by hand has already installed what the lock file names, by npm's own record. */
function matchesLock() {
  const wanted = readJson(join(ROOT, 'package-lock.json'))?.packages;
  const present = readJson(join(MODULES, '.package-lock.json'))?.packages;
  if (!wanted || !present || !existsSync(PROJECT_NODE)) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || (entry.optional && !present[path])) return true; // optional: another platform's binaries
    return present[path]?.version === entry.version;
  });
}

/**
 * The pinned Node, or the one that runs us where the packaged binary cannot run (musl). Throws where ours is too old.
 */
function usableNode() {
  if (existsSync(PROJECT_NODE) && spawnSync(PROJECT_NODE, ['--version']).status === 0) return PROJECT_NODE;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  rmSync(STAMP, { force: true });
  throw new Error('The packaged Node 24 does not run on this machine. Install Node 24 or newer and start again.');
}

function npm(args) {
  const own = process.env.npm_execpath;
  const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 2, 2],
      env: npmEnv(),
      shell: process.platform === 'win32' && command === 'npm',
    });
    const stop = () => child.kill('SIGTERM'); // when we end, the install ends too
    process.once('exit', stop);
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('exit', stop);
      if (code === 0) resolve(undefined);
      else reject(new Error(`"npm ${args[0]}" failed (see above). Is the registry reachable? Then start again.`));
    });
  });
}

/** Without NODE_ENV, since npm would leave out packages that the build needs. */
function npmEnv() {
  const { NODE_ENV: _, npm_config_omit: __, npm_config_production: ___, ...rest } = process.env;
  return rest;
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null; // absent, or cut off while it was written
  }
}
