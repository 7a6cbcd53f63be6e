import { join } from 'node:path';
import { bornAt, updateRun } from '#scripts/run-file.mjs';
import type { StartOptions } from '#server/run/start-options.ts';
import { webFolder } from '#server/run/web/build-web.ts';
import { type Running, type Supervised, supervise } from './supervisor.ts';
import { openProcessLog, type ProcessLog } from './supervisor-log.ts';

export type Fleet = {
  logs: Map<string, ProcessLog>;
  members: Running[];
  start: (what: Pick<Supervised, 'name' | 'args' | 'cwd' | 'env' | 'once'>) => Running;
  /** stops the members in parallel */
  stop: () => Promise<void>;
};

/** The processes of one run. Each start and end is written to the run file, for the start after this run was killed. */
export function openFleet(state: string): Fleet {
  const members: Running[] = [];
  const logs = new Map<string, ProcessLog>();
  const note = (): void => {
    const running = members
      .flatMap((each) => ({ name: each.name, pid: each.pid() ?? 0 }))
      .filter((each) => each.pid > 0);
    const all = [{ name: 'supervisor', pid: process.pid }, ...running];
    try {
      updateRun(state, { processes: all.map((each) => ({ ...each, born: bornAt(each.pid) })) });
    } catch (error) {
      // The file is only needed by a start after a kill, so a full disk must not end the processes.
      console.error(`run.json cannot be written: ${error instanceof Error ? error.message : error}`);
    }
  };
  return {
    logs,
    members,
    start(what) {
      const log = openProcessLog(
        what.name,
        join(state, 'logs', `${what.name}.log`),
        (line) => console.error(line),
        what.once,
      );
      logs.set(what.name, log);
      const member = supervise({ ...what, log, changed: () => queueMicrotask(note) });
      members.push(member);
      return member;
    },
    async stop() {
      await Promise.all(members.map((member) => member.stop()));
    },
  };
}

/** The environment of every process that we start. */
export function commonEnv(options: StartOptions, databaseUrl: string): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL: _forMigrationsAlone, ...inherited } = process.env;
  return {
    ...inherited,
    NODE_ENV: options.dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    PORT: String(options.webPort),
    EDGE_PORT: String(options.edgePort),
    HOST: options.host,
    PUBLIC_URL: options.webUrl,
    EDGE_PUBLIC_URL: options.edgeUrl,
    SWITCHYARD_DATA: options.state,
  };
}

/** Starts the processes that need the tables: call it after migrating. */
export function startEdgeAndWorker(fleet: Fleet, { root }: StartOptions, env: NodeJS.ProcessEnv): void {
  for (const name of ['edge', 'worker'])
    fleet.start({ name, args: [join(root, `server/run/${name}.ts`)], cwd: root, env });
}

/** With this, Next does not handle SIGTERM: server/run/web/drain-web.ts does. */
const OWN_SHUTDOWN = { NEXT_MANUAL_SIG_HANDLE: 'true' };

/** Starts the built web server, or Next’s development server. */
export function startWeb(fleet: Fleet, options: StartOptions, env: NodeJS.ProcessEnv): void {
  // Next reads the address from HOSTNAME, which containers set to their own name.
  const webEnv = { NEXTAUTH_URL: options.webUrl, ...env, HOSTNAME: options.host, ...(options.dev ? {} : OWN_SHUTDOWN) };
  const { root, dev, webPort, host } = options;
  const next = join(root, 'node_modules/next/dist/bin/next');
  const args = dev
    ? [next, 'dev', '--port', String(webPort), '--hostname', host]
    : ['--import', join(root, 'server/run/web/drain-web.ts'), join(webFolder(root), 'server.js')];
  fleet.start({ name: 'web', args, cwd: dev ? root : webFolder(root), env: webEnv });
}
