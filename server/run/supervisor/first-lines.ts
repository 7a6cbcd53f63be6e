import { join } from 'node:path';
import type { StartOptions } from '#server/run/start-options.ts';

type Addresses = Pick<StartOptions, 'root' | 'state' | 'webUrl' | 'edgeUrl'>;

/** The lines that end a start: where to open it, how to sign in, how to send the first event (to paste into a shell). */
export function firstLines(at: Addresses, signInLink: string | null): [string, string, string] {
  const signIn = signInLink
    ? `${signInLink}  (once, within 24 hours)`
    : `${at.webUrl}/sign-in  with e-mail address and password`;
  return [`Open            ${at.webUrl}`, `Sign in         ${signIn}`, `Send an event   ${firstEvent(at)}`];
}

/** A command for a POSIX shell in the clone: makes a key and sends one event with it. Sent again, it changes nothing. */
function firstEvent({ root, state, edgeUrl }: Addresses): string {
  // Called without our environment, the command line looks in the clone's own folder.
  const elsewhere = state === join(root, '.switchyard') ? '' : `SWITCHYARD_DATA=${quoted(state)} `;
  const key = `$(${elsewhere}bin/switchyard keys create --project default --scopes ingest)`;
  const event = `{"id": "first", "at": "'$(date -u +%FT%TZ)'", "model": "gpt-4o-mini"}`;
  const headers = `-H "Authorization: Bearer ${key}" -H 'Content-Type: application/json'`;
  return `curl ${edgeUrl}/api/v1/events ${headers} -d '{"events": [${event}]}'`;
}

const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
