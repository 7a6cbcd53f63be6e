import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Of each program the package that has it. */
const PACKAGES = {
  prometheus: 'prometheus',
  promtool: 'prometheus',
  'prometheus-alertmanager': 'prometheus-alertmanager',
  amtool: 'prometheus-alertmanager',
} as const;
export type DebianTool = keyof typeof PACKAGES;

/** Where packages are unpacked, once a machine. */
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'switchyard-debian');

/**
 * The paths of Prometheus, Alertmanager and their tools: installed ones, else those of Debian's packages, downloaded and
 * unpacked into the cache folder, which needs no root. Null where neither is to be had; the test that needs them is then
 * skipped by name.
 */
export async function findPrometheusTools(): Promise<Record<DebianTool, string> | null> {
  try {
    for (const name of new Set(Object.values(PACKAGES))) await unpack(name);
  } catch {
    return null; // no apt, no network or no such package: the test is skipped and counted
  }
  const paths = Object.keys(PACKAGES).map((tool) => [tool, pathOf(tool as DebianTool)]);
  return Object.fromEntries(paths) as Record<DebianTool, string>;
}

/** Debian's Alertmanager reads its templates from here. */
const SHARED = '/usr/share/prometheus/alertmanager';
/** The same number of characters, below the working folder: see {@link prepareFolder}. */
const RELOCATED = './sr/share/prometheus/alertmanager';

/** Has the unpacked copy of Alertmanager read its templates below its working folder, as its own need root to be there. */
function relocate(path: string): void {
  const binary = readFileSync(path);
  for (let at = binary.indexOf(SHARED); at >= 0; at = binary.indexOf(SHARED, at + 1)) binary.write(RELOCATED, at);
  writeFileSync(path, binary, { mode: 0o755 });
}

/** Makes `folder` one in which Alertmanager can run, unpacked or installed. */
export function prepareFolder(folder: string): void {
  symlinkSync(join(CACHE, 'prometheus-alertmanager/usr'), join(folder, 'sr'));
}

const unpacked = (tool: DebianTool): string => join(CACHE, PACKAGES[tool], 'usr/bin', tool);
const pathOf = (tool: DebianTool): string => (existsSync(unpacked(tool)) ? unpacked(tool) : tool);

async function unpack(name: string): Promise<void> {
  const tools = Object.entries(PACKAGES).flatMap(([tool, of]) => (of === name ? [tool as DebianTool] : []));
  if (tools.every((tool) => existsSync(unpacked(tool)) || starts(tool))) return;
  const folder = join(CACHE, 'downloads', name);
  mkdirSync(folder, { recursive: true });
  await run('apt-get', ['download', '-qq', name], { cwd: folder, timeout: 60_000 });
  const file = readdirSync(folder).find((each) => each.endsWith('.deb'));
  if (file === undefined) throw new Error(`apt-get downloaded no package ${name}`);
  await run('dpkg', ['-x', file, join(CACHE, name)], { cwd: folder, timeout: 60_000 });
  if (name === 'prometheus-alertmanager') relocate(unpacked(name));
}

function starts(tool: DebianTool): boolean {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // not installed
  }
}
