import { join } from 'node:path';
import type { StartOptions } from '#server/run/start-options.ts';

type Addresses = Pick<StartOptions, 'root' | 'state' | 'webUrl' | 'edgeUrl'>;

/** The last lines of a start: the address of the pages, how to sign in, and a command that sends the first event. */
export function firstLines(at: Addresses, signInLink: string | null): [string, string, string] {
  const signIn = signInLink
    ? `${signInLink}  (once, within 24 hours)`
    : `${at.webUrl}/sign-in  with e-mail address and password`;
  return [`Open            ${at.webUrl}`, `Sign in         ${signIn}`, `Send an event   ${firstEvent(at)}`];
}

/** A command for a POSIX shell in the clone: makes a key and sends one event with it. The event is stored once. */
function firstEvent({ root, state, edgeUrl }: Addresses): string {
  // Without our environment, the command line uses the clone's own data folder.
  const elsewhere = state === join(root, '.switchyard') ? '' : `SWITCHYARD_DATA=${quoted(state)} `;
  const key = `$(${elsewhere}bin/switchyard keys create --project default --scopes ingest)`;
  const event = `{"id": "first", "at": "'$(date -u +%FT%TZ)'", "model": "gpt-4o-mini"}`;
  const headers = `-H "Authorization: Bearer ${key}" -H 'Content-Type: application/json'`;
  return `curl ${edgeUrl}/api/v1/events ${headers} -d '{"events": [${event}]}'`;
}

const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
