import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, type System, test } from './fixtures.ts';

/** Paths that are no pages, that do not exist, or that are malformed. */
const ODD_PATHS = [
  ...['/', '/sign-in', '/p/default', '/nowhere', '/favicon.ico', '/favicon.icoX', '/icon.svg', '/robots.txt'],
  ...['/_next', '/_next/', '/_next/staticX', '/_next/static/nothing.js', '/_next/data/x/y.json', '/_next/image?url=/x'],
  ...['/api', '/api/nothing', '/api/auth/csrf', '/api/auth/nothing', '/api/trpc/audit.list', '/livez', '/readyz'],
  ...['//evil.test', '/%2e%2e/%2e%2e/etc/passwd', '/%', '/%00', '/a%0d%0ab', '/sign-in/', '/sign-in?next=//evil.test'],
  ...[
    '/p/default/settings/audit?_rsc=1',
    '/p/%F0%9F%92%A5',
    `/${'a'.repeat(3000)}`,
    '/.env',
    '/index.html',
    '/500',
    '/404',
  ],
];

type Answer = { status: number; headers: Record<string, string | string[] | undefined> };

/** Over a bare socket, so that the path is sent as it is written here and the Host header can be chosen. */
function ask(
  webUrl: string,
  method: string,
  path: string,
  host: string,
  more: Record<string, string> = {},
): Promise<Answer> {
  const { hostname, port } = new URL(webUrl);
  return new Promise((resolve, reject) => {
    const asked = request({
      host: hostname,
      port,
      path,
      method,
      headers: { host, ...more },
      setHost: false,
      agent: false,
    });
    asked.once('error', reject).once('response', (response) => {
      response.resume().once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    asked.end();
  });
}

/** A built file, as our pages load it. */
function builtFile(): string {
  const folder = join(import.meta.dirname, '../.next/static/chunks');
  const file = readdirSync(folder).find((name) => name.endsWith('.js'));
  if (!file) throw new Error(`There is no script in ${folder}.`);
  return `/_next/static/chunks/${file}`;
}

const carried = ({ headers }: Answer) => ({
  policy: /frame-ancestors 'none'/.test(String(headers['content-security-policy'])),
  sniffing: headers['x-content-type-options'],
  frames: headers['x-frame-options'],
  referrer: headers['referrer-policy'],
});
const ALL = { policy: true, sniffing: 'nosniff', frames: 'DENY', referrer: 'no-referrer' };

test('every path responds under our own host names only, and every response carries the headers', async ({
  webUrl,
}) => {
  const { host } = new URL(webUrl);
  for (const path of [...ODD_PATHS, builtFile()]) {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'TRACE']) {
      const what = `${method} ${path.slice(0, 60)}`;
      const ours = await ask(webUrl, method, path, host);
      expect(ours.status, what).toBeLessThan(500);
      expect(carried(ours), what).toEqual(ALL);
      const foreign = await ask(webUrl, method, path, 'evil.test');
      expect(foreign.status, `${what} as evil.test`).toBe(421);
      expect(carried(foreign), `${what} as evil.test`).toEqual(ALL);
    }
  }
});

test('a built file may still be cached without limit', async ({ webUrl }) => {
  const { status, headers } = await ask(webUrl, 'GET', builtFile(), new URL(webUrl).host);
  expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
});

test('no page needs a style sheet or a script that its policy blocks', async ({ page, system, signIn }) => {
  await fill(system);
  await signIn(page, await system.person({ role: 'admin' }));
  const project = '/p/default';
  const pages = [
    'overview',
    'monitor',
    'requests',
    'prompts',
    'prompts/styled',
    'evals',
    'evals/datasets',
    'promotions',
  ];
  const settings = ['members', 'keys', 'environments', 'data', 'audit', 'about'].map((tab) => `settings/${tab}`);
  for (const path of [...pages, ...settings, 'prompts/styled/versions/new', 'nowhere']) {
    await page.goto(`${project}/${path}`);
    await page.waitForLoadState('networkidle');
  }
  // The fixture fails the test where the console reports a blocked resource; and the policy does block what has no
  // nonce.
  const policy = (await page.goto(project))?.headers()['content-security-policy'] ?? '';
  expect(policy).not.toMatch(/style-src [^;]*unsafe-inline/);
  const bare = await page.context().newPage();
  await bare.goto(page.url());
  const dressed = await bare.evaluate(() => {
    const sheet = document.createElement('style');
    sheet.textContent = 'body { outline: 7px solid red }';
    document.head.append(sheet);
    return getComputedStyle(document.body).outlineWidth;
  });
  expect(dressed).not.toBe('7px');
});

async function fill(system: System): Promise<void> {
  const key = await system.key(['registry', 'ingest']);
  await system.api('POST', '/api/v1/prompts', { key, body: { name: 'styled', type: 'text' } });
  const event = { id: 'styled', at: new Date().toISOString(), model: 'openai/gpt-a', latency_ms: 200 };
  await system.api('POST', '/api/v1/events', { key, body: { events: [event] } });
}

test('a browser’s report about a page cannot cause an error on the server', async ({ webUrl }) => {
  for (const state of ['%', '{', '[]', 'null', '[null]', encodeURIComponent('["",{"children":7}]')]) {
    for (const path of ['/robots.txt', '/livez', '/nowhere', '/api/nothing', '/sign-in', '/p/default']) {
      const headers = { rsc: '1', 'next-router-state-tree': state };
      const { status } = await ask(webUrl, 'GET', path, new URL(webUrl).host, headers);
      expect(status, `${path} with ${state}`).toBeLessThan(500);
    }
  }
});
