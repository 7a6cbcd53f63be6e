import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { BROWSER_FLAGS, ensureBrowser } from '#test/harness/browser.ts';
import { makeSignIn } from '#test/harness/sign-in.ts';
import { type Person, type System, startSystem } from '#test/harness/system.ts';
import { reserveWeb, startWeb } from '#test/harness/web.ts';

export type { Page, Person, System };
export { expect };

type SignIn = ReturnType<typeof makeSignIn>;

/** The Switchyard of one test worker: a cloned database, the edge and its jobs, and the built web application. */
type Running = { system: System; webUrl: string; webLog: string; signIn: SignIn };

/** Only a browser, for a journey that starts a Switchyard of its own and breaks it. */
export const bareTest = base.extend<object, object>({
  launchOptions: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => use({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS }),
    { scope: 'worker' },
  ],
});

/**
 * `system`: edge, people and keys as in the route tests; its worker runs. `signIn(page, person)`. `page` fails its test
 * where one of our scripts throws (such as a hydration mismatch in React) or where the page's Content-Security-Policy
 * blocked something. `anotherBrowser(person)`: a page of a second browser of the same size, signed in where a person is
 * given. `webLog`: the file with the output of the web process. Relative addresses go to the web server.
 */
export const test = bareTest.extend<
  {
    system: System;
    webUrl: string;
    webLog: string;
    signIn: SignIn;
    anotherBrowser: (person?: Person) => Promise<Page>;
  },
  { running: Running }
>({
  running: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      const at = await reserveWeb();
      await using system = await startSystem({ worker: true, publicUrl: at.url, egressAllow: '127.0.0.1' });
      await using web = await startWeb(at, system);
      await use({ system, webUrl: web.url, webLog: web.log, signIn: makeSignIn(system, web.url) });
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ running }, use) => use(running.webUrl),
  system: async ({ running }, use) => use(running.system),
  webUrl: async ({ running }, use) => use(running.webUrl),
  webLog: async ({ running }, use) => use(running.webLog),
  signIn: async ({ running }, use) => use(running.signIn),
  page: async ({ page }, use) => {
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) broken.push(`${page.url()}: ${message.text()}`);
    });
    waitUntilItListens(page);
    await use(page);
    expect(broken, 'what broke in the page').toEqual([]);
  },
  anotherBrowser: async ({ browser, page, webUrl, signIn }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (person) => {
      const context = await browser.newContext({ baseURL: webUrl, viewport: page.viewportSize() });
      contexts.push(context);
      if (person) await signIn(context, person);
      const another = await context.newPage();
      waitUntilItListens(another);
      return another;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/**
 * Asserts that axe finds no violation of WCAG 2.2 AA, once nothing moves any more: half-way through a transition the
 * colours and the sizes are of neither end.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await untilNothingMoves(page);
  // A page keeps axe until it is left. With no frames in it, one run in the page itself sees all of it, in a tenth of
  // the time that axe's own package for Playwright takes: that sends axe each time, and combines frames in a new page.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'], selectors: false });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((n) => n.html).join('\n  ')}`);
  });
  expect(found.join('\n'), 'accessibility').toBe('');
}

/** Waits for the next frame, which begins transitions to another size or theme, and then for all that end. */
async function untilNothingMoves(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  );
}

/** A page counts as open once React has hydrated it: an earlier click would have no effect. */
function waitUntilItListens(page: Page): void {
  const goto = page.goto.bind(page);
  page.goto = async (...args) => {
    const response = await goto(...args);
    if (page.url().startsWith('http')) {
      await page.waitForFunction(() => Object.keys(document.body).some((key) => key.startsWith('__react')));
    }
    return response;
  };
}
