import { type ChildProcess, spawn } from 'node:child_process';

export type Ended = { code: number; output: string; seconds: number };

const running = new Set<ChildProcess>();

/** Runs a program with the project's Node until it exits, and returns its output. It has no standard input. */
export function runNode(
  args: string[],
  options: { cwd: string; env?: Record<string, string>; limitMs: number },
): Promise<Ended> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a group of its own, so that its child processes can be ended with it
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const limit = setTimeout(() => {
      output += `\nStopped after ${options.limitMs / 1000} s.`;
      endGroup(child, 'SIGKILL');
    }, options.limitMs);
    const settle = (code: number): void => {
      clearTimeout(limit);
      running.delete(child);
      resolve({ code, output, seconds: (performance.now() - started) / 1000 });
    };
    child.once('error', (error) => {
      output += error.message;
      settle(1);
    });
    child.once('close', (code) => settle(code ?? 1));
  });
}

/** Ends the programs that still run, each with its child processes. */
export function endAll(): void {
  for (const child of running) endGroup(child, 'SIGTERM');
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // it ended by itself
  }
}
