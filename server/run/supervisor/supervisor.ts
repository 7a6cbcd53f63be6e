import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type ProcessLog, splitLines } from './supervisor-log.ts';

const FIRST_DELAY_MS = 250;
const DELAY_MS_MAX = 15_000;
/** After a process has run for so long, its next crash starts the back-off anew. */
const WELL_AFTER_MS = 30_000;
/** A process that exits by itself does so within 5 s. */
const STOP_WITHIN_MS = 8_000;

export type Supervised = {
  name: string;
  /** arguments to Node */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  log: ProcessLog;
  /** exits by itself (a demonstration, for example) and is not started again */
  once?: boolean;
  /** called after every start and exit */
  changed: () => void;
};

export type Running = {
  name: string;
  pid: () => number | null;
  /** crashes in a row, none of them after 30 s or more */
  crashes: () => number;
  restart: () => void;
  /** SIGTERM, and SIGKILL after 8 s; resolves when it has ended and will not come back */
  stop: () => Promise<void>;
};

/**
 * Keeps one process running: restarts it after a crash, 0.25 s later, then after twice as long each time up to 15 s.
 * It has a session of its own, so that Ctrl-C reaches only us and we stop the processes in order.
 */
export function supervise(what: Supervised): Running {
  let child: ChildProcess | null = null;
  let crashes = 0;
  let wanted = true;
  let timer: NodeJS.Timeout | undefined;
  let stopped: () => void = () => {};
  const end = new Promise<void>((resolve) => {
    stopped = resolve;
  });

  function start(): void {
    const startedAtMs = Date.now();
    child = launch(what);
    what.changed();
    child.once('exit', (code, signal) => {
      child = null;
      what.changed();
      if (what.once && code !== 0 && wanted) what.log.line(`ended with ${signal ?? `code ${code}`}`, true);
      if (!wanted || what.once) return stopped();
      // Exit code 0 is an orderly exit after a signal, not a crash.
      if (code !== 0) crashes = Date.now() - startedAtMs > WELL_AFTER_MS ? 1 : crashes + 1;
      const delayMs = code === 0 ? FIRST_DELAY_MS : Math.min(DELAY_MS_MAX, FIRST_DELAY_MS * 2 ** (crashes - 1));
      what.log.line(`ended with ${signal ?? `code ${code}`}; starting again in ${delayMs / 1000} s`, true);
      timer = setTimeout(start, delayMs);
    });
  }

  start();
  return {
    name: what.name,
    pid: () => child?.pid ?? null,
    crashes: () => crashes,
    restart: () => child?.kill('SIGTERM'),
    stop: () => {
      wanted = false;
      clearTimeout(timer);
      if (!child) stopped();
      child?.kill('SIGTERM');
      const force = setTimeout(() => child?.kill('SIGKILL'), STOP_WITHIN_MS);
      return end.finally(() => clearTimeout(force));
    },
  };
}

function launch({ args, cwd, env, log }: Supervised): ChildProcess {
  const preload = ['--import', join(import.meta.dirname, 'supervised.ts')];
  const child = spawn(process.execPath, [...preload, ...args], {
    cwd,
    env: { ...env, SWITCHYARD_SUPERVISED: '1' },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  follow(child.stdout, (line) => log.line(line, false));
  follow(child.stderr, (line) => log.line(line, true));
  child.once('error', (error) => log.line(`did not start: ${error.message}`, true));
  return child;
}

function follow(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  const lines = splitLines(onLine);
  stream?.setEncoding('utf8').on('data', lines.chunk).on('end', lines.end);
}
