import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The sources of the build. Tests beside them are left out. */
const FOLDERS = ['app', 'components', 'server', 'db', 'public', 'clients'];
const FILES = [
  ...['package-lock.json', 'next.config.ts', 'postcss.config.mjs', 'tsconfig.json'],
  ...['proxy.ts', 'instrumentation.ts', 'instrumentation-client.ts'],
];

/** The folder with the built web server's `server.js`. */
export function webFolder(root: string): string {
  return join(root, '.next', 'standalone');
}

/**
 * Builds the web application unless the last build was of the same sources. Rejects with the last lines of the build.
 */
export async function ensureBuilt(root: string, report: (line: string) => void): Promise<'fresh' | 'built'> {
  const stamp = join(root, '.next', 'switchyard-build');
  const sources = hashSources(root);
  const server = join(webFolder(root), 'server.js');
  if (existsSync(server) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return 'fresh';
  report('Building the web application (once for each version, about a minute)');
  rmSync(stamp, { force: true });
  await build(root);
  // Next leaves these two folders out of the standalone output, for a CDN; here the same process serves them.
  copyInto(join(root, '.next', 'static'), join(webFolder(root), '.next', 'static'));
  copyInto(join(root, 'public'), join(webFolder(root), 'public'));
  writeFileSync(stamp, sources);
  return 'built';
}

/**
 * SHA-256 over the names and contents of the sources, the Node version, and the folder's path, which the build
 * contains.
 */
export function hashSources(root: string): string {
  const hash = createHash('sha256').update(`${root}\n${process.version}\n`);
  for (const file of [
    ...FOLDERS.flatMap((folder) => filesIn(join(root, folder))),
    ...FILES.map((f) => join(root, f)),
  ]) {
    if (!existsSync(file) || /\.test\.tsx?$/.test(file)) continue;
    hash.update(`${relative(root, file)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'));
  return files.map((entry) => join(entry.parentPath, entry.name)).sort();
}

function build(root: string): Promise<void> {
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [next, 'build'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-8000);
      });
    }
    const stop = () => child.kill('SIGTERM');
    process.once('exit', stop);
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('exit', stop);
      if (code === 0) resolve();
      else reject(new Error(`The web application does not build:\n${output.trim()}`));
    });
  });
}

function copyInto(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}
