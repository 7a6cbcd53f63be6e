export type SwitchyardOptions = {
  /** Where Switchyard's edge listens, such as `http://localhost:4000`. */
  url: string;
  /** A key with the scopes `resolve` and `ingest`. */
  apiKey: string;
  /** Milliseconds that resolve waits before it returns a cached result. Default 200. */
  resolveTimeoutMs?: number;
  /** Milliseconds for which a result is used again without a request. Default 1,000. */
  maxAgeMs?: number;
  /** For tests and other runtimes; default the global `fetch`. */
  fetch?: typeof fetch;
};

/** What both halves of the client need. */
export type Connection = Required<SwitchyardOptions>;
