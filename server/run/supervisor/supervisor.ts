import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type ProcessLog, splitLines } from './supervisor-log.ts';

const FIRST_DELAY_MS = 250;
const DELAY_MS_MAX = 15_000;
/** Who lived this long was well: its next crash starts the back-off anew. */
const WELL_AFTER_MS = 30_000;
/** They end by themselves within 5 s. */
const STOP_WITHIN_MS = 8_000;

export type Supervised = {
  name: string;
  /** arguments to Node */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  log: ProcessLog;
  /** runs to its own end (a demonstration, say) and is not started again */
  once?: boolean;
  /** told of every start and end */
  changed: () => void;
};

export type Running = {
  name: string;
  pid: () => number | null;
  /** crashes since it was last well */
  crashes: () => number;
  restart: () => void;
  /** SIGTERM, and SIGKILL after 8 s; resolves when it has ended and will not come back */
  stop: () => Promise<void>;
};

/**
 * Keeps one process running: starts it again after a crash, 0.25 s later, then twice as long each time up to 15 s.
 * It lives in a session of its own, so that Ctrl-C reaches only us and we stop things in order.
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
    const bornAt = Date.now();
    child = launch(what);
    what.changed();
    child.once('exit', (code, signal) => {
      child = null;
      what.changed();
      if (what.once && code !== 0 && wanted) what.log.line(`ended with ${signal ?? `code ${code}`}`, true);
      if (!wanted || what.once) return stopped();
      // Who was told to end, and did so in order, has not crashed.
      if (code !== 0) crashes = Date.now() - bornAt > WELL_AFTER_MS ? 1 : crashes + 1;
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

function follow(stream: NodeJS.ReadableStream | null, take: (line: string) => void): void {
  const lines = splitLines(take);
  stream?.setEncoding('utf8').on('data', lines.chunk).on('end', lines.end);
}
