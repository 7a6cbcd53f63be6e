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
  /**
   * `live` is from a request just now, `memory` an earlier result, `fallback` the application's own, `none` nothing at all;
   * `refused`: a responder blocked this key or capped the input, so there is no prompt and `reason` says until when.
   */
  source: 'live' | 'memory' | 'fallback' | 'none' | 'refused';
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
  /** Only while a responder has capped it. */
  max_input_chars?: number;
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
  /** Keys that were blocked when Switchyard last answered: neither memory nor fallback serves them. */
  const blocked = new Map<string, string>();

  function keepNewest(place: string, keyed: string, response: ResolveResponse): ResolveResponse {
    const known = byKey.get(keyed)?.response;
    // Several edges: one that lags must not replace a newer revision.
    const newest = known && known.revision > response.revision ? known : response;
    const entry = { response: newest, atMs: performance.now() };
    setNewest(byKey, keyed, entry);
    if (newest.arm === 'stable') stable.set(place, entry);
    return newest;
  }

  return async (request) => {
    const place = JSON.stringify([request.prompt, request.environment ?? 'production']);
    const keyed = JSON.stringify([place, request.key ?? '']);
    const known = byKey.get(keyed);
    if (known && performance.now() - known.atMs < connection.maxAgeMs)
      return filled(known.response, 'memory', null, request);
    try {
      const response = await fetchResolved(connection, request);
      blocked.delete(keyed);
      return filled(keepNewest(place, keyed, response), 'live', null, request);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof Blocked) {
        byKey.delete(keyed);
        setNewest(blocked, keyed, reason);
      }
      const refusal = blocked.get(keyed);
      if (refusal !== undefined) return refused(refusal);
      const last = known ?? stable.get(place);
      return last ? filled(last.response, 'memory', reason, request) : fallenBack(request, reason);
    }
  };
}

/** The key is blocked: 403 `user_blocked`. */
class Blocked extends Error {}

/** Sets an entry as the newest, and evicts the oldest where there are too many. */
function setNewest<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > KNOWN_MAX && oldest !== undefined) map.delete(oldest);
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
  const body = (await response.json()) as ResolveResponse & { detail?: string; code?: string };
  const reason = body.detail ?? `Switchyard responded with ${response.status}.`;
  if (body.code === 'user_blocked') throw new Blocked(reason);
  if (!response.ok) throw new Error(reason);
  return body;
}

function filled(
  response: ResolveResponse,
  source: Resolved['source'],
  reason: string | null,
  request: ResolveRequest,
): Resolved {
  const { template, messages, model, config, version, arm, rollout_id: rolloutId, max_input_chars: max } = response;
  const content = contentOf({ template, messages }, request);
  const chars = content.text?.length ?? content.messages?.reduce((sum, { content }) => sum + content.length, 0) ?? 0;
  if (max !== undefined && chars > max)
    return refused(`The filled prompt has ${chars} characters, and a responder capped it at ${max}.`);
  return { source, reason, ...content, model, config, version, arm, rolloutId };
}

const refused = (reason: string): Resolved => ({
  ...{ source: 'refused', reason, text: null, messages: null, model: null, config: {} },
  ...{ version: null, arm: null, rolloutId: null },
});

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
