import { resumeCluster, suspendCluster } from '#test/harness/faults.ts';
import { startTestCluster } from '#test/harness/postgres.ts';
import { makeSignIn } from '#test/harness/sign-in.ts';
import { startSystem } from '#test/harness/system.ts';
import { reserveWeb, startWeb } from '#test/harness/web.ts';
import { expect, bareTest as test } from './fixtures.ts';

/** What a page, tRPC (a single call and a batch) and sign-in return, and how long the slowest took, in ms. */
async function askAll(webUrl: string, cookie: string, csrfToken: string) {
  const input = encodeURIComponent(JSON.stringify({ json: { project: 'default' } }));
  const batch = encodeURIComponent(JSON.stringify({ 0: { json: { project: 'default' } }, 1: { json: undefined } }));
  const signIn = {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
    body: new URLSearchParams({ csrfToken, email: 'nobody@example.test', password: 'wrong', json: 'true' }),
  };
  const asked: Record<string, [string, RequestInit?]> = {
    'a page': ['/p/default', { headers: { cookie } }],
    'sign-in': ['/sign-in'],
    'a read': [`/api/trpc/projects.shell?input=${input}`, { headers: { cookie } }],
    'two reads': [`/api/trpc/projects.shell,projects.list?batch=1&input=${batch}`, { headers: { cookie } }],
    'a password': ['/api/auth/callback/password', signIn],
  };
  const start = performance.now();
  const responses = await Promise.all(
    Object.entries(asked).map(async ([name, [path, init]]) => {
      const response = await fetch(`${webUrl}${path}`, { redirect: 'manual', ...init });
      const text = await response.text();
      return [name, { status: response.status, retryAfter: response.headers.get('retry-after'), text }] as const;
    }),
  );
  return { responses: Object.fromEntries(responses), ms: performance.now() - start };
}

test('while Postgres hangs or is stopped, pages, tRPC and sign-in respond with 503 within six seconds, and work again after it', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const cluster = await startTestCluster({ durable: true, migrated: true });
  const at = await reserveWeb();
  await using system = await startSystem({ databaseUrl: cluster.url('postgres'), publicUrl: at.url });
  await using web = await startWeb(at, system);
  await makeSignIn(system, web.url)(page, await system.person({ role: 'admin' }));
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');

  const asked = await fetch(`${web.url}/api/auth/csrf`, { headers: { cookie } });
  const { csrfToken }: { csrfToken: string } = await asked.json();

  const expectServed = () =>
    expect(async () => {
      const { responses } = await askAll(web.url, cookie, csrfToken);
      expect(Object.entries(responses).map(([name, { status }]) => [name, status])).toEqual([
        ['a page', 200],
        ['sign-in', 200],
        ['a read', 200],
        ['two reads', 200],
        ['a password', 401],
      ]);
    }).toPass({ timeout: 10_000 });
  const expectAway = async () => {
    const { responses, ms } = await askAll(web.url, cookie, csrfToken);
    for (const [name, { status, retryAfter, text }] of Object.entries(responses)) {
      expect([name, status, retryAfter], text.slice(0, 300)).toEqual([name, 503, '2']);
    }
    expect(responses['a page']?.text).toContain('The database cannot be reached right now.');
    expect(responses['a read']?.text).toContain('SERVICE_UNAVAILABLE');
    expect(responses['a password']?.text).toContain('error=unavailable');
    expect(ms).toBeLessThan(6_000);
  };

  await expectServed();
  await suspendCluster(cluster.pid);
  await expectAway();
  await page.goto(`${web.url}/p/default`);
  await expect(page.getByRole('heading', { name: 'The database cannot be reached right now.' })).toBeVisible();
  await resumeCluster(cluster.pid);
  await expectServed();
  // The page that was left open reloads by itself.
  await expect(page.getByRole('heading', { name: 'The database cannot be reached right now.' })).toHaveCount(0);

  process.kill(cluster.pid, 'SIGKILL');
  await cluster.ended;
  await expectAway();
  const second = await cluster.again();
  await expectServed();
  await web[Symbol.asyncDispose]();
  await system.dispose();
  await second.stop();
});
