import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { System } from './system.ts';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** The environment in which programs and the command line work on a test system. */
const environmentOf = (system: System, extra: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  DATABASE_URL: system.databaseUrl,
  SWITCHYARD_DATA: system.dataDir,
  SWITCHYARD_URL: system.edgeUrl,
  PUBLIC_URL: system.config.publicUrl,
  ...extra,
});

/**
 * Runs `examples/NAME.ts` as a person would, over HTTP; resolves with its output, rejects when it ends with an error.
 */
export async function runExample(system: System, name: string, extra: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run(process.execPath, [join(ROOT, `examples/${name}.ts`)], {
    cwd: ROOT,
    env: environmentOf(system, extra),
    maxBuffer: 10_000_000,
  });
  return stdout;
}

/** Runs `bin/switchyard …` on the test system; resolves with its standard output. */
export async function runCommand(system: System, ...args: string[]): Promise<string> {
  const { stdout } = await run(join(ROOT, 'bin/switchyard'), args, { cwd: ROOT, env: environmentOf(system, {}) });
  return stdout.trim();
}
