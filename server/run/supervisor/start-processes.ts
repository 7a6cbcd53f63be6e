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
  /** stops the members side by side */
  stop: () => Promise<void>;
};

/** The processes of one run. Each start and end is noted in the run file, for whoever starts after a kill. */
export function openFleet(state: string): Fleet {
  const members: Running[] = [];
  const logs = new Map<string, ProcessLog>();
  const note = (): void => {
    const alive = members.flatMap((each) => ({ name: each.name, pid: each.pid() ?? 0 })).filter((each) => each.pid > 0);
    const all = [{ name: 'supervisor', pid: process.pid }, ...alive];
    try {
      updateRun(state, { processes: all.map((each) => ({ ...each, born: bornAt(each.pid) })) });
    } catch (error) {
      // The note only helps a start after a kill; what runs goes on running on a full disk.
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

/** What every process of ours finds in its environment. */
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

/** Starts what needs the tables: call it after migrating. */
export function startEdgeAndWorker(fleet: Fleet, { root }: StartOptions, env: NodeJS.ProcessEnv): void {
  for (const name of ['edge', 'worker'])
    fleet.start({ name, args: [join(root, `server/run/${name}.ts`)], cwd: root, env });
}

/** Next leaves SIGTERM to us: server/run/web/drain-web.ts. */
const OWN_END = { NEXT_MANUAL_SIG_HANDLE: 'true' };

/** Starts the built web server, or Next’s development server. */
export function startWeb(fleet: Fleet, options: StartOptions, env: NodeJS.ProcessEnv): void {
  // Next reads the address from HOSTNAME, which containers set to a name of theirs.
  const webEnv = { NEXTAUTH_URL: options.webUrl, ...env, HOSTNAME: options.host, ...(options.dev ? {} : OWN_END) };
  const { root, dev, webPort, host } = options;
  const next = join(root, 'node_modules/next/dist/bin/next');
  const args = dev
    ? [next, 'dev', '--port', String(webPort), '--hostname', host]
    : ['--import', join(root, 'server/run/web/drain-web.ts'), join(webFolder(root), 'server.js')];
  fleet.start({ name: 'web', args, cwd: dev ? root : webFolder(root), env: webEnv });
}
