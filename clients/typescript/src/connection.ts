export type SwitchyardOptions = {
  /** Where Switchyard's edge listens, such as `http://localhost:4000`. */
  url: string;
  /** A key with the scopes `resolve` and `ingest`. */
  apiKey: string;
  /** How long resolve waits before it answers from memory. Default 200. */
  resolveTimeoutMs?: number;
  /** For how long an answer is used again without asking. Default 1,000. */
  maxAgeMs?: number;
  /** For tests and other runtimes; default the global `fetch`. */
  fetch?: typeof fetch;
};

/** What both halves of the client need. */
export type Connection = Required<SwitchyardOptions>;
