import { isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import { isPortFree } from './postgres/ports.ts';

export type StartOptions = {
  root: string;
  /** absolute path of the `.switchyard` folder */
  state: string;
  /** a Postgres of the operator's own, or null for the built-in one */
  databaseUrl: string | null;
  /** the URL whose role owns the tables and migrates them, where that is not the role of databaseUrl */
  ownerUrl: string | null;
  webPort: number;
  edgePort: number;
  /** address to bind: HOST, else every address of the machine */
  host: string;
  webUrl: string;
  edgeUrl: string;
  demo: boolean;
  dev: boolean;
};

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Reads arguments and environment of `npm start`. Throws a sentence that names the variable and the remedy. */
export async function readStartOptions(root: string, argv: string[], env: NodeJS.ProcessEnv): Promise<StartOptions> {
  const { values } = parseArgs({ args: argv, options: { demo: { type: 'boolean' }, dev: { type: 'boolean' } } });
  const webPort = portFrom(env, 'PORT', 3000);
  const edgePort = portFrom(env, 'EDGE_PORT', 4000);
  if (webPort === edgePort) throw new Error(`PORT and EDGE_PORT are both ${webPort}: give each its own.`);
  if (env.LOG_LEVEL && !LOG_LEVELS.includes(env.LOG_LEVEL))
    throw new Error(`LOG_LEVEL is "${env.LOG_LEVEL}"; it must be one of ${LOG_LEVELS.join(', ')}.`);
  if (env.DATABASE_OWNER_URL && !env.DATABASE_URL)
    throw new Error(
      'DATABASE_OWNER_URL is set and DATABASE_URL is not. Set both, or neither for the built-in Postgres.',
    );
  const given = env.SWITCHYARD_DATA ?? '.switchyard';
  return {
    root,
    state: isAbsolute(given) ? given : join(root, given),
    databaseUrl: env.DATABASE_URL || null,
    ownerUrl: env.DATABASE_OWNER_URL || null,
    webPort,
    edgePort,
    host: env.HOST || (await anyAddress()),
    webUrl: urlFrom(env, 'PUBLIC_URL', `http://localhost:${webPort}`),
    edgeUrl: urlFrom(env, 'EDGE_PUBLIC_URL', `http://localhost:${edgePort}`),
    demo: values.demo ?? false,
    dev: values.dev ?? false,
  };
}

/** Throws one sentence that names every port which another program uses. */
export async function requireFreePorts({ webPort, edgePort, host }: StartOptions): Promise<void> {
  const ours = [
    { port: webPort, what: 'web', variable: 'PORT' },
    { port: edgePort, what: 'edge', variable: 'EDGE_PORT' },
  ];
  const busy: typeof ours = [];
  for (const each of ours) if (!(await isPortFree(each.port, host))) busy.push(each);
  if (busy.length === 0) return;
  const names = busy.map(({ port, what }) => `${port} (${what})`).join(' and ');
  const remedy = busy.map(({ port, variable }) => `${variable}=${port + 10}`).join(' ');
  const many = busy.length > 1;
  throw new Error(
    `Port${many ? 's' : ''} ${names} ${many ? 'are' : 'is'} in use by another program. Stop it, or choose: ${remedy} npm start`,
  );
}

/** The address, as written in a URL, at which this machine connects to a server that is bound to `host`. */
export function localAddress(host: string): string {
  if (host === '::' || host === '0.0.0.0') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function portFrom(env: NodeJS.ProcessEnv, variable: string, fallback: number): number {
  const text = env[variable] || String(fallback);
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${variable} is "${text}"; it must be a port between 1 and 65535.`);
}

function urlFrom(env: NodeJS.ProcessEnv, variable: string, fallback: string): string {
  const text = env[variable] || fallback;
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/$/, '');
  throw new Error(`${variable} is "${text}"; it must be an address such as https://switchyard.example.com.`);
}

/** `::` accepts IPv4 too; a machine without IPv6 has only 0.0.0.0. */
async function anyAddress(): Promise<string> {
  return (await isPortFree(0, '::')) ? '::' : '0.0.0.0';
}
