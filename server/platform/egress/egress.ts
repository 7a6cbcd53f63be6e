import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, errors, request } from 'undici';
import { invalid } from '#server/platform/faults.ts';
import { type AllowedRange, checkUrl, mailHostProblem, mayConnect, mayMail, type Target } from './address-rules.ts';

/**
 * Why a request out of the installation failed. `blocked`: its address is not allowed, and sending it again changes
 * nothing. The others may pass: `unreachable` (name, connection or TLS), `late` (a time limit), `redirected` (redirects
 * are not followed), `too_large` (its body passed the limit).
 */
export type EgressFailureKind = 'blocked' | 'unreachable' | 'late' | 'redirected' | 'too_large';

/** A request out of the installation that got no usable response. Its message is fit for the person who asked for it. */
export class EgressFailure extends Error {
  readonly kind: EgressFailureKind;

  /** By its name: the web process has this module in several bundles, and the client of one is used in another. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'EgressFailure';
  }

  constructor(kind: EgressFailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EgressFailure';
    this.kind = kind;
  }
}

export type EgressRequest = {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Time limit of the whole exchange in ms. */
  withinMs: number;
  /** Most bytes of the response's body; a longer one fails as `too_large`. */
  bytesMax: number;
  /** Keep the first `bytesMax` bytes of a longer body instead, and read no more of it. */
  cutsBody?: boolean;
};

export type EgressResponse = { status: number; headers: Record<string, string>; body: Uint8Array };

/** The one way in which this installation sends requests to addresses that people or vendors gave. */
export type Egress = {
  /** The operator's allowed ranges besides public addresses. */
  allowed: readonly AllowedRange[];
  /** Throws an {@link EgressFailure}; every status but a redirect is a response. */
  send(request: EgressRequest): Promise<EgressResponse>;
  /**
   * An address of a host that may be connected to at `port`, for protocols other than HTTP: connect to it and to no name,
   * which could resolve to another one. Throws an {@link EgressFailure} where one of its addresses is not allowed.
   */
  addressOf(host: string, port: number): Promise<string>;
  close(): Promise<void>;
};

/** All addresses of a host name. */
type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

const CONNECT_MS = 3_000;
const HEADERS_MS = 10_000;
/** Bytes of a redirect's body that are read, so that its connection can be used again. */
const DISCARDED_BYTES_MAX = 64_000;

/** The code of the error by which {@link checkedLookup} refuses. */
const BLOCKED = 'EGRESS_BLOCKED';

/**
 * Opens the client. It connects to the very addresses that it has checked, so that a host name which resolves to a
 * public address first and to a private one later gains nothing; a name is refused unless every one of its addresses is
 * allowed.
 */
