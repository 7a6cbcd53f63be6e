import { type ExitCode, exitOf, type Io, UsageError } from './command.ts';

/** Long enough for a gate check that compares two runs of 10,000 items. */
const TIMEOUT_MS = 10 * 60_000;

export type HttpResponse = { status: number; body: Record<string, unknown> };

/** What is sent besides method and address. */
type Sent = { body?: unknown; ifMatch?: unknown };

/** Sends a request to SWITCHYARD_URL with the key of SWITCHYARD_API_KEY. Throws an Error where no server responds. */
export async function send(io: Io, method: 'GET' | 'POST', path: string, sent: Sent = {}): Promise<HttpResponse> {
  const base = io.env.SWITCHYARD_URL ?? 'http://localhost:4000';
  const key = io.env.SWITCHYARD_API_KEY;
  if (!key) throw new UsageError('SWITCHYARD_API_KEY is not set. Make a key with: switchyard keys create');
  if (!URL.canParse(path, base)) throw new UsageError(`SWITCHYARD_URL is "${base}", which is no URL.`);
  const response = await fetch(new URL(path, base), {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(sent.ifMatch === undefined ? {} : { 'if-match': `"${sent.ifMatch}"` }),
    },
    body: sent.body === undefined ? undefined : JSON.stringify(sent.body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new Error(`No server responds at ${base}. Is it running, and is SWITCHYARD_URL right?`, { cause });
  });
  const value: unknown = await response.json().catch(() => null);
  const read = typeof value === 'object' && value !== null ? { ...value } : {};
  return { status: response.status, body: read };
}

/** POSTs JSON; see `send`. */
export const post = (io: Io, path: string, body: unknown): Promise<HttpResponse> => send(io, 'POST', path, { body });

/**
 * Prints the body of the response where `json` is set. Returns null for an `expected` status. For any other status,
 * prints its detail and returns the exit code.
 */
export function refusedWith(io: Io, json: boolean, response: HttpResponse, ...expected: number[]): ExitCode | null {
  if (json) io.out(JSON.stringify(response.body));
  if (expected.includes(response.status)) return null;
  io.note(detailOf(response));
  return exitOf({ status: response.status, code: response.body.code });
}

/** The detail of a refusal, as a sentence. */
const detailOf = ({ status, body }: HttpResponse): string =>
  typeof body.detail === 'string' ? body.detail : `The server responded with ${status}.`;
