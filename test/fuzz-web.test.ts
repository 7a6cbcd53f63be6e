import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { verifyAudit } from '#server/audit/verify-audit.ts';
import { type Ledger, openLedger } from './fuzz/ledger.ts';
import type { OperationRequest } from './fuzz/operation-requests.ts';
import { pageRoutes, QUERIES, SEGMENTS } from './fuzz/page-addresses.ts';
import { judgePage } from './fuzz/page-judge.ts';
import { pageSetup } from './fuzz/page-setup.ts';
import { pageBaseOf, pageMutantOf } from './fuzz/procedure-requests.ts';
import { type Procedure, procedures } from './fuzz/procedures.ts';
import { seeded } from './fuzz/random.ts';
import { renewing } from './fuzz/renewing.ts';
import { type Received, send } from './fuzz/responses.ts';
import { signIn } from './fuzz/session.ts';
import type { Setup } from './fuzz/setup.ts';
import { ACTIONS, BODIES, WAYS_BACK } from './fuzz/sign-in-requests.ts';
import { type Person, type System, startSystem } from './harness/system.ts';
import { startTextAddress } from './harness/text-address.ts';
import { ensureWebBuilt, reserveWeb, startWeb, type TestWeb } from './harness/web.ts';

/*
 * The built web application: every procedure, every page and sign-in get requests that are wrong in one place.
 * FUZZ_RUNS is how many each, FUZZ_ONLY a pattern of the names to run alone; each FUZZ_SEED gives another sequence, and
 * always the same one.
 */

const RUNS = Number(process.env.FUZZ_RUNS ?? 12);
const SEED = Number(process.env.FUZZ_SEED ?? 2026);
const ONLY = new RegExp(process.env.FUZZ_ONLY ?? '');
vi.setConfig({ testTimeout: 60_000 + RUNS * 3_000 });

/**
 * Actions that no promotion allows yet: only immediate rollouts are made. Their base request is refused by state, not
 * by shape.
 */
const BY_STATE = ['promotions.pause', 'promotions.resume', 'promotions.advance'];
/** Changes of the caller's own account are sent by a person who does nothing else, because they end the session. */
const OWN = ['projects.acceptInvitation', 'projects.changePassword', 'projects.signOutEverywhere'];

let system: System;
let web: TestWeb;
let port: number;
let setup: Setup;
let ledger: Ledger;
/** A vendor's text about a model, which is also a status page. */
const BOTH = JSON.stringify({
  status: { indicator: 'none', description: 'acme-away-1 retires on 2027-01-29.' },
  incidents: [],
});
let vendor: Awaited<ReturnType<typeof startTextAddress>>;
const cookies = { admin: '', viewer: '', account: '', nobody: '' };
const chosen = procedures().filter(({ name }) => ONLY.test(name));
beforeAll(async () => {
  expect(procedures().length, 'procedures that are found').toBeGreaterThan(30);
  await ensureWebBuilt((line) => console.error(line));
  const at = await reserveWeb();
  port = at.port;
  system = await startSystem({ publicUrl: at.url, egressAllow: '127.0.0.1' });
  vendor = await startTextAddress(() => ({ text: BOTH }));
  web = await startWeb(at, system);
  const admin = await system.person({ role: 'admin' });
  await system.services.sql`update person set installation_admin = true where id = ${admin.id}`;
  const account = await system.person({ role: 'viewer' });
  const enter = async (person: Person) => (await signIn(system, at.url, person)).cookies;
  cookies.admin = await enter(admin);
  cookies.viewer = await enter(await system.person({ role: 'viewer' }));
  cookies.account = await enter(account);
  const renew = async () => {
    cookies.account = await enter(account);
  };
  setup = await pageSetup(system, await system.key(undefined, { owner: admin }), {
    ...{ address: vendor.url, account: { person: account, renew } },
  });
  ledger = await openLedger(system);
}, 300_000);
afterAll(async () => {
  await web?.[Symbol.asyncDispose]();
  await system?.dispose();
  await vendor?.[Symbol.asyncDispose]();
});

const ask = (request: OperationRequest, who: keyof typeof cookies): Promise<Received | string> =>
  send(port, '', { ...request, headers: { ...request.headers, cookie: cookies[who] } }).catch(
    (error: unknown) => `no response: ${String(error)}`,
  );
const get = (path: string, who: keyof typeof cookies = 'admin'): Promise<Received | string> =>
  ask({ method: 'GET', path, headers: {}, body: null, what: '', touched: [] }, who);

const whoCalls = ({ name }: Procedure, role: 'admin' | 'viewer' | 'nobody') =>
  OWN.includes(name) && role !== 'nobody' ? 'account' : role;

