import { type ChildProcess, fork } from 'node:child_process';
import type { Load, LoadResult } from './keep-alive-load.ts';
import type { Probe, ProbeResult } from './resolve-probe.ts';

const here = (file: string): string => new URL(file, import.meta.url).pathname;

/** Sends a child process one message and waits for its reply. */
function ask(child: ChildProcess, message: object | string): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A child process of the benchmark ended with ${code}.`));
    child.once('exit', ended);
    child.once('message', (reply) => {
      child.off('exit', ended);
      resolve(reply as Record<string, unknown>);
    });
    child.send(message);
  });
}

/** A load generator in a process of its own, so that it does not share a core's time with what is measured. */
export function startLoadGenerator() {
  const child = fork(here('./keep-alive-load.ts'));
  return {
    async run(load: Load): Promise<LoadResult> {
      const { result, error } = await ask(child, load);
      if (error !== undefined) throw new Error(String(error));
      return result as LoadResult;
    },
    stop: () => child.kill(),
  };
}

/** A bare node:http server in a process of its own that responds `body` to every request. */
export async function startBareServer(response: { headers: Record<string, string>; body: string }) {
  const child = fork(here('./bare-server.ts'));
  const { port } = await ask(child, response);
  return { port: Number(port), stop: () => child.kill() };
}

/** Measures resolve in a process of its own, from now until `stop`. */
export async function startResolveProbe(probe: Probe) {
  const child = fork(here('./resolve-probe.ts'));
  await ask(child, probe);
  return {
    async stop(): Promise<ProbeResult> {
      const { result } = await ask(child, 'stop');
      child.kill();
      return result as ProbeResult;
    },
  };
}
