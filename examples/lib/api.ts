/** Switchyard over its public HTTP API, as any program would use it. */
export type Api = {
  get<T>(path: string): Promise<T>;
  /** The same, and null for what is not there (404). */
  find<T>(path: string): Promise<T | null>;
  /** `expect` = statuses that are no error here. Returns the parsed body. */
  send<T>(
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    body: unknown,
    options?: { expect?: number[]; headers?: Record<string, string> },
  ): Promise<T & { $status: number }>;
};

/** Busy (429) and unavailable (503) are tried again after the time that the response names. */
const TRIES = 8;

export function openApi(url: string, key: string): Api {
  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      if ((response.status !== 429 && response.status !== 503) || attempt === TRIES) return response;
      const seconds = Number(response.headers.get('retry-after') ?? 1);
      await response.arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }
  return {
    async get(path) {
      const response = await call('GET', path);
      if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    async find(path) {
      const response = await call('GET', path);
      if (response.ok) return response.json();
      const text = await response.text();
      if (response.status === 404) return null;
      throw new Error(`GET ${path}: ${response.status} ${text}`);
    },
    async send(method, path, body, options = {}) {
      const response = await call(method, path, body, options.headers);
      const text = await response.text();
      if (!response.ok && !options.expect?.includes(response.status))
        throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return { ...JSON.parse(text || '{}'), $status: response.status };
    },
  };
}

/** Calls `read` every 250 ms until `done`; throws with `what` after `seconds`. */
export async function until<T>(
  what: string,
  read: () => Promise<T>,
  done: (value: T) => boolean,
  seconds = 120,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (done(value)) return value;
    if (Date.now() > end)
      throw new Error(`${what} did not happen within ${seconds} s: ${JSON.stringify(value).slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The path of a prompt, its name encoded. */
export const promptPath = (name: string): string => `/api/v1/prompts/${encodeURIComponent(name)}`;
