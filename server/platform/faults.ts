/** One wrong field of a request. `path` is a JSON pointer such as `/events/3/id`. */
export type FieldError = { path: string; code: string; message: string };

/** The JSON pointer (RFC 6901) of what `key` names below `path`: `/` and `~` in the key are escaped. */
export const pointerTo = (path: string, key: PropertyKey): string =>
  `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

export type FaultOptions = {
  status: number;
  /** A sentence for the caller that names the field and the remedy. */
  public: string;
  errors?: FieldError[];
  /** What the answer also carries, such as the current state on a 409. */
  extra?: Record<string, unknown>;
  headers?: Record<string, string>;
  /** Facts for the log only. */
  internal?: unknown;
};

/** An error that is part of the interface: a stable code, a status, a public sentence, private facts. */
export class Fault extends Error {
  readonly code: string;
  readonly status: number;
  readonly errors: FieldError[];
  readonly extra: Record<string, unknown>;
  readonly headers: Record<string, string>;
  readonly internal: unknown;

  constructor(code: string, options: FaultOptions) {
    super(options.public);
    this.name = 'Fault';
    this.code = code;
    this.status = options.status;
    this.errors = options.errors ?? [];
    this.extra = options.extra ?? {};
    this.headers = options.headers ?? {};
    this.internal = options.internal;
  }
}

/** 400: the request cannot be read. */
export const unreadable = (code: string, sentence: string): Fault => new Fault(code, { status: 400, public: sentence });

/** 422: readable, but `path` is wrong. */
export const invalid = (path: string, code: string, message: string): Fault =>
  new Fault(code, { status: 422, public: message, errors: [{ path, code, message }] });

/** 422 for several fields at once. */
export const invalidFields = (errors: FieldError[]): Fault =>
  new Fault('invalid', { status: 422, public: errors[0]?.message ?? 'The request is not valid.', errors });

/** 404, the same bytes for what does not exist and what belongs to another project. */
export const notFound = (): Fault =>
  new Fault('not_found', { status: 404, public: 'There is nothing at this address that you may see.' });

/** 403: known caller, not allowed. */
export const forbidden = (code: string, sentence: string): Fault => new Fault(code, { status: 403, public: sentence });

/** 409: the state does not allow it; `extra` carries the current state. */
export const conflict = (code: string, sentence: string, extra: Record<string, unknown> = {}): Fault =>
  new Fault(code, { status: 409, public: sentence, extra });

/** 503 with `Retry-After`: nothing was done, which is known, and trying again is right. */
export const unavailable = (internal?: unknown, retryAfterS = 2): Fault =>
  new Fault('unavailable', {
    status: 503,
    public: 'The database cannot be reached right now. Nothing was changed; try again shortly.',
    headers: { 'retry-after': String(retryAfterS) },
    internal,
  });

/** What the same request again would do: what was done is found and left as it is, or may be done a second time. */
export type Again = 'safe' | 'twice' | 'look';

const HOW_TO_GO_ON: Record<Again, string> = {
  safe: 'Read it again to see, or send the same request again: nothing is done twice.',
  look: 'Look again before you repeat it.',
  twice: 'Read it again to see before you repeat it; with an Idempotency-Key the same request again is safe.',
};

/** 503 with `Retry-After`: the change was sent to the database, and whether it was made is not known. */
export const outcomeUnknown = (internal: unknown, again: Again = 'safe'): Fault =>
  new Fault('outcome_unknown', {
    status: 503,
    public: `The database did not say in time whether the change was made. ${HOW_TO_GO_ON[again]}`,
    headers: { 'retry-after': '2' },
    internal,
  });
