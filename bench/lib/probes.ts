import { setTimeout as pause } from 'node:timers/promises';
import type { startInstallation } from '#test/crash/installation.ts';

type Installation = Awaited<ReturnType<typeof startInstallation>>;

/** A check of what must work again after a fault; it throws, or returns false, while it does not work. */
export type Probes = Record<string, () => Promise<boolean>>;

const ASK_EVERY_MS = 20;
const TOO_LONG_MS = 20_000;
/** Time limit of a probe: longer than it should take, too short to distort the figures. */
const ASK_WITHIN_MS = 2_000;

/** Resolve with fresh data, ingest, a page's read, a job and a rollup of the installation. */
export async function openProbes(yard: Installation) {
  const key = yard.cli('keys', 'create', '--project', 'default', '--scopes', 'ingest,resolve,registry,promote,read');
  const link = new URL(yard.cli('users', 'create', '--email', 'bench@example.test', '--role', 'admin'));
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const sql = yard.openDatabase();
  const post = (path: string, body: unknown, method = 'POST') =>
    ask(`${yard.edgeUrl}${path}`, { method, headers, body: JSON.stringify(body) });
  await post('/api/v1/prompts', { name: 'bench', type: 'text' });
  await post('/api/v1/prompts/bench/versions', { template: 'Answer.', config: { model: 'openai/gpt-4' } });
  await post('/api/v1/prompts/bench/environments/staging', { version: 1 }, 'PUT');
  const cookie = await signIn(yard.webUrl, link.searchParams.get('token') ?? '');
  const input = encodeURIComponent(JSON.stringify({ json: { project: 'default' } }));

  let events = 0;
  const ingest = async (): Promise<boolean> => {
    events += 1;
    const event = { id: `bench-${events}`, at: new Date().toISOString(), model: 'bench' };
    return (await post('/api/v1/events', { events: [event] })).status === 207;
  };
  const probes: Probes = {
    resolve: async () => {
      const response = await post('/api/v1/resolve', { prompt: 'bench', environment: 'staging' });
      return response.status === 200 && (response.body as { stale?: boolean }).stale === false;
    },
    ingest,
    page: async () =>
      (await ask(`${yard.webUrl}/api/trpc/projects.shell?input=${input}`, { headers: { cookie } })).status === 200,
    job: async () => {
      // A run that does not exist: its job ends, with or without an error, once a worker has started it.
      const [row] = await sql<
        { id: string }[]
      >`select id from graphile_worker.add_job('evals.score', '{"runId":"00000000-0000-0000-0000-000000000000"}', max_attempts => 1)`;
      return until(async () => {
        const waits = await sql`
          select 1 from graphile_worker.jobs where id = ${row?.id ?? ''} and (attempts = 0 or locked_at is not null)`;
        return waits.length === 0;
      });
    },
    rollup: async () => {
      if (!(await ingest())) return false;
      return until(async () => (await sql`select 1 from rollup_mark where tier = 1 limit 1`).length === 0);
    },
  };
  return { probes, sql, close: () => sql.end({ timeout: 1 }) };
}

/** Seconds from `since` (performance.now) until each probe has worked once. */
export async function secondsUntil(probes: Probes, since: number): Promise<Record<string, number>> {
  const each = Object.entries(probes).map(async ([name, probe]): Promise<[string, number]> => {
    for (;;) {
      const works = await probe().catch(() => false); // not yet
      const seconds = (performance.now() - since) / 1000;
      if (works || seconds * 1000 > TOO_LONG_MS) return [name, seconds];
      await pause(ASK_EVERY_MS);
    }
  });
  return Object.fromEntries(await Promise.all(each));
}

async function until(fact: () => Promise<boolean>): Promise<boolean> {
  const end = Date.now() + TOO_LONG_MS;
  while (Date.now() < end) {
    if (await fact()) return true;
    await pause(ASK_EVERY_MS);
  }
  return false;
}

async function ask(url: string, init: RequestInit): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(ASK_WITHIN_MS) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}

async function signIn(webUrl: string, token: string): Promise<string> {
  const jar = new Map<string, string>();
  const keep = (headers: Headers) => {
    for (const line of headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair);
    }
  };
  const cookies = () => [...jar.values()].join('; ');
  const csrf = await ask(`${webUrl}/api/auth/csrf`, {});
  keep(csrf.headers);
  const { csrfToken } = csrf.body as { csrfToken: string };
  const form = { csrfToken, token, password: 'a long enough passphrase, 1906', json: 'true', callbackUrl: webUrl };
  const headers = { cookie: cookies(), 'content-type': 'application/x-www-form-urlencoded' };
  const response = await ask(`${webUrl}/api/auth/callback/link`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
  keep(response.headers);
  return cookies();
}
