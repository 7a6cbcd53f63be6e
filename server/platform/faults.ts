/** One wrong field of a request. `path` is a JSON pointer such as `/events/3/id`. */
export type FieldError = { path: string; code: string; message: string };

/** How many errors one response names; `errors_total` gives the number of all. */
const NAMED_MAX = 100;
const NAMED_CHARS_MAX = 500;

const clip = (text: string): string => (text.length > NAMED_CHARS_MAX ? `${text.slice(0, NAMED_CHARS_MAX)}…` : text);

/**
 * `error` with its path and message cut to 500 characters each, so that long keys do not make errors larger than the
 * request.
 */
export const clipped = <T extends FieldError>(error: T): T =>
  error.path.length + error.message.length <= NAMED_CHARS_MAX
    ? error
    : { ...error, path: clip(error.path), message: clip(error.message) };

/** The errors of a long list: the first 100, and the number of all. */
export type Named<T> = { first: T[]; total: number };

/** Adds `errors` to `named`: past the first 100 they are only counted. */
export function addNamed<T extends FieldError>(named: Named<T>, errors: readonly T[]): void {
  const room = Math.max(0, NAMED_MAX - named.first.length);
  for (const error of errors.slice(0, room)) named.first.push(clipped(error));
  named.total += errors.length;
}

export type FaultOptions = {
  status: number;
  /** A sentence for the caller that names the field and the remedy. */
  public: string;
  /** The response names the first 100, with `errors_total` where there are more. */
  errors?: FieldError[];
  /** How many there are, where `errors` are only some. */
  errorsTotal?: number;
  /** Further members of the response, such as the current state on a 409. */
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
    super(options.public.length > 2_000 ? `${options.public.slice(0, 2_000)}…` : options.public);
    this.name = 'Fault';
    this.code = code;
    this.status = options.status;
    this.errors = (options.errors ?? []).slice(0, NAMED_MAX).map(clipped);
    const total = options.errorsTotal ?? options.errors?.length ?? 0;
    this.extra = { ...(total > this.errors.length ? { errors_total: total } : {}), ...options.extra };
    this.headers = options.headers ?? {};
    this.internal = options.internal;
  }
}

/** 400: the request cannot be read. */
export const unreadable = (code: string, sentence: string): Fault => new Fault(code, { status: 400, public: sentence });

/** 422: readable, but `path` is wrong. */
export const invalid = (path: string, code: string, message: string): Fault =>
  new Fault(code, { status: 422, public: message, errors: [{ path, code, message }] });

/** 422 for several fields at once; `total` where `errors` are only some of them. */
export const invalidFields = (errors: FieldError[], total?: number): Fault =>
  new Fault('invalid', {
    status: 422,
    public: errors[0]?.message ?? 'The request is not valid.',
    errors,
    errorsTotal: total,
  });

/** 404. The same response for what does not exist and for what belongs to another project. */
export const notFound = (): Fault =>
  new Fault('not_found', { status: 404, public: 'There is nothing at this address that you may see.' });

/** 403: known caller, not allowed. */
export const forbidden = (code: string, sentence: string): Fault => new Fault(code, { status: 403, public: sentence });

/** 409: the state does not allow it; `extra` carries the current state. */
export const conflict = (code: string, sentence: string, extra: Record<string, unknown> = {}): Fault =>
  new Fault(code, { status: 409, public: sentence, extra });

/** 503 with `Retry-After`: it is known that nothing was changed, and the caller should try again. */
export const unavailable = (internal?: unknown, retryAfterS = 2): Fault =>
  new Fault('unavailable', {
    status: 503,
    public: 'The database cannot be reached right now. Nothing was changed; try again shortly.',
    headers: { 'retry-after': String(retryAfterS) },
    internal,
  });

/** 503 with `Retry-After`: it took longer than it may, and it is known that nothing was changed. */
export const tooSlow = (internal?: unknown): Fault =>
  new Fault('unavailable', {
    status: 503,
    public: 'This took too long, as it may while the database is busy. Nothing was changed; try again shortly.',
    headers: { 'retry-after': '2' },
    internal,
  });

/**
 * What sending the same request again would do: `safe` nothing twice, `twice` it again, `look` it depends on the
 * action.
 */
export type Again = 'safe' | 'twice' | 'look';

const HOW_TO_GO_ON: Record<Again, string> = {
  safe: 'Read it again to see, or send the same request again: nothing is done twice.',
  look: 'Look again before you repeat it.',
  twice: 'Read it again to see before you repeat it; with an Idempotency-Key the same request again is safe.',
};

/** 503 with `Retry-After`: the change was sent to the database, and it is not known whether it was committed. */
export const outcomeUnknown = (internal: unknown, again: Again = 'safe'): Fault =>
  new Fault('outcome_unknown', {
    status: 503,
    public: `The database did not confirm in time whether the change was made. ${HOW_TO_GO_ON[again]}`,
    headers: { 'retry-after': '2' },
    internal,
  });
