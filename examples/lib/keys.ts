import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../bin/switchyard', import.meta.url));
/** Runs the command and returns its output; its notes for people are shown only where it fails. */
const run = (...args: string[]): string =>
  execFileSync(CLI, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

export const url = (): string =>
  (process.env.SWITCHYARD_URL ?? `http://localhost:${process.env.EDGE_PORT ?? 4000}`).replace(/\/$/, '');

/** `--project NAME`, else `SWITCHYARD_PROJECT`, else `default`. */
export function projectName(): string {
  const at = process.argv.indexOf('--project');
  return (at > 0 ? process.argv[at + 1] : undefined) ?? process.env.SWITCHYARD_PROJECT ?? 'default';
}

/**
 * Makes a project of the installation on this machine; an existing one is fine. The admins of `default` become its
 * admins: the person who started Switchyard would not see it otherwise.
 */
export function ensureProject(name: string, options: { simulated?: boolean } = {}): void {
  if (name === 'default') return;
  run(
    'projects',
    'create',
    '--name',
    name,
    '--if-missing',
    '--admins-of',
    'default',
    ...(options.simulated ? ['--simulated'] : []),
  );
}

type Member = { email: string; name: string; role: string };

/** Makes a person a member of the project, on this machine; an existing member is not changed. */
function ensureMember({ email, name, role }: Member, project: string): void {
  const who = ['--email', email, '--name', name, '--role', role];
  run('users', 'create', ...who, '--project', project, '--no-link', '--if-missing');
}

/**
 * A person's key: taken from the environment variable `variable` where it is set, else made on this machine with the
 * command line (the person too, where missing).
 */
export function personKey(variable: string, person: Member, scopes: string[], project: string): string {
  const given = process.env[variable];
  if (given) return given;
  ensureMember(person, project);
  return run('keys', 'create', '--project', project, '--scopes', scopes.join(','), '--owner', person.email);
}