export function openEgress(
  allowed: readonly AllowedRange[],
  resolve: Resolve = (host) => systemLookup(host, { all: true, verbatim: true }),
): Egress {
  const agents = new Map<string, Agent>();
  /** One agent a target: the check of an address needs the port, which a lookup is not told. */
  const agentFor = (target: Target): Agent => {
    const key = `${target.isTls}:${target.port}`;
    const known = agents.get(key);
    if (known) return known;
    const lookup = checkedLookup(target, allowed, resolve);
    const agent = new Agent({ connect: { timeout: CONNECT_MS, lookup }, headersTimeout: HEADERS_MS });
    agents.set(key, agent);
    return agent;
  };
  return {
    allowed,
    send: async (given) => {
      const checked = checkUrl(given.url, allowed);
      if ('problem' in checked) throw new EgressFailure('blocked', `The address ${checked.problem}`);
      const { url, target } = checked;
      try {
        const response = await request(url, {
          dispatcher: agentFor(target),
          method: given.method ?? 'GET',
          // The limit of bytes counts what is read: a compressed body could be far larger than it.
          headers: { 'user-agent': 'Switchyard', 'accept-encoding': 'identity', ...given.headers },
          body: given.body ?? null,
          signal: AbortSignal.timeout(given.withinMs),
        });
        const { statusCode: status } = response;
        if (status >= 300 && status < 400) {
          await response.body.dump({ limit: DISCARDED_BYTES_MAX });
          throw new EgressFailure('redirected', `${url.host} redirects elsewhere (${status}). Give the final address.`);
        }
        return { status, headers: flat(response.headers), body: await readUpTo(response.body, given, url) };
      } catch (error) {
        throw failureOf(error, url);
      }
    },
    addressOf: (host, port) => checkedAddress(host, port, { allowed, resolve }),
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

/** `url` for a field of a request or form. Throws 422 `url_not_allowed` that names the field at `path`. */
export function allowedUrl(egress: Pick<Egress, 'allowed'>, path: string, text: string): string {
  const checked = checkUrl(text, egress.allowed);
  if ('problem' in checked) throw invalid(path, 'url_not_allowed', `${path}: the address ${checked.problem}`);
  return checked.url.href;
}

/** Throws 422 `host_not_allowed` that names the field at `path` where mail may not be handed to `host`. */
export function requireMailHost(
  egress: Pick<Egress, 'allowed'>,
  path: string,
  { host, port }: { host: string; port: number },
): void {
  const problem = mailHostProblem(host, port, egress.allowed);
  if (problem !== null) throw invalid(path, 'host_not_allowed', `${path} ${problem}`);
}

/** How long the name of a host other than of HTTP may take to resolve. */
const RESOLVE_MS = 5_000;

async function checkedAddress(
  host: string,
  port: number,
  { allowed, resolve }: { allowed: readonly AllowedRange[]; resolve: Resolve },
): Promise<string> {
  let records: { address: string }[];
  try {
    const late = pause(RESOLVE_MS, null, { ref: false });
    const found = isIP(host) > 0 ? [{ address: host }] : await Promise.race([resolve(host), late]);
    if (found === null) throw new EgressFailure('late', `The name ${host} did not resolve in time.`);
    records = found;
  } catch (error) {
    if (error instanceof EgressFailure) throw error;
    throw new EgressFailure('unreachable', `The name ${host} cannot be resolved.`, { cause: error });
  }
  const [first] = records;
  if (first === undefined || !records.every(({ address }) => mayMail(address, port, allowed))) {
    throw new EgressFailure('blocked', `${host}:${port} is not an address that is allowed.`);
  }
  return first.address;
}

/** A lookup that yields the addresses of a name where each of them is allowed, and fails where one is not. */
function checkedLookup(target: Target, allowed: readonly AllowedRange[], resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (records) => {
        const refused = records.find(({ address }) => !mayConnect(address, target, allowed));
        const [first] = records;
        if (refused || first === undefined) {
          const error = Object.assign(new Error(`${host} has no address that is allowed`), { code: BLOCKED });
          return callback(error, '', 4);
        }
        if (options.all) callback(null, records);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 4),
    );
  };
}

async function readUpTo(
  body: AsyncIterable<Uint8Array>,
  { bytesMax, cutsBody = false }: Pick<EgressRequest, 'bytesMax' | 'cutsBody'>,
  url: URL,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    // Leaving the loop ends the connection: the rest is not read.
    if (bytes > bytesMax && cutsBody) return Buffer.concat([...parts, part]).subarray(0, bytesMax);
    if (bytes > bytesMax) {
      throw new EgressFailure('too_large', `${url.host} sent more than ${bytesMax} bytes, which is the limit.`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

function failureOf(error: unknown, url: URL): EgressFailure {
  if (error instanceof EgressFailure) return error;
  const codes = codesOf(error);
  if (codes.includes(BLOCKED)) {
    return new EgressFailure('blocked', `${url.host} has a private address, which is not allowed.`, { cause: error });
  }
  const isLate =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError ||
    (error instanceof Error && error.name === 'TimeoutError');
  if (isLate) return new EgressFailure('late', `${url.host} did not respond in time.`, { cause: error });
  const code = codes.find((c) => c !== '');
  return new EgressFailure('unreachable', `${url.host} cannot be reached${code ? ` (${code})` : ''}.`, {
    cause: error,
  });
}

/** The codes of an error and of what it was made from: several attempts to connect are one error with many inside. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesOf) : [];
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return [code, ...inner, ...codesOf(error.cause)];
}
