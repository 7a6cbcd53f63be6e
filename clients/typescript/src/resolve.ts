import type { Connection } from './connection.ts';

export type Message = { role: string; content: string; name?: string };

export type ResolveRequest = {
  prompt: string;
  /** Default `production`. */
  environment?: string;
  /** The unit of assignment: user, session or conversation. The same key keeps the same arm of a rollout. */
  key?: string;
  /** Filled in here: they never leave the process. */
  variables?: Readonly<Record<string, unknown>>;
  /** Used when Switchyard was never reached. */
  fallback?: Fallback;
};

/** A prompt that ships with the application. */
export type Fallback = { template?: string; messages?: Message[]; model?: string; config?: Record<string, unknown> };

export type Resolved = {
  /** `live` is from a request just now, `memory` an earlier result, `fallback` the application's own, `none` nothing at all. */
  source: 'live' | 'memory' | 'fallback' | 'none';
  /** Why it is not live; null where it is. */
  reason: string | null;
  /** A text prompt, filled in. */
  text: string | null;
  /** A chat prompt, filled in. */
  messages: Message[] | null;
  model: string | null;
  config: Record<string, unknown>;
  /** For the events that you send: null where Switchyard was never reached. */
  version: number | null;
  arm: string | null;
  rolloutId: string | null;
};

/** The response of the edge. */
type ResolveResponse = {
  version: number;
  template?: string;
  messages?: Message[];
  model: string | null;
  config: Record<string, unknown>;
  arm: string;
  rollout_id: string | null;
  revision: number;
};

type Known = { response: ResolveResponse; atMs: number };

/** Most results cached by prompt, environment and key; the oldest are evicted first. */
const KNOWN_MAX = 10_000;

/** Makes `resolve` with a cache of its own. */
export function makeResolver(connection: Connection): (request: ResolveRequest) => Promise<Resolved> {
  const byKey = new Map<string, Known>();
  /** The last stable result of a prompt and environment: a new key gets it while Switchyard is unreachable. */
  const stable = new Map<string, Known>();

  function keepNewest(place: string, keyed: string, response: ResolveResponse): ResolveResponse {
    const known = byKey.get(keyed)?.response;
    // Several edges: one that lags must not replace a newer revision.
    const newest = known && known.revision > response.revision ? known : response;
    const entry = { response: newest, atMs: performance.now() };
    byKey.delete(keyed);
    byKey.set(keyed, entry);
    if (newest.arm === 'stable') stable.set(place, entry);
    const [oldest] = byKey.keys();
    if (byKey.size > KNOWN_MAX && oldest !== undefined) byKey.delete(oldest);
    return newest;
  }

  return async (request) => {
    const place = JSON.stringify([request.prompt, request.environment ?? 'production']);
    const keyed = JSON.stringify([place, request.key ?? '']);
    const known = byKey.get(keyed);
    if (known && performance.now() - known.atMs < connection.maxAgeMs)
      return filled(known.response, 'memory', null, request);
    try {
      return filled(keepNewest(place, keyed, await fetchResolved(connection, request)), 'live', null, request);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const last = known ?? stable.get(place);
      return last ? filled(last.response, 'memory', reason, request) : fallenBack(request, reason);
    }
  };
}

async function fetchResolved(
  connection: Connection,
  { prompt, environment = 'production', key }: ResolveRequest,
): Promise<ResolveResponse> {
  const response = await connection.fetch(`${connection.url}/api/v1/resolve`, {
    method: 'POST',
    headers: { authorization: `Bearer ${connection.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ prompt, environment, key: key ?? null }),
    signal: AbortSignal.timeout(connection.resolveTimeoutMs),
  });
  const body = (await response.json()) as ResolveResponse & { detail?: string };
  if (!response.ok) throw new Error(body.detail ?? `Switchyard responded with ${response.status}.`);
  return body;
}

function filled(
  response: ResolveResponse,
  source: Resolved['source'],
  reason: string | null,
  request: ResolveRequest,
): Resolved {
  const { template, messages, model, config, version, arm, rollout_id: rolloutId } = response;
  return { source, reason, ...contentOf({ template, messages }, request), model, config, version, arm, rolloutId };
}

function fallenBack(request: ResolveRequest, reason: string): Resolved {
  const { fallback } = request;
  return {
    source: fallback ? 'fallback' : 'none',
    reason,
    ...contentOf(fallback ?? {}, request),
    model: fallback?.model ?? null,
    config: fallback?.config ?? {},
    version: null,
    arm: null,
    rolloutId: null,
  };
}

function contentOf(
  { template, messages }: Pick<Fallback, 'template' | 'messages'>,
  { variables = {} }: ResolveRequest,
) {
  return {
    text: template === undefined ? null : fill(template, variables),
    messages: messages?.map((message) => ({ ...message, content: fill(message.content, variables) })) ?? null,
  };
}

/** A variable's place: a name in double braces, spaces allowed. The same grammar as Switchyard's own renderer. */
const PLACEHOLDER = /\{\{ *([A-Za-z_][\w.]{0,63}) *\}\}/g;

/**
 * Puts the values in, once; what is not text is written as JSON, a name without a value stays as it is. Never throws:
 * what JSON cannot hold is written as JavaScript does.
 */
export function fill(template: string, variables: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(PLACEHOLDER, (whole, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return textOf(value) ?? whole;
  });
}

/** Undefined for what stands for no value: undefined itself, functions and symbols. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value);
  } catch {
    return String(value); // a bigint, or an object that holds itself
  }
}
