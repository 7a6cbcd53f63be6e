/**
 * Claim: every page paints within 1 s, built and warm, and loads at most 250 kB of compressed JavaScript before it can be
 * used; what comes after (charts, editor) is at most 150 kB a file. Chromium loads each page of a project with data
 * five times after one warm-up; the first contentful paint is the browser's own figure.
 */
import { chromium, type Page } from '@playwright/test';
import { BROWSER_FLAGS, ensureBrowser } from '#test/harness/browser.ts';
import { startTestServer } from '#test/harness/postgres.ts';
import { makeSignIn } from '#test/harness/sign-in.ts';
import { startSystem } from '#test/harness/system.ts';
import { reserveWeb, startWeb } from '#test/harness/web.ts';
import { fillProject } from './lib/fill-project.ts';

const PAINT_MS_MAX = 1000;
const INITIAL_KB_MAX = 250;
const LATER_KB_MAX = 150;
const LOADS = 5;

const stopPostgres = await startTestServer();
const at = await reserveWeb();
const system = await startSystem({ worker: true, publicUrl: at.url });
const web = await startWeb(at, system);
const filled = await fillProject(system);
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
await makeSignIn(system, web.url)(context, filled.person);

const prompt = `/p/default/prompts/${encodeURIComponent(filled.prompt)}`;
const pages = {
  overview: '/p/default',
  prompts: '/p/default/prompts',
  prompt,
  editor: `${prompt}?tab=editor`,
  metrics: `${prompt}?tab=metrics`,
  promotions: '/p/default/promotions',
  promotion: `/p/default/promotions/${filled.promotion}`,
  evals: '/p/default/evals',
  runs: '/p/default/evals?tab=runs',
  run: `/p/default/evals/runs/${filled.candidateRun}`,
  compare: `/p/default/evals/compare?candidate=${filled.candidateRun}&baseline=${filled.baselineRun}`,
  monitor: '/p/default/monitor',
  requests: '/p/default/monitor/requests',
  models: '/p/default/models',
  deprecations: '/p/default/models?tab=deprecations',
  prices: '/p/default/models?tab=prices',
  lineage: '/p/default/models/lineage',
  cost: '/p/default/cost',
  savings: '/p/default/cost/savings',
  budgets: '/p/default/cost/budgets',
  invoices: '/p/default/cost/invoices',
  reprice: '/p/default/cost/reprice',
  alerts: '/p/default/alerts',
  monitors: '/p/default/alerts?tab=monitors',
  signals: '/p/default/alerts/signals',
  silences: '/p/default/alerts/silences',
  channels: '/p/default/alerts/channels',
  on_call: '/p/default/alerts/on-call',
  incoming: '/p/default/alerts/incoming',
  incidents: '/p/default/incidents',
  runbooks: '/p/default/runbooks',
  runbook: '/p/default/runbooks/provider-outage',
  members: '/p/default/settings/members',
  keys: '/p/default/settings/keys',
  audit: '/p/default/settings/audit',
};

type Load = { paintMs: number; initialKb: number; laterKb: number };

/** One load: paint, the scripts that the document itself names, the largest of those that came after. */
async function load(page: Page, path: string): Promise<Load> {
  const scripts = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts.set(
      new URL(response.url()).pathname,
      response
        .request()
        .sizes()
        .then((sizes) => sizes.responseBodySize),
    );
  });
  const document = await page.goto(`${web.url}${path}`, { waitUntil: 'load' });
  const html = (await document?.text()) ?? '';
  await page.waitForLoadState('networkidle');
  const paintMs = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.POSITIVE_INFINITY,
  );
  const named = new Set([...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map((match) => match[1]));
  let initial = 0;
  let later = 0;
  for (const [pathname, size] of scripts) {
    if (named.has(pathname)) initial += await size;
    else later = Math.max(later, await size);
  }
  return { paintMs, initialKb: initial / 1000, laterKb: later / 1000 };
}

let held = true;
for (const [name, path] of Object.entries(pages)) {
  const loads: Load[] = [];
  for (let i = 0; i <= LOADS; i++) {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
    loads.push(await load(page, path));
    await page.close();
  }
  const counted = loads.slice(1);
  const paint =
    counted.map((one) => one.paintMs).toSorted((a, b) => a - b)[Math.floor(LOADS / 2)] ?? Number.POSITIVE_INFINITY;
  const initial = Math.max(...counted.map((one) => one.initialKb));
  const later = Math.max(...counted.map((one) => one.laterKb));
  const fine = paint <= PAINT_MS_MAX && initial <= INITIAL_KB_MAX && later <= LATER_KB_MAX;
  held &&= fine;
  console.log(
    `pages: ${name.padEnd(10)} first paint ${String(Math.round(paint)).padStart(4)} ms (bar ${PAINT_MS_MAX}), ` +
      `initial ${String(Math.round(initial)).padStart(3)} kB (bar ${INITIAL_KB_MAX}), ` +
      `largest after it ${String(Math.round(later)).padStart(3)} kB (bar ${LATER_KB_MAX})${fine ? '' : '  MISSED'}`,
  );
}
process.exitCode = held ? 0 : 1;

await browser.close();
await web[Symbol.asyncDispose]();
await system.dispose();
await stopPostgres();
