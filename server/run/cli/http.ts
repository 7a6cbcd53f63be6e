import { type ExitCode, exitOf, type Io, UsageError } from './command.ts';

/** A wide bound: a gate check may have to compare two runs of 10,000 items. */
const TIMEOUT_MS = 10 * 60_000;

export type HttpResponse = { status: number; body: Record<string, unknown> };

/** What is sent besides method and address. */
type Sent = { body?: unknown; ifMatch?: unknown };

/** Asks the server that SWITCHYARD_URL names, with the key of SWITCHYARD_API_KEY. Throws where nobody answers. */
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
    throw new Error(`Nobody answers at ${base}. Is the server running, and is SWITCHYARD_URL right?`, { cause });
  });
  const value: unknown = await response.json().catch(() => null);
  const read = typeof value === 'object' && value !== null ? { ...value } : {};
  return { status: response.status, body: read };
}

/** POSTs JSON; see `send`. */
export const post = (io: Io, path: string, body: unknown): Promise<HttpResponse> => send(io, 'POST', path, { body });

/**
 * Prints the answer where `json` is asked for, and says what a refusal says: any status but the `expected`. Its exit
 * code, or null where the answer is the one hoped for.
 */
export function refusedWith(io: Io, json: boolean, answer: HttpResponse, ...expected: number[]): ExitCode | null {
  if (json) io.out(JSON.stringify(answer.body));
  if (expected.includes(answer.status)) return null;
  io.note(detailOf(answer));
  return exitOf({ status: answer.status, code: answer.body.code });
}

/** What a refusal says, as a sentence. */
const detailOf = ({ status, body }: HttpResponse): string =>
  typeof body.detail === 'string' ? body.detail : `The server answered ${status}.`;