describe('the API of the pages', () => {
  test('every procedure responds to its base request with a 2xx, so that its mutants pass the first checks', async () => {
    const wrong: string[] = [];
    for (const procedure of chosen) {
      const request = pageBaseOf(procedure, setup.known);
      const response = await ask(request, whoCalls(procedure, 'admin'));
      const isReached = typeof response !== 'string' && response.status < 300;
      const isByState = typeof response !== 'string' && response.status === 409 && BY_STATE.includes(procedure.name);
      if (!isReached && !isByState)
        wrong.push(`${procedure.name} (add its values in test/fuzz/page-setup.ts): ${described(request, response)}`);
      await renewing(setup, procedure.name)?.();
    }
    expect(wrong).toEqual([]);
  });

  test(`every refusal names the mutated field, and nothing is half-written (FUZZ_SEED=${SEED})`, async () => {
    const wrong: string[] = [];
    await ledger.taken();
    for (const procedure of chosen) {
      const random = seeded(SEED, procedure.name);
      const renew = renewing(setup, procedure.name, Math.max(3, RUNS / 20));
      for (let run = 0; run < RUNS; run++) {
        const who = random.pick(['admin', 'admin', 'admin', 'admin', 'admin', 'admin', 'viewer', 'nobody'] as const);
        const request = pageMutantOf(procedure, setup.known, random);
        const response = await ask(request, whoCalls(procedure, who));
        const complaint =
          typeof response === 'string' ? response : judgePage(procedure, request, response, await ledger.taken());
        if (complaint !== null)
          wrong.push(`${procedure.name} by ${who}: ${complaint}\n    ${described(request, response)}`);
        if (typeof response !== 'string' && response.status < 300 && renew) {
          await renew();
          await ledger.taken();
        }
      }
    }
    expect(wrong, `${wrong.length} of ${RUNS * chosen.length}`).toEqual([]);
    expect((await verifyAudit(system.services, system.project().id)).broken).toBeNull();
  });
});

/** Every page with an unusual value in each of its segments, and with unusual queries; a sample where RUNS is small. */
function pageAddresses(): string[] {
  const random = seeded(SEED, 'pages');
  const some = <T>(list: readonly T[], most: number): T[] =>
    most >= list.length ? [...list] : Array.from({ length: most }, () => random.pick(list));
  return pageRoutes().flatMap((route) => {
    const names = [...route.matchAll(/\[(\w+)\]/g)].map(([, name]) => name ?? '');
    const filled = (odd?: string, value?: string) =>
      route.replaceAll(/\[(\w+)\]/g, (_, name: string) => (name === odd ? (value ?? '') : segmentOf(route, name)));
    return [
      filled(),
      ...names.flatMap((name) => some(SEGMENTS, RUNS).map((segment) => filled(name, segment))),
      ...some(QUERIES, RUNS).map((query) => `${filled()}?${query}`),
    ];
  });
}

function segmentOf(route: string, name: string): string {
  if (name === 'project') return 'default';
  if (name === 'name') return route.includes('datasets') ? 'set' : 'fuzz%2Ftext';
  return String(setup.known[route.includes('promotions') ? 'promotions.detail id' : 'id']);
}

describe('the pages', () => {
  test(`no address causes a 5xx for a signed-in person (FUZZ_SEED=${SEED})`, async () => {
    const wrong: string[] = [];
    for (const [i, path] of pageAddresses().entries()) {
      const response = await get(path, i % 5 === 0 ? 'nobody' : 'admin');
      const complaint = complaintOfPage(response);
      if (complaint !== null) wrong.push(`${path.slice(0, 200)}: ${complaint}`);
    }
    expect(wrong).toEqual([]);
  });

  test.each(['/p/default/monitor', '/p/default/monitor/requests', '/p/default/prompts/fuzz%2Ftext?tab=metrics'])(
    'of %s the range in the address may be any text',
    async (path) => {
      const mark = path.includes('?') ? '&' : '?';
      for (const query of QUERIES.filter((it) => /^(from|to|compare|range)=/.test(it))) {
        expect(complaintOfPage(await get(`${path}${mark}${query}`)), query).toBeNull();
      }
    },
  );

  test('leads to no other site, neither by the address nor by the way back', async () => {
    for (const path of ['//evil.test', '/\\evil.test', '/%2F%2Fevil.test', '/.//evil.test', '/%5Cevil.test/..']) {
      const response = await get(path, 'nobody');
      if (typeof response === 'string') expect.fail(response);
      expect(isOurs(response.headers.location ?? '/'), `${path} → ${response.headers.location}`).toBe(true);
    }
  });
});

/** Whether an address in a response leads to this server. */
const isOurs = (address: unknown): boolean => {
  const { hostname, port: at } = new URL(String(address), web.url);
  return ['localhost', '127.0.0.1'].includes(hostname) && at === String(port);
};

/** A 5xx, or a page that was replaced by the error page: Next responds with 200 where it had begun to send. */
function complaintOfPage(response: Received | string): string | null {
  if (typeof response === 'string') return response;
  if (response.status >= 500) return String(response.status);
  const digest = /\$RX\("[^"]*","(\d+)|data-dgst="(\d+)"/.exec(response.text);
  return digest ? `the page broke on the server: ${digest[0]}` : null;
}

describe('sign-in', () => {
  test('no way back, body, cookie or method causes a 5xx, or leads to another site', async () => {
    const wrong: string[] = [];
    const judge = (what: string, response: Received | string) => {
      if (typeof response === 'string' || response.status >= 500) wrong.push(`${what}: ${described(null, response)}`);
      else {
        const urls = [response.headers.location ?? '/', /"url":"([^"]*)"/.exec(response.text)?.[1] ?? '/'];
        const away = urls.find((url) => !isOurs(url));
        if (away !== undefined) wrong.push(`${what} leads to ${String(away)}`);
      }
    };
    for (const action of ACTIONS) {
      const path = `/api/auth/${action}`;
      for (const way of WAYS_BACK) judge(`GET ${path} ${way}`, await get(`${path}?callbackUrl=${way}`, 'nobody'));
      judge(`GET ${path} error`, await get(`${path}?error=%00%0d%0a`, 'nobody'));
      for (const [type, body] of BODIES) {
        const headers = { ...(type === '' ? {} : { 'content-type': type }) };
        const request = { method: 'POST', path, headers, body: Buffer.from(body), what: '', touched: [] };
        judge(`POST ${path} ${type} ${body.slice(0, 80)}`, await ask(request, 'nobody'));
      }
      for (const cookie of [`switchyard.${port}.way-back=x`, `switchyard.${port}.csrf=%`, 'a=%E0%A4%A']) {
        judge(
          `cookie ${cookie} ${path}`,
          await send(port, '', { method: 'GET', path, headers: { cookie }, body: null }),
        );
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each(['//evil.test', '/\\evil.test', 'https:evil.test', 'http://evil.test/', 'http://localhost@evil.test/'])(
    'signing in with the way back %j stays on this site',
    async (callbackUrl) => {
      const person = await system.person({ role: 'viewer' });
      expect(isOurs((await signIn(system, web.url, person, callbackUrl)).url)).toBe(true);
    },
  );

  test('a way back that is no URL does not end the session', async () => {
    const cookie = `${cookies.admin.replace(/switchyard\.\d+\.way-back=[^;]*;? ?/, '')}; switchyard.${port}.way-back=x`;
    const response = await send(port, '', {
      method: 'GET',
      path: '/api/trpc/projects.list',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
      body: null,
    });
    expect(response.status, response.text).toBe(200);
  });
});

test.each(['TRACE', 'TRACK', 'PROPFIND', 'OPTIONS', 'DELETE', 'PUT', 'M-SEARCH', 'QUERY', 'get', 'CONNECT', 'HEAD'])(
  'the method %s gets a status below 500 everywhere, or no response',
  async (method) => {
    const targets = [
      '/',
      '/sign-in',
      '/p/default',
      '/api/trpc/projects.list',
      '/api/auth/session',
      '/livez',
      '/icon.svg',
    ];
    for (const target of [...targets, '*', 'http://evil.test/', '/%E0%A4%A', '/api/trpc/%ED%A0%80']) {
      const received = await raw(
        `${method} ${target} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`,
      );
      expect(received.slice(0, 12), `${method} ${target}: ${received.slice(0, 200)}`).toMatch(/^(HTTP\/1\.1 [2-4]|$)/);
    }
  },
);

/** The response to raw bytes, until the server closes the connection. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setEncoding('latin1').on('data', (text) => {
      received += text;
    });
    socket.on('error', () => resolve(received)).on('close', () => resolve(received));
  });
}

const described = (request: OperationRequest | null, response: Received | string): string =>
  `${request ? `${request.what}: ${request.method} ${decodeURIComponent(request.path.replaceAll(/%(?![0-9A-F]{2})/gi, '%25')).slice(0, 500)} ${request.body?.toString('utf8').slice(0, 500) ?? ''}\n    ` : ''}→ ${typeof response === 'string' ? response : `${response.status} ${response.text.slice(0, 500)}`}`;
